import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { reportLimits } from './contract/limits.ts'
import { SummaryEngineName } from './contract/reports.ts'
import type { SummaryChoice } from './summary/choose.ts'

/**
 * Settings: flag, then environment `RAPPORTEUR_*`, then `settings.json` in the data directory, then
 * the default. One table, so that `--help` can name all three of each.
 */
const Port = z.coerce.number().int().min(0).max(65_535)

/** Loopback only: the server holds people's chats and must not be reached from another machine. */
const LoopbackHost = z.enum(['127.0.0.1', 'localhost', '::1'])

export const settingsSchema = z.object({
  concurrency: z.coerce
    .number()
    .int()
    .min(1)
    .max(reportLimits.maxConcurrency)
    .default(reportLimits.defaultConcurrency),
  threads: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(() => Math.max(1, Math.min(4, availableParallelism() - 1))),
  recipients: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(/[,\s]+/).filter(Boolean) : value),
      z.array(z.email()).max(100),
    )
    .default([]),
  summaryEngine: SummaryEngineName.default('extractive'),
  summaryBaseUrl: z.url({ protocol: /^https?$/ }).optional(),
  summaryModel: z.string().min(1).max(256).optional(),
  summaryApiKey: z.string().min(1).optional(),
  summaryContextTokens: z.coerce.number().int().min(1_024).max(10_000_000).optional(),
  summaryConcurrency: z.coerce
    .number()
    .int()
    .min(1)
    .max(reportLimits.maxConcurrency)
    .default(reportLimits.defaultSummaryConcurrency),
  smtpHost: z.string().min(1).optional(),
  smtpPort: Port.default(587),
  smtpSecure: z
    .preprocess((value) => (typeof value === 'string' ? value === 'true' : value), z.boolean())
    .default(false),
  smtpUser: z.string().optional(),
  smtpPassword: z.string().optional(),
  smtpFrom: z.string().default('Rapporteur <rapporteur@localhost>'),
})
export type Settings = z.infer<typeof settingsSchema>

export const serveSchema = z.object({
  port: Port.default(0),
  host: LoopbackHost.default('127.0.0.1'),
})

export interface SettingDoc {
  key: string
  flag: string
  env: string
  help: string
}

const doc = (key: string, help: string): SettingDoc => ({
  key,
  flag: `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  env: `RAPPORTEUR_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
  help,
})

export const settingDocs: readonly SettingDoc[] = [
  doc('concurrency', 'reports in flight at once, 1 to 64 (default 4)'),
  doc('threads', 'worker threads shared by them (default: cores less one, at most 4)'),
  doc('recipients', 'mail addresses of reports that name none, separated by commas'),
  doc(
    'summaryEngine',
    'extractive (default), openai (any server with /chat/completions), ollama or anthropic',
  ),
  doc('summaryBaseUrl', 'where the model server is, such as http://127.0.0.1:11434'),
  doc('summaryModel', 'name of the model'),
  doc('summaryApiKey', 'key for the model server; better in the environment than in a flag'),
  doc('summaryContextTokens', 'tokens the model reads at once, where the server does not say'),
  doc('summaryConcurrency', 'rooms that ask the model server at once (default 2)'),
  doc('smtpHost', 'mail server; without one, mails are saved in the outbox'),
  doc('smtpPort', 'port of the mail server (default 587)'),
  doc('smtpSecure', 'true for TLS from the first byte (default false: STARTTLS where offered)'),
  doc('smtpUser', 'user name at the mail server'),
  doc('smtpPassword', 'password at the mail server; better in the environment than in a flag'),
  doc('smtpFrom', 'sender of the mails'),
]

/** A setting that cannot be used; says which one and where it came from. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

function readSettingsFile(dataDir: string): Record<string, unknown> {
  const file = join(dataDir, 'settings.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new SettingsError(`${file} cannot be read: ${(error as Error).message}`)
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch {
    throw new SettingsError(`${file} is not a JSON object. Mend or remove it.`)
  }
}

/**
 * @param flags values from the command line, by key; undefined ones fall through
 * @throws SettingsError that names the setting
 */
export function loadSettings(
  dataDir: string,
  flags: Readonly<Record<string, unknown>> = {},
  env: NodeJS.ProcessEnv = process.env,
): Settings {
  const file = readSettingsFile(dataDir)
  const merged: Record<string, unknown> = {}
  for (const { key, env: name } of settingDocs) {
    const value = flags[key] ?? env[name] ?? file[key]
    if (value !== undefined && value !== '') merged[key] = value
  }
  const parsed = settingsSchema.safeParse(merged)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const key = String(issue?.path[0] ?? '')
  const known = settingDocs.find((setting) => setting.key === key)
  throw new SettingsError(
    `The setting ${key} (${known?.flag ?? ''}, ${known?.env ?? ''}) cannot be used: ${issue?.message ?? ''}`,
  )
}

/**
 * The engine that the settings name.
 *
 * @throws SettingsError if it is a model engine and nothing says where its server is
 */
export function summaryChoice(settings: Settings): SummaryChoice {
  const { summaryEngine: engine, summaryBaseUrl: baseUrl, summaryModel: model } = settings
  if (engine === 'extractive') return { engine }
  if (baseUrl === undefined || model === undefined) {
    throw new SettingsError(
      `The summary engine ${engine} needs summaryBaseUrl and summaryModel (--summary-base-url, --summary-model).`,
    )
  }
  return {
    engine,
    baseUrl,
    model,
    apiKey: settings.summaryApiKey,
    contextTokens: settings.summaryContextTokens,
  }
}
