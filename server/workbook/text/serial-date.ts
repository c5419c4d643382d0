const DAY_MS = 86_400_000
/** 1970-01-01 counted in days from Excel's 1899-12-30. */
const EPOCH_SERIAL = 25_569
/** Before it Excel counts a 29 February 1900 that never was. */
const FIRST_MS = Date.UTC(1900, 2, 1)
const LAST_MS = Date.UTC(10_000, 0, 1)

/** Days since 1899-12-30 as Excel counts them, or null for an instant it cannot show as a date. */
export function excelSerial(ms: number): number | null {
  return ms >= FIRST_MS && ms < LAST_MS ? ms / DAY_MS + EPOCH_SERIAL : null
}

/** A millionth of a day, in milliseconds. */
const MILLIONTH_MS = DAY_MS / 1_000_000

/**
 * {@link excelSerial} as it stands in a file. Written by hand, six digits and six digits behind the
 * point, because the shortest text of a double costs more to find in a million rows. No fewer digits:
 * LibreOffice would show a time that falls short by a microsecond as the second before.
 */
export function serialText(ms: number): string | null {
  if (!(ms >= FIRST_MS && ms < LAST_MS)) return null
  const day = Math.floor(ms / DAY_MS)
  const millionths = (ms - day * DAY_MS) / MILLIONTH_MS
  if (millionths === 0) return String(day + EPOCH_SERIAL)
  const high = Math.floor(millionths)
  const low = Math.min(999_999, Math.round((millionths - high) * 1_000_000))
  return `${day + EPOCH_SERIAL}.${sixDigits(high)}${sixDigits(low)}`
}

/** A leading one holds the zeros. */
const sixDigits = (value: number): string => String(1_000_000 + value).slice(1)

/** The instant as text, for the years a date cell cannot hold. */
export function isoText(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
