import type {
  ReportAttempt,
  ReportLogLine,
  ReportState,
  WorkbookFile,
} from '../contract/reports.ts'
import type { Checkpoints, Held } from './checkpoints.ts'
import type { LogHead, NewEvent } from './event-log.ts'
import type { NewReport, StoredReport } from './report.ts'

export interface ReportFilter {
  state?: ReportState | undefined
  roomOid?: string | undefined
  batchOid?: string | undefined
  /** Only of these rooms, as they are now; of overviews those whose id is among them. Default: of all. */
  ofRooms?: readonly string[] | undefined
}

/** An answer that the same key will get again. */
export interface Remembered {
  /** Told apart from other requests by this. */
  requestHash: string
  answer: string
}

export interface NewBatch {
  reports: readonly NewReport[]
  /** What tells of them. */
  events: readonly NewEvent[]
  /** Default: the request may be repeated, and makes other reports then. */
  remember?: Remembered & {
    key: string
    at: number
    /** Milliseconds: answers from before this are forgotten. */
    forgetBefore: number
  }
}

/** The whole batch, or the answer that its key had got before. */
export type Inserted =
  { kind: 'inserted'; reports: StoredReport[] } | ({ kind: 'repeated' } & Remembered)

/** What may change of a report. */
export type ReportPatch = Partial<
  Pick<
    StoredReport,
    | 'state'
    | 'delivery'
    | 'attempt'
    | 'progress'
    | 'percent'
    | 'etaSeconds'
    | 'said'
    | 'recipients'
    | 'workbook'
    | 'error'
    | 'startedAt'
    | 'finishedAt'
  >
>

/** One change of a report, and what tells of it. */
export interface Transition extends Held {
  patch: ReportPatch
  events: readonly NewEvent[]
  /** Who holds the report from now on, under the next lease; null is nobody. Default: who holds it now. */
  owner?: string | null
  /** The attempt is over: it is kept among the attempts, and nobody holds the report. Default false. */
  endsAttempt?: boolean
}

/** A line with the report that it is about. */
export interface LoggedLine {
  reportOid: string
  line: ReportLogLine
}

/** The log of each report: what happened to it, line by line. */
export interface ReportLines {
  /** Keeps all of them or, if it rejects, none. Of `reportLimits.maxLogLines` the newest gives way. */
  add(lines: readonly LoggedLine[]): Promise<void>
  /** Oldest first. */
  list(reportOid: string): Promise<ReportLogLine[]>
}

/** What whoever holds a report is asked to do: end it, or go on with quotes in place of a model. */
export type Ask = 'cancel' | 'quotes'

/** Why a finished report whose mail waits is to be let go: its mail goes to nobody any more, or it is to be made again. */
export type LetGo = 'withdraw' | 'change'

/** What a person has decided of a mail that waits for an approval. */
export interface Decision {
  isApproved: boolean
  /** Who, for the log. */
  by: string
  /** Of what was decided on; of anything else it says nothing. */
  hash: string
}

/** Who holds reports where several nodes work on them. */
export interface ReportHolders {
  /**
   * Gives `owner` a new lease on what nodes held that live no more, and on what nobody holds though it neither waits
   * nor has ended, oldest first. Of two that try, each report goes to one.
   */
  takeOver(owner: string): Promise<StoredReport[]>
  /**
   * The finished reports of one request that share a mail (`delivery` of their options is `digest`), which is still to
   * be sent, all held by `owner` from now on. Reports of it with a mail of their own are left alone. None where
   * a report of the request has not ended yet, or somebody else is about to hand one of them over.
   */
  takeBatch(batchOid: string, owner: string): Promise<StoredReport[]>
  /** Requests of which finished reports wait for one mail, held by nobody. */
  dueBatches(): Promise<string[]>
  /**
   * Asks whoever else holds the report, or will hold it. It is kept with the report until its next attempt, so that it
   * also reaches who takes it over; `cancel` stands before `quotes`.
   *
   * @returns false where nobody else can: it has ended, or this process holds it or is the only one
   */
  ask(reportOid: string, ask: Ask): Promise<boolean>
  /** What was asked of these reports, of those of which something was. */
  asked(reportOids: readonly string[]): Promise<ReadonlyMap<string, Ask>>
  /** Hears what any node asks, as soon as it does. Resolves to what stops it. */
  followAsks(listener: (reportOid: string, ask: Ask) => void): Promise<() => void>
  /** Whether another process holds the report, alive or not. */
  isHeldElsewhere(reportOid: string): Promise<boolean>
  /**
   * Asks whoever else holds a finished report whose mail waits to let go of it. Nothing of it is kept: who asks looks
   * what became of it, and asks again.
   */
  askToLetGo(reportOid: string, why: LetGo): Promise<void>
  /** Hears of what any node wants let go. Resolves to what stops it. */
  followLetGo(listener: (reportOid: string, why: LetGo) => void): Promise<() => void>
  /**
   * Keeps with a finished report what was decided of its mail, for whoever holds it or takes it over.
   *
   * @returns false where somebody has decided of the same contents before, or the mail waits no more. An engine for one
   *   process keeps nothing, and leaves it to that process which decision was the first
   */
  decide(reportOid: string, decision: Decision): Promise<boolean>
  /** What was decided of these reports, of those of which something was. */
  decisions(reportOids: readonly string[]): Promise<ReadonlyMap<string, Decision>>
  /** Hears of the reports of which any node decides, as soon as it does. Resolves to what stops it. */
  followDecisions(listener: (reportOid: string) => void): Promise<() => void>
}

/**
 * The reports, with all that belongs to them.
 *
 * Who works on a report holds it under a lease, a number in its row. Every change names the lease and
 * does nothing if it is not the present one, so a process that was taken for dead and comes back writes
 * nothing. A report that waits, or has ended, is held by nobody (`owner` null): whoever takes it over names
 * the lease that it has, and of two that try, one succeeds.
 */
export interface Reports extends ReportHolders {
  /** Writes the batch, its events, and the answer its key will repeat: all or nothing. */
  insert(batch: NewBatch): Promise<Inserted>
  get(reportOid: string): Promise<StoredReport | null>
  /** Newest first; `total` counts all that the filter lets through. */
  list(
    filter: ReportFilter,
    page: { beforeId: number | null; limit: number },
  ): Promise<{ items: StoredReport[]; total: number }>
  /**
   * The present state, and where the log stood at that very moment: events after `head.last`, and no
   * others, are news to who has seen these.
   *
   * @param rooms the newest report of each that has one; `'*'`: those that have not ended, oldest first
   */
  present(rooms: '*' | readonly string[]): Promise<{ reports: StoredReport[]; head: LogHead }>
  /** The overviews that there are, by the ids that stand in place of a room: whether all of their rooms are among these. */
  overviewsOver(roomOids: readonly string[]): Promise<ReadonlyMap<string, boolean>>
  /** Finished reports with a workbook that ended before this moment (milliseconds), oldest first. */
  endedBefore(ms: number): Promise<StoredReport[]>
  /**
   * The workbooks of those of these reports that are there, in the trash or not; null of one that has none (yet).
   */
  workbooks(reportOids: readonly string[]): Promise<ReadonlyMap<string, WorkbookFile | null>>
  /**
   * Gives `owner` a new lease on everything that it held when it was last heard of, oldest first: for a
   * process that starts after one that ended without a word. What others hold is left alone, and so is
   * what waits in the queue. A report that neither waits nor is held (out of a rescued file) is taken, too.
   */
  takeUp(owner: string): Promise<StoredReport[]>
  /**
   * Changes the report and appends the events, both or neither. Repeated with the same event keys, or by the
   * owner whom it gave the report, it changes nothing more and answers the same.
   *
   * @returns the present lease; null, and nothing is written or told, if somebody else holds the report
   */
  transition(change: Transition): Promise<number | null>
  /** Attempts that have ended, newest first. */
  attempts(reportOid: string): Promise<ReportAttempt[]>
  checkpoints: Checkpoints
  lines: ReportLines
}
