import { SingleBar } from 'cli-progress'
import { warningKey } from '../contract/import-sentences.ts'
import type { Import, ImportWarning } from '../contract/imports.ts'
import type { ReportStatus } from '../contract/reports.ts'
import type { Room } from '../contract/rooms.ts'
import type { ReportLanguage } from '../contract/workbook.ts'
import { speechIn } from '../figures/speech-in.ts'
import type { Speech } from '../words/speech.ts'
import { sayFormat } from '../words/say.ts'

/** What the one-shot command tells: JSON lines for programs, a bar and sentences for people. */
export interface Reporter {
  importing(status: Import): void
  imported(done: Import): void
  start(rooms: readonly Room[]): void
  status(status: ReportStatus, isTerminal: boolean): void
  finish(totals: { finished: number; failed: number; out: string }): void
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const warn = (line: string): void => void process.stderr.write(`${line}\n`)

function jsonReporter(): Reporter {
  const emit = (event: string, data: object): void => print(JSON.stringify({ event, ...data }))
  return {
    importing: (status) => emit('import', status),
    imported: (done) => emit('imported', done),
    start: (rooms) => emit('rooms', { rooms }),
    status: (status, isTerminal) => emit(isTerminal ? 'EXCEL_STATUS_END' : 'EXCEL_STATUS', status),
    finish: (totals) => emit('done', totals),
  }
}

/** Names and texts come from the chat; a terminal must not obey them. */
const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')

/** Where the first cases of a trouble stand. */
const examplesOf = ({ examples }: ImportWarning): string[] =>
  examples.slice(0, 2).map(({ file, line, text }) => {
    const place = line === undefined ? file : `${file}:${line}`
    return `\n    ${printable(place)}: ${printable(text).slice(0, 80)}`
  })

function sentence(speech: Speech, { name, format, counts, warnings, error }: Import): string {
  if (error !== undefined) {
    return `${printable(name)}: ${printable(speech.sentence(error, error.message))}`
  }
  const kinds = (['unparsed', 'skipped', 'repaired', 'duplicates'] as const).flatMap((kind) =>
    counts[kind] > 0 ? [speech.say(`command_${kind}`, { n: speech.count(counts[kind]) })] : [],
  )
  const parts = [
    speech.many('command_rooms', counts.rooms),
    speech.many('messages', counts.messages),
    speech.many('system_lines', counts.system),
    ...kinds,
  ]
  const notes = warnings.map((warning) => {
    const said = speech.sentence(
      { code: warningKey(warning.code), params: warning.params },
      warning.detail,
    )
    return `\n  ${printable(said)} (${warning.count})${examplesOf(warning).join('')}`
  })
  const formats =
    format === null
      ? speech.say('command_unknown_format')
      : format
          .split(', ')
          .map((each) => sayFormat(speech.language, each))
          .join(', ')
  return `${printable(name)} (${formats}): ${parts.join(', ')}${notes.join('')}`
}

function terminalReporter(speech: Speech): Reporter {
  const names = new Map<string, string>()
  const percents = new Map<string, number>()
  let done = 0
  let failed = 0
  let bar: SingleBar | null = null
  const told = (): string => speech.say('command_bar', { done, failed, rooms: names.size })
  const saidOf = (one: {
    code?: string | undefined
    params?: object | undefined
    message: string
  }) => speech.sentence(one, one.message)
  return {
    importing: () => {},
    imported: (finished) =>
      (finished.state === 'finished' ? print : warn)(sentence(speech, finished)),
    start(rooms) {
      for (const room of rooms) {
        names.set(room.roomOid, printable(room.name))
        percents.set(room.roomOid, 0)
      }
      if (!process.stdout.isTTY) return
      bar = new SingleBar({
        format: '[{bar}] {percentage}% | {told} | {message}',
        hideCursor: true,
        stopOnComplete: false,
      })
      bar.start(rooms.length * 100, 0, { told: told(), message: '' })
    },
    status(status, isTerminal) {
      percents.set(status.roomOid, isTerminal ? 100 : (status.percent ?? 0))
      const name =
        status.kind === 'overview'
          ? speech.many('overview_of', status.rooms ?? 0)
          : (names.get(status.roomOid) ?? status.roomOid)
      if (isTerminal) {
        done += status.state === 'finished' ? 1 : 0
        failed += status.state === 'failed' ? 1 : 0
        if (status.error !== undefined)
          warn(`${name}: ${printable(saidOf(status.error))} (${status.error.code})`)
        else if (bar === null) print(`${name}: ${printable(saidOf(status))}`)
      }
      let sum = 0
      for (const percent of percents.values()) sum += percent
      bar?.update(Math.round(sum), {
        told: told(),
        message: `${name}: ${saidOf(status)}`.slice(0, 60),
      })
    },
    finish({ finished, failed: failures, out }) {
      bar?.stop()
      const written = speech.many('command_done', finished, { folder: out })
      print(
        failures > 0
          ? speech.say('command_done_failed', { told: written, n: speech.count(failures) })
          : written,
      )
    },
  }
}

/** @param options.language of what people read; JSON lines are the same in every language */
export const createReporter = (options: { json: boolean; language: ReportLanguage }): Reporter =>
  options.json ? jsonReporter() : terminalReporter(speechIn(options.language, 'UTC'))
