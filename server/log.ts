import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { makeFolder } from './make-folder.ts'

/**
 * Structured log lines, JSON, to stderr and to `logs/rapporteur.log`. `id` names the kind of line.
 * Tokens and passwords never get here; the paths below are the second lock on that door. A line that
 * cannot be written (a full disk, a terminal that is gone) is lost, and everything else goes on.
 */
export function createLog(options: { dataDir: string; toStderr: boolean }): Logger {
  const folder = join(options.dataDir, 'logs')
  // Opened here, so that a folder that cannot be written stops the start with its own error. Opened by
  // the stream, it would be an event later on that nobody can answer.
  makeFolder(folder)
  const file = openSync(join(folder, 'rapporteur.log'), 'a')
  const streams = [file, ...(options.toStderr ? [2] : [])].map((fd) => ({ stream: lineSink(fd) }))
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
        'webhookSecret',
        '*.accessToken',
        '*.smtpPassword',
        'workbookServiceToken',
        '*.workbookServiceToken',
      ],
    },
    pino.multistream(streams),
  )
}

const isBusy = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EAGAIN'
const pause = new Int32Array(new SharedArrayBuffer(4))

/**
 * Writes lines at once, so that those of a process that ends are there. pino's own destinations end the
 * process, or the request that is logged, with an error where the disk is full.
 */
function lineSink(fd: number): { write(line: string): void } {
  let isTorn = false
  return {
    write(line) {
      const bytes = Buffer.from(isTorn ? `\n${line}` : line)
      let written = 0
      // A reader of stderr that is behind gets a second to catch up.
      for (let tries = 0; written < bytes.length && tries < 100; tries++) {
        try {
          written += writeSync(fd, bytes, written)
        } catch (error) {
          if (!isBusy(error)) break
          Atomics.wait(pause, 0, 0, 10)
        }
      }
      isTorn = written === 0 ? isTorn : written < bytes.length
    },
  }
}
