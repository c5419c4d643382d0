/**
 * The instants that a date with a year of four digits can say, in UTC: from 0000-01-01 to 9999-12-31. That
 * is what RFC 3339 has, and so what our JSON, and every program that reads it, can hold.
 */
export const earliestInstant = -62_167_219_200_000
export const latestInstant = 253_402_300_799_999

/** Whether an instant (milliseconds since 1970) can be said; false for NaN too. */
export const isInstant = (ms: number): boolean => ms >= earliestInstant && ms <= latestInstant

/** ISO 8601 in UTC; null for null, and for what cannot be said. */
export const isoOrNull = (ms: number | null): string | null =>
  ms !== null && isInstant(ms) ? new Date(ms).toISOString() : null
