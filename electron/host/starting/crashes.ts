import { app, dialog } from 'electron'
import { logHost } from '../log.ts'
import { createSpeech } from '../settings/speech.ts'
import { languages } from '../settings/words.ts'

/**
 * An error that nobody caught leaves the host in an unknown state, so it says so and ends. What the
 * server has acknowledged is on disk, and the next start goes on from there.
 */
export function setupCrashes(): void {
  const end = (error: unknown): void => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    logHost('error', 'uncaught error', { error: detail })
    const isSeen = process.env['RAPPORTEUR_QUIET_CRASH'] === undefined
    if (isSeen) dialog.showErrorBox(title(), detail)
    app.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

/** What has failed may be the very thing that knows the language. */
function title(): string {
  try {
    return createSpeech().words().crashed
  } catch {
    return languages.en.crashed
  }
}
