import type { OptionalColumn } from '../contract/workbook.ts'
import type { StoredMessage } from '../ports/message.ts'
import type { WorkbookInput } from './input.ts'
import { abortable } from './message-source.ts'
import { speechIn } from '../figures/speech-in.ts'
import type { WallClock } from '../words/speech.ts'
import { transcriptColumns, type TranscriptField } from './transcript/transcript-layout.ts'

/**
 * What a spreadsheet takes for a formula when it opens a CSV file, where types are guessed
 * (CWE-1236; full-width forms included). Such a field gets an apostrophe in front.
 */
const calculable = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** One field by RFC 4180, made harmless. */
export function csvField(value: string): string {
  const safe = calculable.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export interface CsvInput extends Pick<WorkbookInput, 'messages' | 'signal'> {
  /** Default UTC. */
  timeZone?: string
  /** Beside the first four. Default all of them. */
  columns?: readonly OptionalColumn[]
}

/**
 * The transcript as CSV, in pieces: the columns of the sheet, UTF-8 with a byte order mark (without it
 * Excel reads another encoding), CRLF between rows, times in ISO 8601 with the offset of their zone.
 *
 * @throws the reason of `signal`
 */
export async function* transcriptCsv(input: CsvInput): AsyncGenerator<string> {
  const speech = speechIn('en', input.timeZone ?? 'UTC')
  const { clock } = speech
  // A form for programs: its columns are called the same in every language.
  const columns = transcriptColumns(speech, input.columns)
  yield `\uFEFF${columns.map(({ name }) => csvField(name)).join(',')}\r\n`
  for await (const slice of abortable(input)) {
    let text = ''
    for (const message of slice) {
      const fields = columns.map(({ field }) => csvField(valueOf(message, field, clock)))
      text += `${fields.join(',')}\r\n`
    }
    yield text
  }
}

function valueOf(message: StoredMessage, field: TranscriptField, clock: WallClock): string {
  switch (field) {
    case 'number':
      return String(message.number)
    case 'time':
      return message.at === null ? '' : zonedIso(message.at, clock)
    case 'author':
      return message.author
    case 'text':
      return message.text
    case 'kind':
      return message.kind
    case 'replyTo':
      return message.replyTo ?? ''
    case 'attachments':
      return message.attachments.map(({ name }) => name).join('\n')
    case 'sourceId':
      return message.sourceId ?? ''
  }
}

/** `2026-03-02T11:00:00.000+01:00`; in UTC with `Z`. Empty for an instant that no calendar has. */
function zonedIso(at: number, clock: WallClock): string {
  const wall = clock.wall(at)
  const date = new Date(wall)
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  if (clock.timeZone === 'UTC') return text
  const minutes = Math.round((wall - at) / 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  const sign = minutes < 0 ? '-' : '+'
  return `${text.slice(0, -1)}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
