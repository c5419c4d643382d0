import { SingleBar } from 'cli-progress'
import type { Import, ImportWarning } from '../contract/imports.ts'
import type { ReportStatus } from '../contract/reports.ts'
import type { Room } from '../contract/rooms.ts'
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

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

const formats = (names: string): string =>
  names
    .split(', ')
    .map((each) => sayFormat('en', each))
    .join(', ')

/** Where the first cases of a trouble stand. */
const examplesOf = ({ examples }: ImportWarning): string[] =>
  examples.slice(0, 2).map(({ file, line, text }) => {
    const place = line === undefined ? file : `${file}:${line}`
    return `\n    ${printable(place)}: ${printable(text).slice(0, 80)}`
  })

function sentence({ name, format, counts, warnings, error }: Import): string {
  if (error !== undefined) return `${printable(name)}: ${printable(error.message)}`
  const parts = [
    plural(counts.rooms, 'room'),
    plural(counts.messages, 'message'),
    plural(counts.system, 'system line'),
    ...(['unparsed', 'skipped', 'repaired', 'duplicates'] as const).flatMap((kind) =>
      counts[kind] > 0 ? [`${counts[kind].toLocaleString('en')} ${kind}`] : [],
    ),
  ]
  const notes = warnings.map(
    (warning) =>
      `\n  ${printable(warning.detail)} (${warning.count})${examplesOf(warning).join('')}`,
  )
  return `${printable(name)} (${format === null ? 'unknown format' : formats(format)}): ${parts.join(', ')}${notes.join('')}`
}

function terminalReporter(): Reporter {
  const names = new Map<string, string>()
  const percents = new Map<string, number>()
  let done = 0
  let failed = 0
  let bar: SingleBar | null = null
  return {
    importing: () => {},
    imported: (finished) => (finished.state === 'finished' ? print : warn)(sentence(finished)),
    start(rooms) {
      for (const room of rooms) {
        names.set(room.roomOid, printable(room.name))
        percents.set(room.roomOid, 0)
      }
      if (!process.stdout.isTTY) return
      bar = new SingleBar({
        format: '[{bar}] {percentage}% | {done} of {rooms} done, {failed} failed | {message}',
        hideCursor: true,
        stopOnComplete: false,
      })
      bar.start(rooms.length * 100, 0, { done, failed, rooms: rooms.length, message: '' })
    },
    status(status, isTerminal) {
      percents.set(status.roomOid, isTerminal ? 100 : (status.percent ?? 0))
      const name = names.get(status.roomOid) ?? status.roomOid
      if (isTerminal) {
        done += status.state === 'finished' ? 1 : 0
        failed += status.state === 'failed' ? 1 : 0
        if (status.error !== undefined)
          warn(`${name}: ${printable(status.error.message)} (${status.error.code})`)
        else if (bar === null) print(`${name}: ${printable(status.message)}`)
      }
      let sum = 0
      for (const percent of percents.values()) sum += percent
      bar?.update(Math.round(sum), {
        done,
        failed,
        message: `${name}: ${status.message}`.slice(0, 60),
      })
    },
    finish({ finished, failed: failures, out }) {
      bar?.stop()
      print(
        `${plural(finished, 'workbook')} in ${out}${failures > 0 ? `, ${failures} failed` : ''}`,
      )
    },
  }
}

export const createReporter = (options: { json: boolean }): Reporter =>
  options.json ? jsonReporter() : terminalReporter()
