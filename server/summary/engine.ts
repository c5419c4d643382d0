import type { Summary } from '../contract/summary.ts'
import type { ReportedRoom, StoredMessage } from '../store/message.ts'

/** What there is to summarise. Engines read it in slices, so a room of any size fits in memory. */
export interface SummaryInput {
  room: ReportedRoom
  /** Lines in range, system lines included: the total of the progress. */
  total: number
  /** IANA zone of the report, in which "today" and "tomorrow" are counted. Default `UTC`. */
  timeZone?: string | undefined
  /** Starts reading from the first line; an engine may call it more than once. */
  messages: () => AsyncIterable<readonly StoredMessage[]> | Iterable<readonly StoredMessage[]>
}

export interface SummaryPorts {
  /** Lines done of lines in all. Never falls, ends at `total`; the caller throttles. */
  onProgress(done: number, total: number): void
  /** Text as a generative engine writes it. An engine that only quotes never calls it. */
  onText?(delta: string): void
  /** What is being done, in a sentence such as "Reading part 3 of 12". */
  onPhase?(sentence: string): void
  /** The pause in milliseconds before a model server is asked again, and why. */
  onWait?(milliseconds: number, reason: string): void
  /** The model, named for people, has said nothing for so many milliseconds; told again while it lasts. */
  onSilence?(milliseconds: number, model: string): void
}

/**
 * One way to summarise a room.
 *
 * An engine shares its thread with other reports: it returns to the event loop at least every
 * 20 ms of work, and rejects with the reason of `signal` within 200 ms of an abort.
 */
export interface SummaryEngine {
  /** Stable, for settings and logs. */
  name: string
  summarize(input: SummaryInput, ports: SummaryPorts, signal: AbortSignal): Promise<Summary>
}
