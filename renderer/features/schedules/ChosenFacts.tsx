import { useTranslation } from 'react-i18next'
import type { Schedule } from '../../../server/contract/schedules.ts'
import { filterText, languageNames } from '../choices/index.ts'

/** What a schedule has chosen for its reports beside the rest, each choice with its name. */
export const ChosenFacts = ({ schedule: { options = {}, approval } }: { schedule: Schedule }) => {
  const { t, i18n } = useTranslation()
  const { language, anonymize, sheets } = options.workbook ?? {}
  const orAsApp = <Value,>(value: Value | null | undefined, words: (chosen: Value) => string) =>
    value === null ? t('groups.asApp') : value === undefined ? undefined : words(value)
  const facts: [name: string, words: string | undefined][] = [
    [
      t('schedules.facts.approval'),
      approval || options.approval === undefined
        ? undefined
        : t(`choices.approval.${options.approval === true ? 'yes' : 'no'}`),
    ],
    [t('groups.engine'), orAsApp(options.summary, (name) => t(`settings.summary.engines.${name}`))],
    [t('groups.language'), orAsApp(language, (name) => languageNames[name])],
    [
      t('choices.names.title'),
      orAsApp(anonymize, (isHidden) => t(`choices.names.${isHidden ? 'no' : 'yes'}`)),
    ],
    [
      t('settings.workbook.sheets'),
      orAsApp(sheets, (those) =>
        (['Summary', ...those] as const)
          .map((sheet) => t(`settings.workbook.sheetNames.${sheet}`))
          .join(', '),
      ),
    ],
    [
      t('choices.filter.label'),
      options.filter === undefined
        ? undefined
        : filterText(t, i18n.language, options.filter ?? undefined),
    ],
  ]
  return facts.map(
    ([name, words]) =>
      words !== undefined && [<dt key={name}>{name}</dt>, <dd key={`${name} words`}>{words}</dd>],
  )
}
