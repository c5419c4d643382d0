import { Select, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { scheduleLimits } from '../../../server/contract/limits.ts'
import { shownLocale } from '../../ui/format.ts'
import type { DraftProblems } from './draft.ts'
import classes from './schedules.module.css'
import { weekdayName, whenKinds, type When, type WhenKind } from './when.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const dropdown = { transitionProps: { duration: 120 } }
/** The longest months have it, the others do not. */
const safeDay = 28

interface WhenFieldsProps {
  when: When
  /** Stands beside the time. */
  zone: ReactNode
  problems: DraftProblems
  onChange: (when: When) => void
}

/** When a schedule runs, in plain words; with cron for those who want it. */
export const WhenFields = ({ when, zone, problems, onChange }: WhenFieldsProps) => {
  const { t } = useTranslation()
  const { kind, time, days, day, cron } = when
  const locale = shownLocale()
  return (
    <div className={classes.three}>
      <Select
        size="sm"
        label={t('schedules.form.kind')}
        data={whenKinds.map((value) => ({ value, label: t(`schedules.form.kinds.${value}`) }))}
        value={kind}
        allowDeselect={false}
        comboboxProps={dropdown}
        onChange={(value) => value !== null && onChange({ ...when, kind: value as WhenKind })}
      />
      {kind === 'monthly' && (
        <Select
          size="sm"
          label={t('schedules.form.day')}
          description={
            typeof day === 'number' && day > safeDay ? t('schedules.form.shortMonths') : undefined
          }
          inputWrapperOrder={['label', 'input', 'description']}
          data={[
            ...Array.from({ length: 31 }, (_, index) => ({
              value: String(index + 1),
              label: t('schedules.form.dayOf', { day: index + 1 }),
            })),
            { value: 'last', label: t('schedules.form.lastDay') },
          ]}
          value={String(day)}
          allowDeselect={false}
          maxDropdownHeight={220}
          comboboxProps={dropdown}
          onChange={(value) =>
            value !== null && onChange({ ...when, day: value === 'last' ? value : Number(value) })
          }
        />
      )}
      {kind === 'cron' ? (
        <TextInput
          size="sm"
          label={t('schedules.form.cron')}
          description={t('schedules.form.cronHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          value={cron}
          maxLength={scheduleLimits.maxCronLength}
          autoComplete="off"
          spellCheck={false}
          error={problems.cron && t('schedules.form.problems.cron')}
          onChange={(event) => onChange({ ...when, cron: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          size="sm"
          type="time"
          label={t('schedules.form.time')}
          value={time}
          error={problems.time && t('schedules.form.problems.time')}
          onChange={(event) => onChange({ ...when, time: event.currentTarget.value })}
        />
      )}
      {zone}
      {kind === 'weekly' && (
        <div
          role="group"
          aria-label={t('schedules.form.days')}
          className={`${classes.wide} ${classes.days}`}
        >
          {weekdays.map((one) => (
            <label key={one} className={classes.weekday}>
              <input
                type="checkbox"
                className="visually-hidden"
                aria-label={weekdayName(locale, one, 'long')}
                checked={days.includes(one)}
                onChange={({ currentTarget: { checked } }) =>
                  onChange({
                    ...when,
                    days: weekdays.filter((each) => (each === one ? checked : days.includes(each))),
                  })
                }
              />
              <span aria-hidden>{weekdayName(locale, one, 'short')}</span>
            </label>
          ))}
          {problems.days && (
            <p role="alert" className={classes.problem}>
              {t('schedules.form.problems.days')}
            </p>
          )}
        </div>
      )}
    </div>
  )
}
