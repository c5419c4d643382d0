import type { Language } from './catalogues.ts'
import type { CountedPhrase, Phrase } from './report/phrases.ts'
import { say, sayPhrase, saySource } from './say.ts'

/** The clock on the wall of a time zone. */
export interface WallClock {
  readonly timeZone: string
  /** Milliseconds that are read with the UTC methods of Date. */
  wall(ms: number): number
}

type Params = Readonly<Record<string, string | number>>
/** A sentence by its code, as contracts and checkpoints hold it. */
export interface Said {
  code?: string | undefined
  params?: object | undefined
}

const locales: Readonly<Record<Language, string>> = { en: 'en-US', de: 'de-DE' }
/** One for each language, kept: making one takes longer than using it a hundred times. */
const numberFormats = new Map<Language, Intl.NumberFormat>()
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB']
const two = (value: number): string => String(value).padStart(2, '0')

/**
 * How a report speaks: the phrases, numbers, days and times of one language, by the clock of one time
 * zone. The same on every machine, whatever language that one is set to.
 */
export class Speech {
  readonly language: Language
  readonly clock: WallClock
  readonly #numbers: Intl.NumberFormat
  readonly #lists = new Map<Phrase, readonly string[]>()

  constructor(language: Language, clock: WallClock) {
    this.language = language
    this.clock = clock
    this.#numbers = numbersOf(language)
  }

  say(phrase: Phrase, params?: Params): string {
    return sayPhrase(this.language, phrase, params)
  }

  /** `1 message`, `2 messages`; the number is `{{n}}` of the phrase. */
  many(phrase: CountedPhrase, count: number, params: Params = {}): string {
    return this.say(phrase, { ...params, count, n: this.count(count) })
  }

  /** A sentence by its code; `fallback` where it has none, or one of another version. */
  sentence({ code, params }: Said, fallback: string): string {
    return code === undefined
      ? fallback
      : say(this.language, { code, params: params ?? {} }, fallback)
  }

  /** The names of a list that the catalogue holds in one line. */
  list(phrase: 'months' | 'weekdays' | 'long_weekdays' | 'most_on' | 'long_months_of_year') {
    let names = this.#lists.get(phrase)
    if (names === undefined) this.#lists.set(phrase, (names = this.say(phrase).split(' ')))
    return names
  }

  /** `Polish` for `pl` */
  languageName(tag: string): string {
    return new Intl.DisplayNames(locales[this.language], { type: 'language' }).of(tag) ?? tag
  }

  /** A chat application as people call it. */
  source(source: string): string {
    return saySource(this.language, source)
  }

  count(value: number): string {
    return this.#numbers.format(value)
  }

  /** With so many digits behind the point. */
  fixed(value: number, digits: number): string {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    return new Intl.NumberFormat(locales[this.language], options).format(value)
  }

  /** With one digit behind the point, unless that is a zero. */
  decimal(value: number): string {
    return this.#numbers.format(Number(value.toFixed(1)))
  }

  /** `950`, `1.3 k`, `125 k`, `2.4 M`: as a person would say a number whose last digits mean nothing. */
  rounded(value: number): string {
    if (value < 1_000) return this.count(Math.round(value))
    const [scaled, unit] =
      value < 999_500
        ? ([value / 1_000, 'thousands'] as const)
        : ([value / 1e6, 'millions'] as const)
    return this.say(unit, {
      n: scaled < 10 ? this.decimal(scaled) : this.count(Math.round(scaled)),
    })
  }

  /** Two digits behind the point, or as many as it takes to see the first two of a small amount. */
  money(amount: number): string {
    const digits =
      amount === 0 || amount >= 0.1
        ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
        : { maximumSignificantDigits: 2 }
    const number = new Intl.NumberFormat(locales[this.language], { ...digits, useGrouping: false })
    return number.format(amount)
  }

  perCent(part: number, of: number): string {
    return this.say('per_cent', { n: this.count(Math.round((100 * part) / of)) })
  }

  /** `2 days 3 h`, `12 days`, `4 months`, `3 min`; many sources know no seconds, so there are none here. */
  duration(seconds: number): string {
    const whole = Math.round(seconds)
    if (whole < 60) return this.say('under_minute')
    if (whole < 3_600) return this.say('minutes', { n: Math.round(whole / 60) })
    const hours = Math.floor(whole / 3_600)
    const minutes = Math.round((whole % 3_600) / 60)
    if (hours < 24) {
      return minutes === 0
        ? this.say('hours', { n: hours })
        : this.say('hours_minutes', { hours, minutes })
    }
    const days = Math.floor(hours / 24)
    if (days >= 60) return this.say('long_months', { n: this.count(Math.round(days / 30.44)) })
    if (days >= 7) return this.many('days', Math.round(whole / 86_400))
    return hours % 24 === 0
      ? this.many('days', days)
      : this.say('days_hours', { days: this.many('days', days), hours: hours % 24 })
  }

  /** How old something is, in whole minutes, hours or days, rounded down. */
  age(seconds: number): string {
    if (seconds < 3_600) return this.many('age_minutes', Math.max(1, Math.floor(seconds / 60)))
    if (seconds < 2 * 86_400) return this.many('age_hours', Math.floor(seconds / 3_600))
    return this.many('age_days', Math.floor(seconds / 86_400))
  }

  bytes(value: number): string {
    let scaled = value
    let unit = 0
    while (scaled >= (unit === 0 ? 1_000 : 999.5) && unit < byteUnits.length - 1) {
      scaled /= 1_000
      unit += 1
    }
    const digits = unit > 0 && scaled < 10 ? 1 : 0
    return `${this.fixed(scaled, digits)} ${byteUnits[unit] ?? ''}`
  }

  /** `3 Mar 2024` of a wall clock; empty for an instant that no calendar has. */
  day(wall: number): string {
    return this.#dated('day', 'months', wall)
  }

  /** `Mar 2024` */
  month(wall: number): string {
    return this.#dated('month', 'months', wall)
  }

  /** `3 March 2024` */
  longDay(wall: number): string {
    return this.#dated('long_day', 'long_months_of_year', wall)
  }

  /** `Sunday 3 March 2024` */
  weekDay(wall: number): string {
    return this.#dated('week_day', 'long_months_of_year', wall)
  }

  /** `3 Mar 2024, 14:05` */
  moment(ms: number): string {
    const wall = this.clock.wall(ms)
    const day = this.day(wall)
    return day === '' ? '' : this.say('moment', { day, time: timeOf(wall) })
  }

  /** `2024-03-03` of a wall clock, or as the language writes it in digits. */
  digits(wall: number): string {
    const date = new Date(wall)
    if (Number.isNaN(date.getTime())) return ''
    const year = date.toISOString().slice(0, -20)
    return this.say('digits_day', {
      year,
      month: two(date.getUTCMonth() + 1),
      day: two(date.getUTCDate()),
    })
  }

  /** `2024-03-03 14:05`, in digits */
  digitsMoment(ms: number): string {
    const wall = this.clock.wall(ms)
    const day = this.digits(wall)
    return day === '' ? '' : this.say('digits_moment', { day, time: timeOf(wall) })
  }

  /** `1 Mar 2024 to 31 Mar 2024`, the end of a period being exclusive. */
  period(period: {
    from: string | null
    to: string | null
    isSinceLast?: boolean
    part?: string | undefined
  }): string {
    const { part, ...whole } = period
    return part === undefined
      ? this.#whole(whole)
      : this.say('period_part', { period: this.#whole(whole), part })
  }

  /** As {@link period}, of all rooms of an overview. */
  periodOfRooms(period: Parameters<Speech['period']>[0]): string {
    const { from, to, isSinceLast, part } = period
    const isWhole = from === null && to === null && isSinceLast !== true && part === undefined
    return isWhole ? this.say('whole_rooms') : this.period(period)
  }

  #whole(period: { from: string | null; to: string | null; isSinceLast?: boolean }): string {
    const { clock } = this
    if (period.isSinceLast === true) {
      // Those of several rooms ended at different moments.
      if (period.from === null) return this.say('since_last_reports')
      return this.say('since_last', { from: this.moment(Date.parse(period.from)) })
    }
    const from = period.from === null ? null : this.day(clock.wall(Date.parse(period.from)))
    const to = period.to === null ? null : this.day(clock.wall(Date.parse(period.to) - 1))
    if (from === null) return to === null ? this.say('whole_room') : this.say('until', { to })
    if (to === null) return this.say('since', { from })
    return from === to ? from : this.say('from_to', { from, to })
  }

  #dated(
    phrase: 'day' | 'month' | 'long_day' | 'week_day',
    months: 'months' | 'long_months_of_year',
    wall: number,
  ): string {
    const date = new Date(wall)
    if (Number.isNaN(date.getTime())) return ''
    return this.say(phrase, {
      day: date.getUTCDate(),
      month: this.list(months)[date.getUTCMonth()] ?? '',
      year: date.getUTCFullYear(),
      weekday: this.list('long_weekdays')[(date.getUTCDay() + 6) % 7] ?? '',
    })
  }
}

function numbersOf(language: Language): Intl.NumberFormat {
  const known = numberFormats.get(language)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(locales[language])
  numberFormats.set(language, format)
  return format
}

/** `14:05` of a wall clock. */
const timeOf = (wall: number): string => new Date(wall).toISOString().slice(-13, -8)
