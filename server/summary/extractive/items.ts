import type { SummaryItem } from '../../contract/summary.ts'
import type { Finding } from './detections.ts'
import { quoteOf } from './talk.ts'

export function itemOf(found: Finding): SummaryItem {
  return {
    text: quoteOf(found.text),
    author: found.author,
    at: isoOf(found.at),
    messageId: found.messageId,
    messageNumber: found.number,
  }
}

/** The years 1 to 9999, in milliseconds since 1970. */
const firstInstant = -62_135_596_800_000
const lastInstant = 253_402_300_799_999

/** ISO 8601 in UTC; null for no time and for one outside the years that ISO writes with four digits. */
export function isoOf(at: number | null): string | null {
  if (at === null || !Number.isFinite(at) || at < firstInstant || at > lastInstant) return null
  return new Date(at).toISOString()
}
