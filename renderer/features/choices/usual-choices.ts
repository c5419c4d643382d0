import type { Choice, Group } from '../../../server/contract/groups.ts'
import type { ReportOptions } from '../../../server/contract/report-options.ts'
import type { Schedule } from '../../../server/contract/schedules.ts'
import type { SettingsValues } from '../../../server/contract/settings.ts'
import { optionsOfGroup } from './options.ts'

/** What a schedule chooses for its reports. */
export type ScheduleChoices = NonNullable<Schedule['options']>

/** Each choice under the name that {@link Choice} has for it; null is one, too. */
function named(options: ReportOptions | undefined): [key: string, value: unknown][] {
  const { workbook, ...others } = options ?? {}
  const ofWorkbook = Object.entries(workbook ?? {}).map(
    ([key, value]) => [`workbook.${key}`, value] as const,
  )
  return [...Object.entries(others), ...ofWorkbook].flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  )
}

/** What the settings choose for reports. */
const ofSettings = (values: SettingsValues | undefined): [key: string, value: unknown][] =>
  values === undefined
    ? []
    : [
        ['summary', values.summaryEngine],
        ['recipients', values.recipients],
        ['workbook.language', values.reportLanguage],
        ['workbook.sheets', values.workbookSheets],
        ['workbook.anonymize', values.workbookAnonymize],
      ]

/**
 * What settings and a group have chosen, for whoever chooses before them.
 *
 * @param own choices that go before these: null among them passes by what the group says
 */
export function usualChoices(
  settings: SettingsValues | undefined,
  group?: Group,
  own?: ScheduleChoices,
): Choice[] {
  const usual = new Map<string, Choice>()
  for (const [key, value] of ofSettings(settings)) usual.set(key, { key, value, from: 'settings' })
  const passed = named(own).flatMap(([key, value]): Choice[] =>
    value === null ? [{ ...(usual.get(key) ?? { key, value, from: 'settings' }), none: true }] : [],
  )
  for (const [key, value] of group === undefined ? [] : named(optionsOfGroup(group))) {
    const { groupOid, name } = group ?? {}
    if (value !== null) usual.set(key, { key, value, from: 'group', groupOid, groupName: name })
  }
  for (const choice of passed) usual.set(choice.key, choice)
  return [...usual.values()]
}
