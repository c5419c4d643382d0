import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { modelLimits } from '../../../server/contract/limits.ts'
import { summaryEngineNames, usualAddresses } from '../../../server/contract/model-providers.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount } from '../../ui/format.ts'
import { testSummary } from './commands.ts'
import { toChange, valuesAfter } from './draft.ts'
import { NumberField, SelectField, TextField } from './fields.tsx'
import { FoundServers } from './FoundServers.tsx'
import { LeavesComputer } from './LeavesComputer.tsx'
import { chatsLeaveTo } from './leaves-computer.ts'
import { LocalModelFields } from './LocalModelFields.tsx'
import { ModelField } from './ModelField.tsx'
import { SecretField } from './SecretField.tsx'
import { Section } from './Section.tsx'
import classes from './settings.module.css'
import { selectSettings } from './settings-slice.ts'
import { TestResult } from './TestResult.tsx'
import { useProblems } from './use-problems.ts'

const TestIt = ({ hint }: { hint: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { testSummary: test, draft } = useSelector(selectSettings)
  const problems = useProblems()
  const broken = Object.keys(problems).some((key) => key.startsWith('summary'))
  return (
    <div className={classes.test}>
      <Button
        size="sm"
        variant="default"
        disabled={broken}
        loading={test.state === 'running'}
        onClick={() => void dispatch(testSummary(toChange(draft)))}
      >
        {t('settings.summary.test')}
      </Button>
      <span className={classes.muted}>{hint}</span>
      <TestResult test={test} />
    </div>
  )
}

/** Which engine writes the summaries, and what that may cost. */
export const SummaryPanel = () => {
  const { t } = useTranslation()
  const { view, draft } = useSelector(selectSettings)
  if (!view) return null
  const values = valuesAfter(view, draft)
  const { summaryEngine: engine } = values
  const host = chatsLeaveTo(values)
  return (
    <>
      <Section title={t('settings.summary.title')} text={t('settings.summary.text')}>
        <SelectField
          name="summaryEngine"
          label={t('settings.summary.engine')}
          data={summaryEngineNames.map((value) => ({
            value,
            label: t(`settings.summary.engines.${value}`),
          }))}
        />
        {(engine === 'extractive' || (engine !== 'local' && values.summaryBaseUrl === null)) && (
          <FoundServers />
        )}
        {engine === 'local' && (
          <>
            <LocalModelFields />
            <NumberField
              name="summaryContextTokens"
              label={t('settings.summary.context')}
              hint={t('settings.summary.contextHint')}
              placeholder={formatCount(modelLimits.localContextTokens)}
              optional
            />
            <TestIt hint={t('settings.local.testHint')} />
          </>
        )}
        {engine !== 'extractive' && engine !== 'local' && (
          <>
            <TextField
              name="summaryBaseUrl"
              label={t('settings.summary.address')}
              placeholder={usualAddresses[engine]}
              optional
            />
            {host !== null && <LeavesComputer host={host} />}
            <ModelField />
            <SecretField name="summaryApiKey" label={t('settings.summary.key')} />
            <NumberField
              name="summaryContextTokens"
              label={t('settings.summary.context')}
              hint={t('settings.summary.contextHint')}
              placeholder={t('settings.summary.asTheServerSays')}
              optional
            />
            <NumberField
              name="summaryConcurrency"
              label={t('settings.summary.concurrency')}
              hint={t('settings.summary.concurrencyHint')}
            />
            <NumberField
              name="summarySilenceSeconds"
              label={t('settings.summary.silence')}
              hint={t('settings.summary.silenceHint')}
              placeholder={t('settings.summary.usualSilence')}
              optional
            />
            <TestIt hint={t('settings.summary.testHint')} />
          </>
        )}
      </Section>
      {engine !== 'extractive' && engine !== 'local' && (
        <Section title={t('settings.cost.title')} text={t('settings.cost.text')}>
          {(['input', 'output'] as const).map((what) => (
            <NumberField
              key={what}
              name={what === 'input' ? 'summaryInputPrice' : 'summaryOutputPrice'}
              label={t(`settings.cost.${what}`)}
              hint={t('settings.cost.perMillion')}
              placeholder={t('settings.cost.unknown')}
              optional
              decimal
            />
          ))}
          <NumberField
            name="summaryMaxCost"
            label={t('settings.cost.cap')}
            hint={t('settings.cost.capHint')}
            placeholder={t('settings.cost.noCap')}
            optional
            decimal
          />
        </Section>
      )}
    </>
  )
}
