import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'

/**
 * Structured log lines, JSON, to stderr and to `logs/rapporteur.log`. `id` names the kind of line.
 * Tokens and passwords never get here; the paths below are the second lock on that door.
 */
export function createLog(options: { dataDir: string; toStderr: boolean }): Logger {
  const folder = join(options.dataDir, 'logs')
  // Opened here, so that a folder that cannot be written stops the start with its own error. Opened by
  // the stream, it would be an event later on that nobody can answer.
  mkdirSync(folder, { recursive: true })
  const file = pino.destination({
    dest: openSync(join(folder, 'rapporteur.log'), 'a'),
    sync: false,
  })
  const streams = [
    { stream: file },
    ...(options.toStderr ? [{ stream: pino.destination({ dest: 2, sync: true }) }] : []),
  ]
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: [
        'accessToken',
        'authorization',
        'cookie',
        'smtpPassword',
        'summaryApiKey',
        '*.accessToken',
        '*.smtpPassword',
      ],
    },
    pino.multistream(streams),
  )
}
