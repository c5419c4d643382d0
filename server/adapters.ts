import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { summaryLimits } from './summary/limits.ts'
import type { SettingsValues } from './contract/settings.ts'
import type { Destination } from './contract/dispatches.ts'
import type { Destinations } from './delivery/dispatching.ts'
import type { SmtpSettings } from './delivery/smtp.ts'
import type { WorkbookDefaults } from './reports/prepare.ts'
import type { ReportOptions } from './contract/report-options.ts'
import type { WorkbookService } from './reports/service/service.ts'
import type { EffectiveSettings } from './settings/settings.ts'
import type { SummaryChoice } from './summary/choose.ts'
import { modelFileOf } from './summary/local/model-file.ts'
import type { Clocks } from './summary/model/server.ts'

/** What the settings mean to those who do the work, each in its own words. */

/** Stands for the address of a model on this computer. */
const notYet = 'http://127.0.0.1'

/** @param modelFolder where files of models lie */
export function summaryChoiceOf(
  { values, secrets }: EffectiveSettings,
  modelFolder: string,
): SummaryChoice {
  const { summaryEngine: engine, summaryBaseUrl: baseUrl, summaryModel: model } = values
  const clocks = clocksFor(values.summarySilenceSeconds)
  const contextTokens = values.summaryContextTokens ?? undefined
  if (engine === 'local' && model !== null) {
    const file = modelFileOf(modelFolder, model)
    // It listens only once it runs.
    return { engine, baseUrl: notYet, model: basename(file), file, contextTokens, clocks }
  }
  // The settings refuse a model engine without an address; a half-made change never gets here.
  if (engine === 'extractive' || baseUrl === null || model === null) return { engine: 'extractive' }
  return {
    engine,
    baseUrl,
    model,
    apiKey: secrets.summaryApiKey ?? undefined,
    contextTokens,
    clocks,
    prices: pricesOf(values),
    maxCost: values.summaryMaxCost,
  }
}

/** A model that is given half an hour to begin must be given it to end, too. */
function clocksFor(silenceSeconds: number | null): Partial<Clocks> | undefined {
  if (silenceSeconds === null) return undefined
  const silenceMs = silenceSeconds * 1_000
  const callMs = Math.max(summaryLimits.callMs, silenceMs)
  return { headersMs: silenceMs, idleMs: silenceMs, callMs }
}

/** One price alone would make a wrong sum, so it makes none. */
function pricesOf({ summaryInputPrice: input, summaryOutputPrice: output }: SettingsValues) {
  return input === null || output === null ? null : { input, output }
}

/** Null: mails go to the outbox. */
export function smtpSettingsOf({ values, secrets }: EffectiveSettings): SmtpSettings | null {
  if (values.smtpHost === null) return null
  return {
    host: values.smtpHost,
    port: values.smtpPort,
    secure: values.smtpSecure,
    from: values.smtpFrom,
    ...(values.smtpUser === null ? {} : { user: values.smtpUser }),
    ...(secrets.smtpPassword === null ? {} : { password: secrets.smtpPassword }),
  }
}

export const destinationsOf = ({ values, secrets }: EffectiveSettings): Destinations => ({
  folder: values.deliveryFolder,
  webhookUrl: values.webhookUrl,
  webhookSecret: secrets.webhookSecret,
})

/** Where reports go beside mail that say nothing of it. */
export const usualDestinations = ({ values }: EffectiveSettings): Destination[] => [
  ...(values.deliveryFolder === null ? [] : (['folder'] as const)),
  ...(values.webhookUrl === null ? [] : (['webhook'] as const)),
]

export const workbookDefaultsOf = ({ values }: EffectiveSettings): WorkbookDefaults => ({
  sheets: values.workbookSheets,
  columns: values.workbookColumns,
  language: values.reportLanguage,
  timeZone: values.timeZone,
  themeColor: values.workbookThemeColor,
  fileName: values.workbookFileName,
  anonymize: values.workbookAnonymize,
  logo: values.workbookLogo,
})

/** Null: the app writes workbooks by itself. */
export const workbookServiceOf = ({
  values,
  secrets,
}: EffectiveSettings): WorkbookService | null =>
  values.workbookService === null
    ? null
    : { url: values.workbookService, token: secrets.workbookServiceToken }

/** One core stays free for the window and the server. */
export const threadsOf = ({ values }: EffectiveSettings): number =>
  values.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1))

/** What the settings choose for reports that nobody has chosen otherwise for. */
export const choicesOf = (settings: EffectiveSettings): ReportOptions => {
  const { logo, ...workbook } = workbookDefaultsOf(settings)
  const { summaryEngine: summary, recipients } = settings.values
  return { summary, recipients, delivery: 'single', workbook: { ...workbook, logo: logo !== null } }
}
