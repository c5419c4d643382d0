import type { HearStage } from '../contract/stage-event.ts'
import type { Summary } from '../contract/summary.ts'
import type { Language } from '../words/catalogues.ts'
import type { ReportedRoom, StoredMessage } from '../ports/message.ts'

/** What there is to summarise. Engines read it in slices, so a room of any size fits in memory. */
export interface SummaryInput {
  room: ReportedRoom
  /** Of what the engine says itself. Default English. */
  language?: Language | undefined
  /** Lines in range, system lines included: the total of the progress. */
  total: number
  /** IANA zone of the report, in which "today" and "tomorrow" are counted. Default `UTC`. */
  timeZone?: string | undefined
  /** Starts reading from the first line; an engine may call it more than once. */
  messages: () => AsyncIterable<readonly StoredMessage[]> | Iterable<readonly StoredMessage[]>
}

/**
 * One way to summarise a room.
 *
 * An engine shares its thread with other reports: it returns to the event loop at least every
 * 20 ms of work, and rejects with the reason of `signal` within 200 ms of an abort.
 *
 * It tells its progress in lines (never falls, ends at `input.total`; the listener throttles). Text comes
 * only from an engine that writes; one that quotes sends none.
 */
export interface SummaryEngine {
  /** Stable, for settings and logs. */
  name: string
  summarize(input: SummaryInput, hear: HearStage, signal: AbortSignal): Promise<Summary>
}
