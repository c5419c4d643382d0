import { z } from 'zod'
import {
  secretKeys,
  SettingsValues,
  webhookSecretForm,
  webhookSecretHint,
  type SecretKey,
  type SettingKey,
} from '../contract/settings.ts'
import type { Reason } from '../contract/reason.ts'
import type { Language } from '../words/catalogues.ts'
import { say, sayPhrase } from '../words/say.ts'
import { SpokenError } from '../words/spoken-error.ts'

/** How a setting is written where everything is text: in a flag and in the environment. */
type Notation = 'text' | 'number' | 'switch' | 'list'

export interface SettingDoc {
  key: SettingKey | SecretKey
  flag: string
  env: string
  notation: Notation
}

const words = (key: string, between: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => between + letter)

const doc = (key: SettingKey | SecretKey, notation: Notation = 'text'): SettingDoc => ({
  key,
  flag: `--${words(key, '-').toLowerCase()}`,
  env: `RAPPORTEUR_${words(key, '_').toUpperCase()}`,
  notation,
})

/** Every setting with its three names. One table, so that `--help` can tell all of them, by the phrases `help_setting_*`. */
export const settingDocs: readonly SettingDoc[] = [
  doc('concurrency', 'number'),
  doc('threads', 'number'),
  doc('recipients', 'list'),
  doc('summaryEngine'),
  doc('summaryBaseUrl'),
  doc('summaryModel'),
  doc('summaryApiKey'),
  doc('summaryContextTokens', 'number'),
  doc('summaryConcurrency', 'number'),
  doc('summarySilenceSeconds', 'number'),
  doc('summaryInputPrice', 'number'),
  doc('summaryOutputPrice', 'number'),
  doc('summaryMaxCost', 'number'),
  doc('smtpHost'),
  doc('smtpPort', 'number'),
  doc('smtpSecure', 'switch'),
  doc('smtpUser'),
  doc('smtpPassword'),
  doc('smtpFrom'),
  doc('deliveryFolder'),
  doc('webhookUrl'),
  doc('webhookSecret'),
  doc('retentionDays', 'number'),
  doc('reportLanguage'),
  doc('timeZone'),
  doc('workbookSheets', 'list'),
  doc('workbookColumns', 'list'),
  doc('workbookThemeColor'),
  doc('workbookLogo'),
  doc('workbookFileName'),
  doc('workbookAnonymize', 'switch'),
  doc('workbookService'),
  doc('workbookServiceToken'),
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

/** Why a setting cannot be used, and which one where one alone is meant. */
function settingWords(language: Language, wrong: Reason, setting?: SettingDoc): string {
  const reason = say(language, wrong)
  if (setting === undefined) return reason
  const { key, flag, env } = setting
  return sayPhrase(language, 'usage_setting', { key, flag, env, reason })
}

/** A setting that cannot be used; says which one and where it came from. */
export class SettingsError extends SpokenError {
  override name = 'SettingsError'
  readonly wrong: Reason
  /** The setting that a flag or variable gave; undefined for several that do not go together. */
  readonly setting: SettingDoc | undefined

  constructor(wrong: Reason, setting?: SettingDoc) {
    super(settingWords('en', wrong, setting))
    this.wrong = wrong
    this.setting = setting
  }

  sayIn(language: Language): string {
    return settingWords(language, this.wrong, this.setting)
  }
}
