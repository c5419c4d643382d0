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
  createdAt: Date
  reportOid: string
  /** Default `xlsx`. */
  extension?: 'xlsx' | 'csv' | 'md'
  /**
   * `{room}`, `{period}`, `{time}` and `{id}` are filled in; `{id}` is appended where it is missing,
   * because it is what makes the name unique. Default `{room} {period} {time} {id}`.
   */
  pattern?: string
}

/** A name that Windows, macOS and Linux all take, unique by the id of its report. */
export function workbookFileName(parts: WorkbookNameParts): string {
  const { room, period, createdAt, reportOid, extension = 'xlsx' } = parts
  const wanted = parts.pattern ?? '{room} {period} {time} {id}'
  const pattern = wanted.includes('{id}') ? wanted : `${wanted} {id}`
  const values: Record<string, string> = {
    period: periodText(period),
    time: createdAt.toISOString().slice(0, 16).replace('T', ' ').replace(':', ''),
    id: reportOid.replaceAll(/[^A-Za-z0-9]/g, '').slice(-8) || 'report',
  }
  const fill = (roomText: string): string =>
    tidy(
      pattern.replaceAll(/\{(room|period|time|id)\}/g, (_, key: string) =>
        key === 'room' ? roomText : (values[key] ?? ''),
      ),
    )
  const suffix = `.${extension}`
  const cleanRoom = tidy(room) || 'Room'
  const fixedBytes = Buffer.byteLength(fill('')) + 1
  const stem = fill(cutBytes(cleanRoom, Math.max(8, MAX_BYTES - suffix.length - fixedBytes)))
  // A pattern may itself be too long: then its end, the id, matters most and is put back.
  const whole =
    Buffer.byteLength(stem) + suffix.length <= MAX_BYTES
      ? stem
      : `${cutBytes(stem, MAX_BYTES - suffix.length - 9)} ${values.id}`
  return (reserved.test(whole) ? `_${whole}` : whole) + suffix
}

function periodText({ from, to }: WorkbookNameParts['period']): string {
  // The end is exclusive: a period up to midnight ends the day before.
  const last = to === null ? null : new Date(Date.parse(to) - 1)
  const day = (date: Date): string =>
    Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
  if (from === null && last === null) return ''
  if (from === null) return last === null ? '' : `to ${day(last)}`
  const first = day(new Date(from))
  if (last === null) return `from ${first}`
  return first === day(last) ? first : `${first} to ${day(last)}`
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
