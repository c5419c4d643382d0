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

/** Digits behind the point: a billionth of a day is less than a tenth of a millisecond. */
const FRACTION = 1_000_000_000

/**
 * {@link excelSerial} as it stands in a file, to the millisecond. Written by hand because the shortest
 * text of a double costs more to find, and is two digits longer, in a million rows.
 */
export function serialText(ms: number): string | null {
  if (!(ms >= FIRST_MS && ms < LAST_MS)) return null
  const day = Math.floor(ms / DAY_MS)
  const fraction = Math.round((ms - day * DAY_MS) * (FRACTION / DAY_MS))
  const days = String(day + EPOCH_SERIAL)
  if (fraction === 0) return days
  // The leading one holds the zeros behind the point.
  return `${days}.${String(FRACTION + Math.min(fraction, FRACTION - 1)).slice(1)}`
}

/** The instant as text, for the years a date cell cannot hold. */
export function isoText(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
