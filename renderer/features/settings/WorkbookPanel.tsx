import { ColorInput } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import {
  optionalColumns,
  optionalSheets,
  type ReportLanguage,
} from '../../../server/contract/workbook.ts'
import { chooseLogo } from './desktop-commands.ts'
import { valuesAfter } from './draft.ts'
import { ChoiceField, layout, SelectField, SwitchField, TextField } from './fields.tsx'
import { fileNameExample, fileNameParts } from './file-name-example.ts'
import { Hint } from './Hint.tsx'
import { LeavesComputer } from './LeavesComputer.tsx'
import { workbooksLeaveTo } from './leaves-computer.ts'
import { PathField } from './PathField.tsx'
import { SecretField } from './SecretField.tsx'
import { Section } from './Section.tsx'
import classes from './settings.module.css'
import { selectSettings } from './settings-slice.ts'
import { useField } from './use-field.ts'

/** Dark enough for white headings, told apart by people who see few colours. */
const swatches = ['#1F5673', '#2F4B9B', '#1B6B4A', '#7A3E12', '#6B2E6E', '#3A3F47']

/** Each in its own words, for whoever cannot read the present one. */
const languages = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
] satisfies { value: ReportLanguage; label: string }[]

type SheetName = 'Summary' | (typeof optionalSheets)[number]
type ColumnName = 'others' | (typeof optionalColumns)[number]

const zones = (): string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

const ColorField = () => {
  const { t } = useTranslation()
  const field = useField('workbookThemeColor')
  const text = typeof field.value === 'string' ? field.value : ''
  return (
    <ColorInput
      name="workbookThemeColor"
      label={t('settings.workbook.color')}
      description={<Hint text={t('settings.workbook.colorHint')} fixedBy={field.fixedBy} />}
      size="sm"
      classNames={layout}
      disabled={field.fixedBy !== null}
      error={field.error}
      format="hex"
      fixOnBlur={false}
      eyeDropperButtonProps={{ 'aria-label': t('settings.workbook.pickColor') }}
      swatches={swatches}
      popoverProps={{ transitionProps: { duration: 120 } }}
      value={`#${text}`}
      onChange={(value) => field.set(value.replace(/^#/u, '').toUpperCase())}
    />
  )
}

const NameExample = () => {
  const { t } = useTranslation()
  const { value } = useField('workbookFileName')
  const { value: language } = useField('reportLanguage')
  const between = t(`settings.workbook.betweenDays.${language === 'de' ? 'de' : 'en'}`)
  return (
    <p className={classes.example} data-testid="file-name-example">
      <span>{t('settings.workbook.example')}</span>{' '}
      <bdi>{fileNameExample(typeof value === 'string' ? value : '', between)}</bdi>
    </p>
  )
}

/** A program of people's own that writes the workbooks. */
const ServiceSection = () => {
  const { t } = useTranslation()
  const { view, draft } = useSelector(selectSettings)
  if (!view) return null
  const values = valuesAfter(view, draft)
  const host = workbooksLeaveTo(values)
  return (
    <Section title={t('settings.workbook.service')} text={t('settings.workbook.serviceText')}>
      <TextField
        name="workbookService"
        label={t('settings.workbook.serviceAddress')}
        hint={t('settings.workbook.serviceHint')}
        placeholder="http://127.0.0.1:8000"
        optional
      />
      {host !== null && <LeavesComputer host={host} />}
      {values.workbookService !== null && (
        <SecretField name="workbookServiceToken" label={t('settings.workbook.serviceToken')} />
      )}
    </Section>
  )
}

/** How the workbooks look, and who writes them. */
export const WorkbookPanel = () => {
  const { t } = useTranslation()
  const data = useMemo(() => zones(), [])
  return (
    <>
      <Section title={t('settings.workbook.content')} text={t('settings.workbook.text')}>
        <SelectField
          name="reportLanguage"
          label={t('settings.workbook.language')}
          hint={t('settings.workbook.languageHint')}
          data={languages}
        />
        <SelectField
          name="timeZone"
          label={t('settings.workbook.timeZone')}
          hint={t('settings.workbook.timeZoneHint')}
          data={data}
          searchable
        />
        <ChoiceField
          name="workbookSheets"
          label={t('settings.workbook.sheets')}
          choices={optionalSheets}
          always="Summary"
          nameOf={(sheet) => t(`settings.workbook.sheetNames.${sheet as SheetName}`)}
        />
        <ChoiceField
          name="workbookColumns"
          label={t('settings.workbook.columns')}
          choices={optionalColumns}
          always="others"
          nameOf={(column) => t(`settings.workbook.columnNames.${column as ColumnName}`)}
        />
        <SwitchField
          name="workbookAnonymize"
          label={t('settings.workbook.anonymize')}
          hint={t('settings.workbook.anonymizeHint')}
        />
      </Section>
      <Section title={t('settings.workbook.look')}>
        <ColorField />
        <PathField
          name="workbookLogo"
          label={t('settings.workbook.logo')}
          hint={t('settings.workbook.logoHint')}
          none={t('settings.workbook.noLogo')}
          choose={t('settings.workbook.chooseLogo')}
          remove={t('settings.workbook.removeLogo')}
          command={chooseLogo}
        />
        <TextField
          name="workbookFileName"
          label={t('settings.workbook.fileName')}
          hint={t('settings.workbook.fileNameHint', {
            parts: fileNameParts.map((part) => `{${part}}`).join(' '),
          })}
        />
        <NameExample />
      </Section>
      <ServiceSection />
    </>
  )
}
