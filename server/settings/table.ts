import { z } from 'zod'
import {
  secretKeys,
  SettingsValues,
  webhookSecretForm,
  webhookSecretHint,
  type SecretKey,
  type SettingKey,
} from '../contract/settings.ts'
import { reportLimits } from '../contract/limits.ts'

/** How a setting is written where everything is text: in a flag and in the environment. */
type Notation = 'text' | 'number' | 'switch' | 'list'

export interface SettingDoc {
  key: SettingKey | SecretKey
  flag: string
  env: string
  help: string
  notation: Notation
}

const words = (key: string, between: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => between + letter)

const doc = (
  key: SettingKey | SecretKey,
  help: string,
  notation: Notation = 'text',
): SettingDoc => ({
  key,
  flag: `--${words(key, '-').toLowerCase()}`,
  env: `RAPPORTEUR_${words(key, '_').toUpperCase()}`,
  help,
  notation,
})

/** Every setting with its three names. One table, so that `--help` can tell all of them. */
export const settingDocs: readonly SettingDoc[] = [
  doc(
    'concurrency',
    `reports in flight at once, 1 to ${reportLimits.maxConcurrency} (default ${reportLimits.defaultConcurrency})`,
    'number',
  ),
  doc('threads', 'worker threads shared by them (default: cores less one, at most 4)', 'number'),
  doc('recipients', 'mail addresses of reports that name none, separated by commas', 'list'),
  doc(
    'summaryEngine',
    'extractive (default), openai (any server with /chat/completions), ollama, anthropic, or local (a GGUF file)',
  ),
  doc('summaryBaseUrl', 'where the model server is, such as http://127.0.0.1:11434'),
  doc(
    'summaryModel',
    'name of the model; for local, a file in the folder models of the data folder, or a path',
  ),
  doc('summaryApiKey', 'key for the model server; better in the environment than in a flag'),
  doc(
    'summaryContextTokens',
    'tokens the model reads at once, where the server does not say',
    'number',
  ),
  doc('summaryConcurrency', 'rooms that ask the model server at once (default 2)', 'number'),
  doc(
    'summarySilenceSeconds',
    'seconds of silence after which a call to the model server is given up (default 60, on this computer 300)',
    'number',
  ),
  doc('summaryInputPrice', 'price of a million tokens that are sent', 'number'),
  doc('summaryOutputPrice', 'price of a million tokens that are written', 'number'),
  doc('summaryMaxCost', 'most that the summary of one report may cost', 'number'),
  doc('smtpHost', 'mail server; without one, mails are saved in the outbox'),
  doc('smtpPort', 'port of the mail server (default 587)', 'number'),
  doc(
    'smtpSecure',
    'true for TLS from the first byte (default false: STARTTLS where offered)',
    'switch',
  ),
  doc('smtpUser', 'user name at the mail server'),
  doc('smtpPassword', 'password at the mail server; better in the environment than in a flag'),
  doc('smtpFrom', 'sender of the mails'),
  doc('deliveryFolder', 'folder into which finished workbooks are copied, an absolute path'),
  doc('webhookUrl', 'address that hears of every report that has ended'),
  doc(
    'webhookSecret',
    'signs what the webhook gets: whsec_ and 24 to 64 bytes in Base64; better in the environment than in a flag',
  ),
  doc('retentionDays', 'days that workbooks are kept (default: for ever)', 'number'),
  doc('reportLanguage', 'language of workbooks, mails and Markdown: en or de (default en)'),
  doc('timeZone', 'zone of the times in workbooks (default UTC)'),
  doc('workbookSheets', 'sheets beside Summary, separated by commas (default: all)', 'list'),
  doc(
    'workbookColumns',
    'optional columns of Transcript, separated by commas (default: all)',
    'list',
  ),
  doc('workbookThemeColor', 'colour of headings and charts, six hexadecimal digits'),
  doc('workbookLogo', 'picture at the top of the first sheet, a PNG or JPEG file'),
  doc('workbookFileName', 'name of the file, with {room}, {from}, {to}, {created} and {id}'),
  doc('workbookAnonymize', 'true to write "Participant 1" instead of names', 'switch'),
  doc(
    'workbookService',
    'address of a service that writes workbooks in place of Rapporteur, such as http://127.0.0.1:8000',
  ),
  doc('workbookServiceToken', 'token for that service; better in the environment than in a flag'),
]

export const isSecret = (key: string): key is SecretKey =>
  (secretKeys as readonly string[]).includes(key)

export const isSettingKey = (key: string): key is SettingKey =>
  Object.hasOwn(SettingsValues.shape, key)

/** A flag or an environment variable as the value it stands for; what cannot be read stays text. */
export function fromText(text: string, notation: Notation): unknown {
  switch (notation) {
    case 'text':
      return text
    case 'number':
      return Number.isNaN(Number(text)) ? text : Number(text)
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
  }
}

const Secret = z.string().min(1).max(4_096)
const WebhookSecret = z.string().regex(webhookSecretForm, { message: webhookSecretHint })

/** The schema of one setting or secret. */
export const schemaOf = (key: SettingKey | SecretKey): z.ZodType =>
  isSecret(key) ? (key === 'webhookSecret' ? WebhookSecret : Secret) : SettingsValues.shape[key]

/** A setting that cannot be used; says which one and where it came from. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}
