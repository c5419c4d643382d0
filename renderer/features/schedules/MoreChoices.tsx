import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choice } from '../../../server/contract/groups.ts'
import type { SummaryEngineName } from '../../../server/contract/report-options.ts'
import { ChoiceFields } from '../choices/index.ts'
import type { ScheduleDraft } from './draft.ts'
import classes from './schedules.module.css'

const keys = [
  'summary',
  'workbook.language',
  'workbook.anonymize',
  'workbook.sheets',
  'filter',
] as const

interface MoreChoicesProps {
  choices: ScheduleDraft['choices']
  /** What counts where nothing is chosen here. */
  others: readonly Choice[]
  engine: SummaryEngineName | undefined
  onChange: (choices: ScheduleDraft['choices']) => void
}

/** What the reports of a schedule are like where that is not as rooms, group and settings say: rarely asked for. */
export const MoreChoices = ({ choices, others, engine, onChange }: MoreChoicesProps) => {
  const { t } = useTranslation()
  const { workbook, ...rest } = choices
  const count = Object.keys(rest).length + Object.keys(workbook ?? {}).length
  // Who has chosen something sees it at once.
  const [isOpen, setOpen] = useState(count > 0)
  return (
    <details
      className={classes.more}
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        {t('schedules.form.more')}
        <span className={classes.muted}>
          {' · '}
          {count === 0 ? t('schedules.form.moreNone') : t('choices.own', { count })}
        </span>
      </summary>
      {isOpen && (
        <Suspense fallback={null}>
          <p className={classes.muted}>{t('schedules.form.moreText')}</p>
          <ChoiceFields
            of="schedule"
            keys={keys}
            options={choices}
            engine={engine}
            others={others}
            canPass
            onChange={(options) => {
              const { summary, filter, workbook: look } = options ?? {}
              onChange({
                ...(summary !== undefined && { summary }),
                ...(filter !== undefined && { filter }),
                ...(look !== undefined && { workbook: look }),
              })
            }}
          />
        </Suspense>
      )}
    </details>
  )
}
