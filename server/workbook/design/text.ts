/** Sentences, numbers and dates as the sheets say them. English, and the same on every machine. */
import type { LocalClock } from '../../local-clock.ts'

const groups = new Intl.NumberFormat('en-US')

export const count = (value: number): string => groups.format(value)

/** `1 message`, `2 messages` */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** `2 days 3 h`, `3 min`; many sources know no seconds, so there are none here. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return 'under 1 min'
  if (whole < 3_600) return `${Math.round(whole / 60)} min`
  const hours = Math.floor(whole / 3_600)
  const minutes = Math.round((whole % 3_600) / 60)
  if (hours < 24) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? plural(days, 'day') : `${plural(days, 'day')} ${hours % 24} h`
}

export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let scaled = value / 1_000
  let unit = 0
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1_000
    unit += 1
  }
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${units[unit] ?? ''}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
export const longWeekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
]

/** `3 Mar 2024` of a wall clock. */
export function dayText(wall: number): string {
  const date = new Date(wall)
  if (Number.isNaN(date.getTime())) return ''
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`
}

/** `3 Mar 2024, 14:05` */
export function momentText(ms: number, clock: LocalClock): string {
  const wall = clock.wall(ms)
  const date = new Date(wall)
  return Number.isNaN(date.getTime())
    ? ''
    : `${dayText(wall)}, ${date.toISOString().slice(-13, -8)}`
}

/** `1 Mar 2024 to 31 Mar 2024`, the end of a period being exclusive. */
export function periodText(
  period: { from: string | null; to: string | null },
  clock: LocalClock,
): string {
  const from = period.from === null ? null : dayText(clock.wall(Date.parse(period.from)))
  const to = period.to === null ? null : dayText(clock.wall(Date.parse(period.to) - 1))
  if (from === null) return to === null ? 'The whole room' : `Up to ${to}`
  if (to === null) return `From ${from}`
  return from === to ? from : `${from} to ${to}`
}

/**
 * Rows that a text takes in a box of so many characters, for heights that Excel does not work out
 * by itself in merged cells. Wide scripts count double.
 */
export function lines(text: string, charactersPerLine: number): number {
  let total = 0
  for (const line of text.split('\n')) {
    let column = 0
    let rows = 1
    for (const word of line.split(/(?<=\s)/)) {
      const width = displayWidth(word)
      if (column > 0 && column + width > charactersPerLine) {
        rows += 1
        column = 0
      }
      rows += Math.floor(width / (charactersPerLine + 1))
      column = (column + width) % (charactersPerLine + 1)
    }
    total += rows
  }
  return total
}

function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1
  return width
}

const isWide = (code: number): boolean =>
  code >= 0x1100 &&
  (code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x1f300)

/** The start of a long text, for places that hold only a line. */
export function shorten(text: string, max: number): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim()
  const characters = [...oneLine]
  return characters.length <= max ? oneLine : `${characters.slice(0, max - 1).join('')}…`
}

/** Sources as people call them. */
export function sourceName(source: string): string {
  const names: Record<string, string> = { irc: 'IRC', whatsapp: 'WhatsApp', ndjson: 'NDJSON' }
  return names[source.toLowerCase()] ?? source.charAt(0).toUpperCase() + source.slice(1)
}
