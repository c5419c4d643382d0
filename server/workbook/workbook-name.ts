import { defaultWorkbookChoices } from '../contract/workbook.ts'
import { LocalClock } from '../local-clock.ts'
import type { Language } from '../words/catalogues.ts'
import { sayPhrase } from '../words/say.ts'

/** Bytes in UTF-8, the unit most file systems count in; leaves room for ` (2)` and a folder. */
const MAX_BYTES = 120

/**
 * Refused by Windows (`<>:"/\|?*`, controls), by others (`/`, NUL), or made to deceive: marks that
 * turn the reading direction let `gpj.xlsx` show as something else. Joiners stay: scripts and emoji need
 * them.
 */
const unsafe =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFF]/gu
const reserved =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\s|$)/iu

export interface WorkbookNameParts {
  /** The name of the room, as hostile as it may be. */
  room: string
  /** ISO instants; the end is exclusive. */
  period: { from: string | null; to: string | null }
  /** First and last message, in milliseconds; they stand where the period is open. */
  firstAt: number | null
  lastAt: number | null
  /** Of the days in the name. */
  timeZone: string
  createdAt: Date
  reportOid: string
  /** Default `xlsx`. */
  extension?: 'xlsx' | 'csv' | 'md'
  /**
   * `{room}`, `{from}`, `{to}`, `{created}` and `{id}` are filled in; `{id}` is appended where it is
   * missing, because it is what makes the name unique. Default: that of the settings. What the default
   * says between the days is in the language of the report.
   */
  pattern?: string
  /** Of the report. Default `en`. */
  language?: Language
}

/** Two days and what joins them, such as `{from} to {to}`: needless where they are one. */
const bothDays = /\{from\}([^{}]*)\{to\}/g

/** A name that Windows, macOS and Linux all take, unique by the id of its report. */
export function workbookFileName(parts: WorkbookNameParts): string {
  const { room, createdAt, reportOid, extension = 'xlsx', language = 'en' } = parts
  const clock = new LocalClock(parts.timeZone)
  const chosen = parts.pattern ?? defaultWorkbookChoices.fileName
  const wanted = chosen === defaultWorkbookChoices.fileName ? usualPattern(language) : chosen
  const pattern = wanted.includes('{id}') ? wanted : `${wanted} {id}`
  const { from, to } = daysOf(parts, clock)
  const values: Record<string, string> = {
    from,
    to,
    created: isoMinute(clock.wall(createdAt.getTime())),
    id: reportOid.replaceAll(/[^A-Za-z0-9]/g, '').slice(-8) || 'report',
  }
  const joined = pattern.replaceAll(bothDays, (both) => {
    if (from === to || to === '') return '{from}'
    return from === '' ? '{to}' : both
  })
  const fill = (roomText: string): string =>
    tidy(
      joined.replaceAll(/\{(room|from|to|created|id)\}/g, (_, key: string) =>
        key === 'room' ? roomText : (values[key] ?? ''),
      ),
    )
  const suffix = `.${extension}`
  const cleanRoom = tidy(room) || sayPhrase(language, 'fact_room')
  const fixedBytes = Buffer.byteLength(fill('')) + 1
  const stem = fill(cutBytes(cleanRoom, Math.max(8, MAX_BYTES - suffix.length - fixedBytes)))
  // A pattern may itself be too long: then its end, the id, matters most and is put back.
  const whole =
    Buffer.byteLength(stem) + suffix.length <= MAX_BYTES
      ? stem
      : `${cutBytes(stem, MAX_BYTES - suffix.length - 9)} ${values.id}`
  return (reserved.test(whole) ? `_${whole}` : whole) + suffix
}

/** The default of the settings, as a report of this language writes it. */
const usualPattern = (language: Language): string =>
  `{room} ${sayPhrase(language, 'from_to', { from: '{from}', to: '{to}' })} {id}`

/** First and last day of the report; empty where nothing tells them. */
function daysOf(
  { period, firstAt, lastAt }: WorkbookNameParts,
  clock: LocalClock,
): { from: string; to: string } {
  const day = (ms: number | null): string => (ms === null ? '' : isoMinute(clock.wall(ms), 10))
  return {
    from: day(period.from === null ? firstAt : Date.parse(period.from)),
    // The end is exclusive: a period up to midnight ends the day before.
    to: day(period.to === null ? lastAt : Date.parse(period.to) - 1),
  }
}

/** `2026-03-02 1005` of a wall clock, or the first `length` characters of it. */
function isoMinute(wall: number, length = 16): string {
  const date = new Date(wall)
  if (Number.isNaN(date.getTime())) return ''
  return date.toISOString().slice(0, length).replace('T', ' ').replace(':', '')
}

function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(unsafe, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.~-]+|[\s.]+$/g, '')
}

/** Cuts between what a reader sees as characters, so that no flag or accent is torn apart. */
function cutBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text
  let result = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > maxBytes) break
    result += segment
  }
  return result.trimEnd()
}
