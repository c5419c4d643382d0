import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { TestMailRequest } from '../../../server/contract/settings.ts'
import { useAppDispatch } from '../../api/services.ts'
import { sendTestMail } from './commands.ts'
import { toChange, valuesAfter } from './draft.ts'
import { ListField, NumberField, SwitchField, TextField } from './fields.tsx'
import { SecretField } from './SecretField.tsx'
import { Section } from './Section.tsx'
import classes from './settings.module.css'
import { selectSettings, settingsSlice } from './settings-slice.ts'
import { TestResult } from './TestResult.tsx'
import { useProblems } from './use-problems.ts'

const isAddress = (text: string): boolean => TestMailRequest.shape.to.safeParse(text).success

/** Request 16: try the mail server before a report depends on it. */
const SendTest = ({ usual, hasServer }: { usual: string; hasServer: boolean }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { testMail: test, draft } = useSelector(selectSettings)
  const problems = useProblems()
  const [typed, setTyped] = useState<string | null>(null)
  const to = (typed ?? usual).trim()
  const broken = Object.keys(problems).some((key) => key.startsWith('smtp'))
  return (
    <form
      className={classes.test}
      onSubmit={(event) => {
        event.preventDefault()
        void dispatch(sendTestMail({ to, change: toChange(draft) }))
      }}
    >
      <TextInput
        size="sm"
        type="email"
        className={classes.testAddress ?? ''}
        aria-label={t('settings.mail.testTo')}
        placeholder={t('settings.mail.testPlaceholder')}
        value={typed ?? usual}
        error={typed !== null && to !== '' && !isAddress(to) && t('settings.problems.email')}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
      <Button
        type="submit"
        size="sm"
        variant="default"
        disabled={broken || !isAddress(to)}
        loading={test.state === 'running'}
      >
        {t('settings.mail.test')}
      </Button>
      <span className={classes.muted}>
        {t(hasServer ? 'settings.mail.testHint' : 'settings.mail.testSaved')}
      </span>
      <TestResult test={test} />
    </form>
  )
}

/** Bytes of a secret for signatures; Standard Webhooks asks for 24 to 64. */
const secretBytes = 32

const newSecret = (): string =>
  `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(secretBytes))))}`

/** Puts a secret into the field above, where it can be copied until it is saved. */
const MakeSecret = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { view } = useSelector(selectSettings)
  const state = view?.secrets.webhookSecret
  return (
    <div className={classes.test}>
      <Button
        size="sm"
        variant="default"
        disabled={state === 'flag' || state === 'environment'}
        onClick={() => {
          const secret = newSecret()
          dispatch(settingsSlice.actions.secretTyped({ key: 'webhookSecret', secret }))
        }}
      >
        {t('settings.mail.makeSecret')}
      </Button>
      <span className={classes.muted}>{t('settings.mail.makeSecretHint')}</span>
    </div>
  )
}

/** The mail server, who gets the workbooks, and where reports go beside mail. */
export const MailPanel = () => {
  const { t } = useTranslation()
  const { view, draft } = useSelector(selectSettings)
  if (!view) return null
  const { smtpHost, recipients } = valuesAfter(view, draft)
  return (
    <>
      <Section title={t('settings.mail.recipientsTitle')}>
        <ListField
          name="recipients"
          label={t('settings.mail.recipients')}
          hint={t('settings.mail.recipientsHint')}
          placeholder={t('settings.mail.recipientsPlaceholder')}
        />
      </Section>
      <Section title={t('settings.mail.title')} text={t('settings.mail.text')}>
        <TextField
          name="smtpHost"
          label={t('settings.mail.host')}
          placeholder={t('settings.mail.noHost')}
          optional
        />
        <NumberField name="smtpPort" label={t('settings.mail.port')} isName />
        <SwitchField
          name="smtpSecure"
          label={t('settings.mail.secure')}
          hint={t('settings.mail.secureHint')}
        />
        <TextField name="smtpUser" label={t('settings.mail.user')} optional />
        <SecretField name="smtpPassword" label={t('settings.mail.password')} />
        <TextField
          name="smtpFrom"
          label={t('settings.mail.from')}
          hint={t('settings.mail.fromHint')}
        />
        <SendTest usual={recipients[0] ?? ''} hasServer={smtpHost !== null} />
      </Section>
      <Section title={t('settings.mail.folderTitle')} text={t('settings.mail.folderText')}>
        <TextField
          name="deliveryFolder"
          label={t('settings.mail.folder')}
          placeholder={t('settings.mail.noFolder')}
          optional
        />
      </Section>
      <Section title={t('settings.mail.webhookTitle')} text={t('settings.mail.webhookText')}>
        <TextField
          name="webhookUrl"
          label={t('settings.mail.webhookUrl')}
          placeholder={t('settings.mail.noWebhook')}
          optional
        />
        <SecretField name="webhookSecret" label={t('settings.mail.webhookSecret')} />
        <MakeSecret />
      </Section>
    </>
  )
}
