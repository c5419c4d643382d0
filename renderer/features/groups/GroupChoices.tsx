import { Checkbox, Select, TagsInput } from '@mantine/core'
import { IconSettings, IconUsersGroup } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Group, GroupChange, GroupRoom } from '../../../server/contract/groups.ts'
import { MailAddress } from '../../../server/contract/mail-address.ts'
import { SummaryEngineName } from '../../../server/contract/reports.ts'
import { ReportLanguage, reportLanguages } from '../../../server/contract/workbook.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import type { RoomsRoot } from '../rooms/index.ts'
import { selectSettingsView, type SettingsRoot } from '../settings/index.ts'
import {
  deliveryChange,
  deliveryOf,
  periodKey,
  periodOf,
  withLanguage,
  withOption,
} from './choices.ts'
import { changeGroup } from './commands.ts'
import classes from './groups.module.css'
import { periodData } from './period-text.ts'

/** Value of the item that leaves a choice to the settings of the app. */
const asApp = 'app'

/** Each in its own words, for whoever cannot read the present one. */
const languageNames: Record<ReportLanguage, string> = { en: 'English', de: 'Deutsch' }

const dropdown = { transitionProps: { duration: 120 } }

interface OriginProps {
  isOwn: boolean
  /** What counts where the group has chosen nothing, in words. */
  value: string
  /** Whether the settings say so; if not, it is always so. Default: true. */
  isSetting?: boolean | undefined
}

/** Says below a field where its value comes from. */
const Origin = ({ isOwn, value, isSetting = true }: OriginProps) => {
  const { t } = useTranslation()
  const Icon = isOwn ? IconUsersGroup : IconSettings
  return (
    <span className={classes.origin} data-origin={isOwn ? 'group' : 'settings'}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {isOwn
        ? t('groups.from.group')
        : t(isSetting ? 'groups.from.app' : 'groups.from.usual', { value })}
    </span>
  )
}

interface ChosenProps {
  label: string
  /** What may be chosen. */
  data: { value: string; label: string }[]
  /** What the group has chosen; undefined: nothing. */
  chosen: string | undefined
  /** What counts without a choice, in words. */
  usual: string
  isSetting?: boolean
  onChoose: (value: string | undefined) => void
}

const Chosen = ({ label, data, chosen, usual, isSetting = true, onChoose }: ChosenProps) => {
  const { t } = useTranslation()
  return (
    <Select
      size="sm"
      label={label}
      description={<Origin isOwn={chosen !== undefined} value={usual} isSetting={isSetting} />}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[{ value: asApp, label: t(isSetting ? 'groups.asApp' : 'groups.asUsual') }, ...data]}
      value={chosen ?? asApp}
      allowDeselect={false}
      comboboxProps={dropdown}
      onChange={(value) => value !== null && onChoose(value === asApp ? undefined : value)}
    />
  )
}

interface RecipientsProps {
  group: Group
  usual: readonly string[]
  onChange: (recipients: string[] | undefined) => void
}

/** Who gets the reports; nobody is a choice of its own, which is not the same as none. */
const Recipients = ({ group, usual, onChange }: RecipientsProps) => {
  const { t } = useTranslation()
  const [refused, setRefused] = useState<string | null>(null)
  const chosen = group.options?.recipients
  const isNobody = chosen?.length === 0
  const named = usual.length === 0 ? t('groups.recipientsNone') : usual.map(oneLine).join(', ')
  return (
    <div className={classes.wide}>
      <TagsInput
        size="sm"
        label={t('groups.recipients')}
        description={<Origin isOwn={chosen !== undefined} value={named} />}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={(chosen ?? []).length === 0 ? t('groups.recipientsPlaceholder') : ''}
        disabled={isNobody}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        maxTags={100}
        value={chosen ?? []}
        error={refused !== null && t('groups.recipientsBad', { address: oneLine(refused) })}
        onChange={(typed) => {
          const wrong = typed.find((address) => !MailAddress.safeParse(address).success)
          setRefused(wrong ?? null)
          const right = typed.filter((address) => address !== wrong)
          if (right.length !== (chosen ?? []).length || wrong === undefined)
            onChange(right.length === 0 ? undefined : right)
        }}
      />
      <Checkbox
        size="xs"
        mt={8}
        label={t('groups.noMail')}
        checked={isNobody}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? [] : undefined)}
      />
    </div>
  )
}

/** What a room has chosen itself goes before its group, and is said here. */
const StaysHere = ({ members }: { members: readonly GroupRoom[] }): ReactNode => {
  const { t } = useTranslation()
  const count = useSelector(
    ({ rooms }: RoomsRoot) =>
      members.filter(({ roomOid }) => rooms.entities[roomOid]?.localOnly === true).length,
  )
  return count > 0 && <p className={classes.stays}>{t('groups.from.room', { count })}</p>
}

interface GroupChoicesProps {
  group: Group
  members: readonly GroupRoom[]
}

/** What the reports of a group are like, and what of it the settings say. */
export const GroupChoices = ({ group, members }: GroupChoicesProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const settings = useSelector((root: SettingsRoot) => selectSettingsView(root))?.values
  const { options } = group
  const change = (said: GroupChange) =>
    void dispatch(changeGroup({ groupOid: group.groupOid, change: said }))
  const engineName = (name: string) =>
    t(`settings.summary.engines.${SummaryEngineName.catch('extractive').parse(name)}`)
  // Another engine than these two would not be asked: only one is set up.
  const engines = new Set(
    ['extractive', settings?.summaryEngine, options?.summary].filter((one) => one !== undefined),
  )
  return (
    <div className={classes.fields}>
      <Chosen
        label={t('groups.period')}
        data={periodData(t, options?.period)}
        chosen={options?.period && periodKey(options.period)}
        usual={t('groups.periods.all')}
        isSetting={false}
        onChoose={(value) =>
          change({
            options: withOption(options, 'period', value === undefined ? value : periodOf(value)),
          })
        }
      />
      <Chosen
        label={t('groups.delivery')}
        data={(['single', 'digest'] as const).map((value) => ({
          value,
          label: t(`groups.deliveries.${value}`),
        }))}
        chosen={deliveryOf(group)}
        usual={t('groups.deliveries.single')}
        isSetting={false}
        onChoose={(value) =>
          change(deliveryChange(group, value === 'single' || value === 'digest' ? value : null))
        }
      />
      <Chosen
        label={t('groups.engine')}
        data={[...engines].map((value) => ({ value, label: engineName(value) }))}
        chosen={options?.summary}
        usual={settings === undefined ? '' : engineName(settings.summaryEngine)}
        onChoose={(value) => {
          const summary = SummaryEngineName.optional().parse(value)
          change({ options: withOption(options, 'summary', summary) })
        }}
      />
      <Chosen
        label={t('groups.language')}
        data={reportLanguages.map((value) => ({ value, label: languageNames[value] }))}
        chosen={options?.workbook?.language}
        usual={settings === undefined ? '' : languageNames[settings.reportLanguage]}
        onChoose={(value) =>
          change({ options: withLanguage(options, ReportLanguage.optional().parse(value)) })
        }
      />
      <Recipients
        group={group}
        usual={settings?.recipients ?? []}
        onChange={(recipients) =>
          change({ options: withOption(options, 'recipients', recipients) })
        }
      />
      <StaysHere members={members} />
    </div>
  )
}
