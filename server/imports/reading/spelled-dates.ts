import { ZONE, zoneOffset } from './zone-names.ts'

/** A date and a time of day as somebody spelled them. */
export interface SpelledDate {
  /** Three numbers as they stand; year, month and day where `named`. */
  numbers: readonly [number, number, number]
  /** The month is a word, or signs say which number is which. */
  named: boolean
  /** Milliseconds since midnight; NaN for 25:00. */
  timeOfDay: number
  /** Milliseconds east of Greenwich; null where no zone stands. */
  offset: number | null
}

/** Longest text that can be a date. */
const MAX_LENGTH = 80

/** First letters of the months without accents, as English, German, French, Spanish, Italian, Portuguese and Dutch write them. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|ene|gen)/,
  /^(?:feb|fev)/,
  /^(?:mar|maer|mrz|mrt|maa)/,
  /^(?:apr|avr|abr)/,
  /^(?:may|mai|mag|mei|maj)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|aou|ago)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|ott|out)/,
  /^nov/,
  /^(?:dec|dez|dic)/,
]

/** 1 to 12; NaN for a word that is no month. */
function monthOf(word: string): number {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const index = MONTHS.findIndex((month) => month.test(plain))
  return index < 0 ? NaN : index + 1
}

/** `02-Mar-26 10:00 AM`, which fills whole files of Discord; the general way costs ten times as much. */
const HYPHEN = 0x2d
const COMMON = /^(\d\d?)-([A-Z][a-z]{2})-(\d\d|\d{4}) (\d\d?):(\d\d)(?::(\d\d))?(?: ([AP])M)?$/
const ENGLISH = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'

export function commonDate(text: string): SpelledDate | null {
  // Its hyphen stands behind one or two digits; most other dates need not be tried.
  if (text.charCodeAt(1) !== HYPHEN && text.charCodeAt(2) !== HYPHEN) return null
  const match = COMMON.exec(text)
  const month = match ? ENGLISH.indexOf(match[2] ?? '') / 4 + 1 : 0
  if (!match || !(month >= 1)) return null
  const [, day, , year, hour, minute, second = '0', late] = match
  const hours = late === undefined ? Number(hour) : (Number(hour) % 12) + (late === 'P' ? 12 : 0)
  return {
    numbers: [Number(year), month, Number(day)],
    named: true,
    timeOfDay: clockTime(hours, Number(minute), Number(second)),
    offset: null,
  }
}

const AFTER_NOON = /^(?:p|下午|午後|오후)/i
const HALF = String.raw`[ap]\.?\s?m\b\.?|上午|下午|午前|午後|오전|오후`
const TIME = new RegExp(
  String.raw`(?:(?<=\d)T|(?<![\d:]))(?:(?<early>${HALF})\s*)?(?<hour>\d{1,2})(?::|[時时點点시]\s?)(?<minute>\d{2})` +
    String.raw`(?:[:分분]\s?(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?[分분秒초]?(?!\d)` +
    String.raw`(?:\s*(?<late>${HALF}))?${ZONE}`,
  'iu',
)

const NUMBERS = /^(\d{1,4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,4})\.?$/
const SIGNS = /^(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]?$/
const DAY_FIRST = /^(?:\p{L}+\.? )?(\d{1,2})\.?[- ]?(\p{L}+)\.?[- ](\d{2,4})$/u
const MONTH_FIRST = /^(?:\p{L}+\.? )?(\p{L}+)\.?[- ](\d{1,2})\.? (\d{4})$/u
const YEAR_FIRST = /^(\d{4})[- ](\p{L}+)\.?[- ](\d{1,2})$/u

/** Words between the parts of a date: "March 2, 2026 at 10:00", "2 de marzo de 2026", "um 10:00 Uhr". */
const BETWEEN =
  /(?<!\p{L})(?:at|of|um|uhr|de|del|des|le|il|el|à|a las|alle|às|om|kl)(?!\p{L})\.?/giu

function timeOf(groups: Record<string, string | undefined>): number {
  const { hour, minute, second = '0', fraction = '', early, late } = groups
  const half = late ?? early
  const hours = half ? (Number(hour) % 12) + (AFTER_NOON.test(half) ? 12 : 0) : Number(hour)
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  return clockTime(hours, Number(minute), Number(second)) + milliseconds
}

/** Milliseconds since midnight; NaN for 25:00. */
const clockTime = (hours: number, minutes: number, seconds: number): number =>
  hours > 24 || minutes > 59 ? NaN : ((hours * 60 + minutes) * 60 + seconds) * 1_000

/**
 * Reads dates in the spellings of mails, programs and people: `Mon, 02 Mar 2026 10:00:00 +0000`,
 * `Mar 2, 2026 at 10:00 AM`, `Mon Mar 2 10:00:00 UTC 2026`, `2. März 2026, 10:00 Uhr`,
 * `2026年3月2日 10:00`, `3/2/2026 10:00:00 AM +00:00`. Null for anything else.
 */
export function spelledDate(text: string): SpelledDate | null {
  const common = commonDate(text)
  if (common) return common
  if (text.length > MAX_LENGTH || !/\d/.test(text)) return null
  // A name of the zone, or the day of the week, stands in brackets behind what says the same.
  const bare = text
    .replace(/[(（][^()（）]*[)）]|\[[^[\]]*\]$/g, ' ')
    .replace(/[\u200e\u200f]/g, '')
  const time = TIME.exec(bare)
  const rest = time
    ? `${bare.slice(0, time.index)} ${bare.slice(time.index + time[0].length)}`
    : bare
  const date = dateOf(
    rest
      .replace(BETWEEN, ' ')
      .replace(/[月火水木金土日]曜日?|星期.|周./g, ' ')
      .replace(/(?<=\d)(?:st|nd|rd|th)\b/gi, '')
      .replace(/[\s,]+/g, ' ')
      .trim(),
  )
  if (!date) return null
  const groups = time?.groups ?? {}
  return {
    ...date,
    timeOfDay: time ? timeOf(groups) : 0,
    offset: zoneOffset(groups['zone'], groups['offset']),
  }
}

function dateOf(text: string): Pick<SpelledDate, 'numbers' | 'named'> | null {
  const parts = (match: RegExpExecArray | null, ...order: [number, number, number]) => {
    if (!match) return null
    const [year, month, day] = order.map((group) => match[group] ?? '')
    const numbers = [Number(year), monthNumber(month ?? ''), Number(day)] as const
    return numbers.some(Number.isNaN) ? null : { numbers, named: true }
  }
  const numbers = NUMBERS.exec(text)
  if (numbers) {
    const [, first, second, third] = numbers
    return { numbers: [Number(first), Number(second), Number(third)], named: false }
  }
  return (
    parts(SIGNS.exec(text), 1, 2, 3) ??
    parts(DAY_FIRST.exec(text), 3, 2, 1) ??
    parts(MONTH_FIRST.exec(text), 3, 1, 2) ??
    parts(YEAR_FIRST.exec(text), 1, 2, 3)
  )
}

const monthNumber = (text: string): number => (/^\d/.test(text) ? Number(text) : monthOf(text))
