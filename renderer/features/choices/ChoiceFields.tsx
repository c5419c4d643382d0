import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Choice } from '../../../server/contract/groups.ts'
import {
  DeliveryForm,
  MessageFilter,
  SummaryEngineName,
  type ReportOptions,
} from '../../../server/contract/report-options.ts'
import {
  OptionalSheet,
  optionalSheets,
  ReportLanguage,
  reportLanguages,
} from '../../../server/contract/workbook.ts'
import { Chosen } from './Chosen.tsx'
import { ChosenApproval } from './ChosenApproval.tsx'
import { ChosenFilter } from './ChosenFilter.tsx'
import { ChosenSheets } from './ChosenSheets.tsx'
import classes from './choices.module.css'
import { languageNames, periodKey, periodOf, withOption, withWorkbook } from './options.ts'
import type { Chooser } from './Origin.tsx'
import { anyPeriodText, periodData } from './period-text.ts'
import { Recipients } from './Recipients.tsx'

/** Names of what is chosen here, as {@link Choice} has them. */
export type ChoiceKey =
  | 'period'
  | 'delivery'
  | 'approval'
  | 'summary'
  | 'recipients'
  | 'filter'
  | `workbook.${'language' | 'sheets' | 'anonymize'}`

/** What somebody else has chosen comes as a value of any shape. */
const Addresses = z.array(z.string()).catch([])
const Sheets = z.array(OptionalSheet).catch([...optionalSheets])

const yesNo = ['yes', 'no'] as const

export interface ChoiceFieldsProps {
  of: Chooser
  /** Those that are shown; default: all. */
  keys?: readonly ChoiceKey[]
  /** What is chosen here; undefined: nothing. */
  options: ReportOptions | undefined
  /** Engine of the settings; undefined until it is known. */
  engine: SummaryEngineName | undefined
  /** What others have chosen, which counts where nothing is chosen here. */
  others: readonly Choice[]
  /** Whether groups have a say, so that not taking what they say is a choice, too. Default false. */
  canPass?: boolean
  /** Told of all choices after one of them has changed; null: none is left. */
  onChange: (options: ReportOptions | null) => void
}

/** What reports are like, each value with who has chosen it. */
export const ChoiceFields = ({
  of,
  keys,
  options,
  engine,
  others,
  canPass = false,
  onChange,
}: ChoiceFieldsProps) => {
  const { t } = useTranslation()
  const by = (key: ChoiceKey) => ({ of, from: others.find((choice) => choice.key === key) })
  const shows = (key: ChoiceKey): boolean => keys === undefined || keys.includes(key)
  const valueOf = (key: ChoiceKey): unknown => by(key).from?.value
  const workbook = options?.workbook
  const engineName = (name: unknown) =>
    t(`settings.summary.engines.${SummaryEngineName.catch('extractive').parse(name)}`)
  // Another engine than these two would not be asked: only one is set up.
  const engines = new Set(
    ['extractive' as const, engine, options?.summary].filter((one) => typeof one === 'string'),
  )
  const usualLanguage = ReportLanguage.safeParse(valueOf('workbook.language')).data
  const usualFilter = MessageFilter.safeParse(valueOf('filter')).data
  const usualDelivery = DeliveryForm.catch('single').parse(valueOf('delivery'))
  /** What null means where it is offered: beside groups, or where it was chosen over HTTP. */
  const none = (chosen: unknown, words: string = t('groups.asApp')) =>
    canPass || chosen === null ? words : undefined
  const nameOf = (isHidden: boolean) => t(isHidden ? 'choices.names.no' : 'choices.names.yes')
  return (
    <div className={classes.fields}>
      {shows('period') && (
        <Chosen
          {...by('period')}
          label={t('groups.period')}
          data={periodData(t, options?.period ?? undefined)}
          chosen={options?.period && periodKey(options.period)}
          none={none(options?.period, t('groups.periods.all'))}
          usual={anyPeriodText(t, valueOf('period'))}
          onChoose={(key) =>
            onChange(withOption(options, 'period', typeof key === 'string' ? periodOf(key) : key))
          }
        />
      )}
      {shows('delivery') && (
        <Chosen
          {...by('delivery')}
          label={t('groups.delivery')}
          data={DeliveryForm.options.map((value) => ({
            value,
            label: t(`groups.deliveries.${value}`),
          }))}
          chosen={options?.delivery}
          none={none(options?.delivery, t('groups.asUsual'))}
          usual={t(`groups.deliveries.${usualDelivery}`)}
          onChoose={(form) =>
            onChange(withOption(options, 'delivery', DeliveryForm.nullish().parse(form)))
          }
        />
      )}
      {shows('approval') && (
        <ChosenApproval
          {...by('approval')}
          options={options}
          none={none(options?.approval, t('groups.asUsual'))}
          usual={valueOf('approval') === true}
          onChange={onChange}
        />
      )}
      {shows('summary') && (
        <Chosen
          {...by('summary')}
          label={t('groups.engine')}
          data={[...engines].map((value) => ({ value, label: engineName(value) }))}
          chosen={options?.summary}
          none={none(options?.summary)}
          usual={engineName(valueOf('summary') ?? engine)}
          onChoose={(name) =>
            onChange(withOption(options, 'summary', SummaryEngineName.nullish().parse(name)))
          }
        />
      )}
      {shows('workbook.language') && (
        <Chosen
          {...by('workbook.language')}
          label={t('groups.language')}
          data={reportLanguages.map((value) => ({ value, label: languageNames[value] }))}
          chosen={workbook?.language}
          none={none(workbook?.language)}
          usual={usualLanguage === undefined ? '' : languageNames[usualLanguage]}
          onChoose={(name) =>
            onChange(withWorkbook(options, 'language', ReportLanguage.nullish().parse(name)))
          }
        />
      )}
      {shows('workbook.anonymize') && (
        <Chosen
          {...by('workbook.anonymize')}
          label={t('choices.names.title')}
          data={yesNo.map((value) => ({ value, label: t(`choices.names.${value}`) }))}
          chosen={
            typeof workbook?.anonymize === 'boolean'
              ? workbook.anonymize
                ? 'no'
                : 'yes'
              : workbook?.anonymize
          }
          none={none(workbook?.anonymize)}
          usual={nameOf(valueOf('workbook.anonymize') === true)}
          onChoose={(shown) =>
            onChange(
              withWorkbook(
                options,
                'anonymize',
                typeof shown === 'string' ? shown === 'no' : shown,
              ),
            )
          }
        />
      )}
      {shows('workbook.sheets') && (
        <ChosenSheets
          {...by('workbook.sheets')}
          canPass={canPass}
          chosen={workbook?.sheets}
          usual={Sheets.parse(valueOf('workbook.sheets'))}
          onChoose={(sheets) => onChange(withWorkbook(options, 'sheets', sheets))}
        />
      )}
      {shows('recipients') && (
        <Recipients
          {...by('recipients')}
          canPass={canPass}
          chosen={options?.recipients}
          usual={Addresses.parse(valueOf('recipients'))}
          onChange={(recipients) => onChange(withOption(options, 'recipients', recipients))}
        />
      )}
      {shows('filter') && (
        <ChosenFilter
          {...by('filter')}
          canPass={canPass}
          chosen={options?.filter}
          usual={usualFilter}
          onChoose={(filter) => onChange(withOption(options, 'filter', filter))}
        />
      )}
    </div>
  )
}
