import { z } from 'zod'
import { Params } from './errors.ts'
import { modelLimits, reportLimits } from './limits.ts'
import { ModelSpeed } from './local-models.ts'
import { MailAddress } from './mail-address.ts'
import { SummaryEngineName } from './report-options.ts'
import { defaultWorkbookChoices, WorkbookChoices } from './workbook.ts'

/**
 * What a person may choose. One flat table, because each setting can also come from a flag
 * (`--smtp-host`) and from the environment (`RAPPORTEUR_SMTP_HOST`).
 */

const choice = WorkbookChoices.shape

/** Messages by which the settings know what is wrong with a value. */
export const folderHint = 'an absolute path'
export const loginHint = 'an address without a login'
export const webhookSecretHint = 'whsec_ and 24 to 64 bytes in Base64'
/** Standard Webhooks 1.0.0, section "Signature scheme". */
export const webhookSecretForm = /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}[A-Za-z0-9+/=]{0,4}$/

/** Settings without secrets. Every one has a default, so that `{}` is complete. */
export const SettingsValues = z
  .object({
    /** Who writes the summary. */
    summaryEngine: SummaryEngineName.default('extractive'),
    /** Address of the model server, such as `http://127.0.0.1:11434`. */
    summaryBaseUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    /** For the engine `local`: a file in the folder `models`, or the path of one. */
    summaryModel: z.string().trim().min(1).max(4_096).nullable().default(null),
    /** Tokens the model reads at once, where its server does not say. */
    summaryContextTokens: z.int().min(1_024).max(10_000_000).nullable().default(null),
    /** Rooms that ask the model server at once. */
    summaryConcurrency: z
      .int()
      .min(1)
      .max(reportLimits.maxConcurrency)
      .default(reportLimits.defaultSummaryConcurrency),
    /** Seconds of silence after which a call to the model server is given up; null: by where it runs. */
    summarySilenceSeconds: z
      .int()
      .min(modelLimits.minSilenceSeconds)
      .max(modelLimits.maxSilenceSeconds)
      .nullable()
      .default(null),
    /** Price of a million tokens that are sent, and written; null: cost is not counted. */
    summaryInputPrice: z.number().min(0).max(100_000).nullable().default(null),
    summaryOutputPrice: z.number().min(0).max(100_000).nullable().default(null),
    /** Most that one report may cost; a dearer room is cut down to its most telling conversations, or quoted. */
    summaryMaxCost: z.number().positive().max(1_000_000).nullable().default(null),

    /** Without one, mails are saved in the outbox. */
    smtpHost: z.string().trim().min(1).max(255).nullable().default(null),
    smtpPort: z.int().min(1).max(65_535).default(587),
    /** TLS from the first byte; otherwise STARTTLS where it is offered. */
    smtpSecure: z.boolean().default(false),
    smtpUser: z.string().max(320).nullable().default(null),
    smtpFrom: z.string().trim().min(1).max(320).default('Rapporteur <rapporteur@localhost>'),
    /** Receivers of reports that name none. */
    recipients: z.array(MailAddress).max(100).default([]),

    /** Folder of this computer (also a synced one) into which finished workbooks are copied. Absolute. */
    deliveryFolder: z
      .string()
      .max(4_096)
      .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, { message: folderHint })
      .nullable()
      .default(null),
    /** Address that hears of every report that has ended, by the Standard Webhooks specification. */
    webhookUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((address) => !/^https?:\/\/[^/?#]*@/i.test(address), { message: loginHint })
      .nullable()
      .default(null),

    /** Reports in flight at once. */
    concurrency: z
      .int()
      .min(1)
      .max(reportLimits.maxConcurrency)
      .default(reportLimits.defaultConcurrency),
    /** Worker threads shared by them; null: cores less one, at most 4. Needs a restart. */
    threads: z.int().min(1).max(16).nullable().default(null),
    /** Days a workbook is kept; null: for ever. Only files that the app has made are removed. */
    retentionDays: z.int().min(1).max(36_500).nullable().default(null),

    /** Language of workbooks, mails and Markdown; a desktop app gives its own as the default. */
    reportLanguage: choice.language.default(defaultWorkbookChoices.language),
    /** Zone of the times in workbooks. */
    timeZone: choice.timeZone.default(defaultWorkbookChoices.timeZone),
    workbookSheets: choice.sheets.default(defaultWorkbookChoices.sheets),
    workbookColumns: choice.columns.default(defaultWorkbookChoices.columns),
    /** `RRGGBB`. */
    workbookThemeColor: choice.themeColor.default(defaultWorkbookChoices.themeColor),
    /** Path of a PNG or JPEG file. */
    workbookLogo: z.string().min(1).max(4_096).nullable().default(null),
    /** With `{room}`, `{from}`, `{to}`, `{created}` and `{id}`. */
    workbookFileName: choice.fileName.default(defaultWorkbookChoices.fileName),
    /** `Participant 1`... instead of names. */
    workbookAnonymize: choice.anonymize.default(defaultWorkbookChoices.anonymize),
    /** Address of a service that writes workbooks in place of the app, without a user; null: none does. */
    workbookService: z
      .url({ protocol: /^https?$/ })
      .refine((address) => !URL.canParse(address) || new URL(address).username === '', loginHint)
      .nullable()
      .default(null),
  })
  .meta({ id: 'SettingsValues' })
export type SettingsValues = z.infer<typeof SettingsValues>
export type SettingKey = keyof SettingsValues

/** What is never read back, logged, pushed or written into a workbook. */
export const secretKeys = [
  'summaryApiKey',
  'smtpPassword',
  'webhookSecret',
  'workbookServiceToken',
] as const
export const SecretKey = z.enum(secretKeys)
export type SecretKey = z.infer<typeof SecretKey>

/** Where a value comes from; one from a flag or the environment cannot be changed by the file. */
export const SettingSource = z.enum(['flag', 'environment', 'file', 'default'])
export type SettingSource = z.infer<typeof SettingSource>

/**
 * `encrypted` lies in the settings file, `session` is forgotten when the app ends, `file` was written
 * into the settings file by hand, in plain text, on a system that cannot encrypt.
 */
export const SecretState = z.enum(['none', 'flag', 'environment', 'encrypted', 'session', 'file'])
export type SecretState = z.infer<typeof SecretState>

/** `GET /api/settings`. */
export const SettingsView = z
  .object({
    values: SettingsValues,
    sources: z.record(z.string(), SettingSource),
    secrets: z.record(SecretKey, SecretState),
    /** Whether this system can keep a secret encrypted; if not, one lasts until the app ends. */
    canKeepSecrets: z.boolean(),
    /** Changed values that take effect at the next start. */
    needsRestart: z.array(z.string()),
    /** What was wrong with the settings file, in sentences; empty if nothing was. */
    problems: z.array(z.string()),
    /** The same by code, to be said in any language; `message` is the sentence of `problems`. */
    problemSentences: z.array(
      z.object({
        code: z.string(),
        params: z.record(z.string(), z.unknown()),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'SettingsView' })
export type SettingsView = z.infer<typeof SettingsView>

/** `PATCH /api/settings`: changes what it names and leaves the rest. */
export const SettingsChange = z
  .object({
    // Loose here, validated value by value in the service, so that each refused one is named.
    values: z.record(z.string(), z.unknown()).optional(),
    /** Keys that go back to their default. */
    reset: z.array(z.string()).max(100).optional(),
    /** `null` forgets the secret. */
    secrets: z.partialRecord(SecretKey, z.string().min(1).max(4_096).nullable()).optional(),
  })
  .meta({ id: 'SettingsChange' })
export type SettingsChange = z.infer<typeof SettingsChange>

/** `POST /api/settings/test-mail`: a small mail, with the settings as they would be after `change`. */
export const TestMailRequest = z
  .object({ to: MailAddress, change: SettingsChange.optional() })
  .meta({ id: 'TestMailRequest' })
export type TestMailRequest = z.infer<typeof TestMailRequest>

/** `POST /api/settings/test-summary`: one small question to the model server. */
export const TestSummaryRequest = z
  .object({ change: SettingsChange.optional() })
  .meta({ id: 'TestSummaryRequest' })
export type TestSummaryRequest = z.infer<typeof TestSummaryRequest>

/** Models of a server that was asked by its address alone. */
export const ModelList = z
  .object({
    ok: z.boolean(),
    models: z.array(z.string()),
    needsKey: z.boolean().optional().meta({ description: 'It is there, and wants another key.' }),
  })
  .meta({ id: 'ModelList' })
export type ModelList = z.infer<typeof ModelList>

/** A server of models that answers on this computer. */
export const ModelServerFound = z
  .object({
    engine: z.enum(['openai', 'ollama']),
    baseUrl: z.string(),
    models: z.array(z.string()),
  })
  .meta({ id: 'ModelServerFound' })
export type ModelServerFound = z.infer<typeof ModelServerFound>
export const ModelServerList = z.object({ items: z.array(ModelServerFound) })

/** The answer of both tests: 200, also where the test has failed. */
export const TestAnswer = z
  .object({
    ok: z.boolean(),
    /** A sentence for people, in English; a refusal holds the server's own words. */
    detail: z.string(),
    milliseconds: z.int().nonnegative(),
    /** Models that the server offers, where it says. */
    models: z.array(z.string()).optional(),
    /** Tokens of its context, where it says. */
    contextTokens: z.int().positive().optional(),
    /** How fast a model on this computer is, measured just now. */
    speed: ModelSpeed.optional(),
    /** The sentence of `detail`, where a code can say it. */
    said: z.object({ code: z.string(), params: Params }).optional(),
  })
  .meta({ id: 'TestAnswer' })
export type TestAnswer = z.infer<typeof TestAnswer>
