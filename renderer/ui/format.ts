import { dropTexts, keptText, recallTexts } from '../starting/kept-texts.ts'
import { once } from './once.ts'

/**
 * Numbers, sizes and times for people. Formatters are made once, when they are needed: making one costs
 * more than using it, and making all of them more than drawing a window.
 */

const makeFormatters = (locale: string | undefined) => ({
  count: once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })),
  decimal: once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })),
  fixed: once(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  ),
  rough: once(() => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })),
  percent: once(() => new Intl.NumberFormat(locale, { style: 'percent' })),
  time: once(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })),
  clock: once(() => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })),
  cost: once(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  ),
  smallCost: once(() => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })),
  dayAndMonth: once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })),
  fullDay: once(
    () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
  ),
  dayMonthTime: once(
    () =>
      new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }),
  ),
  fullDayTime: once(
    () =>
      new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }),
  ),
  exact: once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' })),
  /** Of each time zone that was asked for. */
  zones: new Map<string, Intl.DateTimeFormat>(),
  relative: once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })),
})

/** Of the system's locale, until {@link setFormatLocale} is called. */
let formats = makeFormatters(undefined)
let formatLocale = ''

/** Numbers and times are written as in this locale (BCP 47) from now on. */
export const setFormatLocale = (locale: string): void => {
  dropTexts()
  formats = makeFormatters(locale)
  formatLocale = locale
}

/** The locale (BCP 47) in which numbers and times are written; undefined: the system's. */
export const shownLocale = (): string | undefined =>
  formatLocale === '' ? undefined : formatLocale

/** What was written at the last start in this locale is not written anew until {@link keepTexts}. */
export const recallFormats = (storage: Storage): void => recallTexts(storage, formatLocale)

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

export const formatCount = (value: number): string =>
  keptText(`count ${value}`, () => formats.count().format(value))

/** What is only known about: "430", "12.3 k", "125 k", "1.4 M". */
export const formatAbout = (value: number): string => {
  const steps = ['', ' k', ' M', ' G']
  // What rounds up to a thousand is the next step.
  const rounded = Number(value.toPrecision(3))
  const step = rounded < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(rounded) / 3))
  return `${formats.rough().format(rounded / 1_000 ** step)}${steps[step]}`
}

export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const style = step < 2 ? formats.count() : formats.fixed()
  return `${style.format(bytes / 1_000 ** step)} ${units[step]}`
}

/** Whole percent, never 100 before the end. */
export const formatPercent = (percent: number): string =>
  formats.percent().format(Math.min(99, Math.floor(percent)) / 100)

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** "today 09:12", "yesterday 18:03", "3 Mar", "3 Mar 2019": as short as it can be told apart. */
export const formatMoment = (iso: string, now = Date.now()): string => {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return ''
  return keptText(`moment ${iso} ${midnight(now)}`, () => writeMoment(at, now))
}

const writeMoment = (at: number, now: number): string => {
  const days = Math.round((midnight(at) - midnight(now)) / DAY)
  if (days === 0 || days === -1)
    return `${formats.relative().format(days, 'day')} ${formats.time().format(at)}`
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return (sameYear ? formats.dayAndMonth() : formats.fullDay()).format(at)
}

/** As {@link formatMoment}, and always with the time of day: "3 Mar 2019, 09:12". */
export const formatMomentAndTime = (iso: string, now = Date.now()): string => {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return ''
  const days = Math.round((midnight(at) - midnight(now)) / DAY)
  if (days === 0 || days === -1) return writeMoment(at, now)
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return (sameYear ? formats.dayMonthTime() : formats.fullDayTime()).format(at)
}

/** A day alone: "3 Mar 2019". */
export const formatDay = (iso: string): string => {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? '' : keptText(`day ${iso}`, () => formats.fullDay().format(at))
}

/** "3 Mar 2019" for a day of the calendar, "2019-03-03", which is the same in every zone; other text as it is. */
export const formatPlainDay = (text: string): string => {
  const at = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? new Date(`${text}T00:00`) : null
  return at === null || Number.isNaN(at.getTime()) ? text : formats.fullDay().format(at)
}

/** "20 – 30 Dec 2010", "20 Dec 2010 – 2 Jan 2011": as short as its ends can be told apart. */
export const formatDays = (from: string, to: string): string => {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  if (Number.isNaN(first) || Number.isNaN(last)) return ''
  return formats.fullDay().formatRange(first, last)
}

/** Date, time and zone in full: what a moment says on hover. */
export const formatExact = (iso: string): string => {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? '' : formats.exact().format(at)
}

const inZone = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.zones.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(shownLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  formats.zones.set(timeZone, made)
  return made
}

/** "Mon, 7 Dec 2026, 08:00": by the clock of a time zone. */
export const formatInZone = (iso: string, timeZone: string): string => {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? '' : inZone(timeZone).format(at)
}

/** Time of day with seconds: "09:12:40". */
export const formatClock = (iso: string): string => {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? '' : formats.clock().format(at)
}

/** "3.20", "0.0042": in the currency of the prices; the settings do not say which. */
export const formatCost = (cost: number): string =>
  (cost >= 0.1 || cost === 0 ? formats.cost() : formats.smallCost()).format(cost)

/** How long something took: "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export const formatDuration = (milliseconds: number): string => {
  const seconds = milliseconds / SECOND
  if (seconds < 10) return `${formats.decimal().format(Math.max(0.1, seconds))} s`
  // Rounded once and then divided: 119.6 seconds are two minutes, not one and sixty seconds.
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  const rest = whole % 60
  if (minutes < 60) return rest > 0 && minutes < 10 ? `${minutes} min ${rest} s` : `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/**
 * Steps that a time left may take. The reader needs a size, not a stopwatch: close values share a
 * step, so the words stand still between two of them.
 */
const steps = [
  5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600,
]

/** The step at or above a number of seconds; whole hours past the last one. */
export const stepUp = (seconds: number): number =>
  steps.find((step) => seconds <= step) ?? Math.ceil(seconds / 3_600) * 3_600

/** The step at or below a number of seconds. */
export const stepDown = (seconds: number): number =>
  steps.findLast((step) => seconds >= step && step <= 3_600 && seconds < 7_200) ??
  (seconds >= 7_200 ? Math.floor(seconds / 3_600) * 3_600 : 0)

export const formatStep = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${formats.decimal().format(seconds / 60)} min`
  return `${formats.decimal().format(seconds / 3_600)} h`
}

/**
 * "10–15 s", "0.8–2 min": a time left as a range of steps, in the unit of its end, so that it stays
 * short. A range that begins at nothing, or at less than an eighth of its end, is its end alone.
 */
export const formatRange = (low: number, high: number): string => {
  const from = stepDown(low)
  const to = stepUp(high)
  if (from * 8 < to || from >= to) return formatStep(to)
  const unit = to < 60 ? 1 : to < 3_600 ? 60 : 3_600
  return `${formats.decimal().format(from / unit)}–${formatStep(to)}`
}
