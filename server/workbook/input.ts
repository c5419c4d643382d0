import type { Summary } from '../contract/summary.ts'
import type { ReportedRoom, StoredMessage } from '../ports/message.ts'
import type { WorkbookOptions } from './options.ts'
import type { RoomStatistics } from './statistics.ts'

export type MessageSlices =
  AsyncIterable<readonly StoredMessage[]> | Iterable<readonly StoredMessage[]>

export interface EarlierAttempt {
  attempt: number
  /** What became of it, in an English sentence. */
  message: string
  /** The same as a code; absent in reports of earlier versions. */
  code?: string | undefined
  params?: object | undefined
}

/** ISO instants; the end is exclusive. */
export interface ReportedPeriod {
  from: string | null
  to: string | null
  /** Whether it begins where the last report ended. Default false. */
  isSinceLast?: boolean
  /** Of which part of the messages it is, in words; absent: of all. */
  part?: string | undefined
}

export interface WorkbookInput {
  /** A temporary path; the caller renames the file once this has resolved. */
  file: string
  room: ReportedRoom
  period: ReportedPeriod
  statistics: RoomStatistics
  summary: Summary
  /** The messages of the period in order, in slices of about a thousand. Called once. */
  messages(): MessageSlices
  options?: WorkbookOptions
  delivery?: { recipients: readonly string[] }
  /** Tries at this report that came to nothing before this one, oldest first. Default none. */
  earlierAttempts?: readonly EarlierAttempt[]
  createdAt: Date
  signal: AbortSignal
  /** Rows written so far, and rows in all. */
  onProgress(done: number, total: number): void
}
