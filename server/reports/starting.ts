import { createHash } from 'node:crypto'
import { httpLimits } from '../contract/limits.ts'
import {
  isTerminal,
  type Report,
  type ReportAnswer,
  type ReportRequest,
} from '../contract/reports.ts'
import type { Queue } from '../ports/queue.ts'
import type { OverviewAnswer, OverviewRequest } from '../contract/overviews.ts'
import { toReport, waitingReport, type NewReport, type StoredReport } from '../ports/report.ts'
import type { NewBatch, Reports } from '../ports/reports.ts'
import type { Rooms, StoredRoom } from '../ports/rooms.ts'
import { prepareOverview } from './overviews/prepare-overview.ts'
import { prepareReports, type Preparation } from './prepare.ts'
import type { Telling } from './status.ts'

/** A repeated `Idempotency-Key` came with another request; over HTTP 409 `idempotency_conflict`. */
export class IdempotencyConflict extends Error {
  override name = 'IdempotencyConflict'
}

/** How reports begin: asked for, or because a room has ended. */
export interface Starting {
  trigger(request: ReportRequest, idempotencyKey?: string): Promise<ReportAnswer>
  /** An overview of these rooms, and the reports that it lacks. Null in place of one where no room is there. */
  overview(
    request: OverviewRequest,
    idempotencyKey?: string,
  ): Promise<Omit<OverviewAnswer, 'report'> & { report: Report | null }>
  /** The chat application says the room has ended. Repeating it gives the report that is there. */
  leave(roomOid: string): Promise<Report | null>
  /** Says of stored reports that they wait, and lets them into the queue. */
  enqueue(stored: readonly StoredReport[]): Promise<void>
}

export interface StartingDeps {
  reports: Reports
  rooms: Pick<Rooms, 'get' | 'getMany' | 'existing' | 'place'>
  queue: Pick<Queue, 'push'>
  /** A mail for all of a request waits for these. */
  mailing: { expect(reports: readonly StoredReport[]): void }
  preparation: Preparation
  telling: Telling
  onReportChanged?(roomOid: string): void
}

export function createStarting(deps: StartingDeps): Starting {
  const { reports, rooms, queue, mailing, preparation, telling } = deps

  async function enqueue(stored: readonly StoredReport[]): Promise<void> {
    stored.forEach(telling.told)
    mailing.expect(stored)
    await queue.push(stored)
    for (const { roomOid } of stored) deps.onReportChanged?.(roomOid)
  }

  /** Stores the batch, once for each key. */
  async function insert(
    batch: Pick<NewBatch, 'reports'>,
    once?: { key: string; requestHash: string; answer: string },
  ): Promise<{ requestHash: string; answer: string } | null> {
    const at = preparation.now()
    const forgetBefore = at - httpLimits.idempotencyKeyMs
    const inserted = await reports.insert({
      ...batch,
      events: batch.reports.map((made) => telling.eventOf(waitingReport(made))),
      ...(once === undefined ? {} : { remember: { ...once, at, forgetBefore } }),
    })
    if (inserted.kind === 'repeated') return inserted
    await enqueue(inserted.reports)
    return null
  }

  /** Whether this report, the newest of its room, has all that was said there, or will have it. */
  async function covers(report: StoredReport, { lastOrd }: StoredRoom): Promise<boolean> {
    if (!isTerminal(report.state)) return true
    if (report.state !== 'finished') return false
    const collected = await reports.checkpoints.collected(report.reportOid)
    return collected !== null && collected.maxOrd >= lastOrd
  }

  /** Stores the batch and gives its answer; for a key that is known, the answer that it got before. */
  async function answerOnce<Answer>(
    made: readonly NewReport[],
    answer: Answer,
    request: string,
    key: string | undefined,
  ): Promise<Answer> {
    const requestHash = createHash('sha256').update(request).digest('hex')
    const once =
      key === undefined ? undefined : { key, requestHash, answer: JSON.stringify(answer) }
    const repeated = await insert({ reports: made }, once)
    if (repeated === null) return answer
    if (repeated.requestHash === requestHash) return JSON.parse(repeated.answer) as Answer
    throw new IdempotencyConflict(
      'This Idempotency-Key was used for another request. Choose a new one.',
    )
  }

  const shownAs = (made: NewReport): Report => toReport(waitingReport(made))

  return {
    enqueue,
    async trigger(request, key) {
      const { reports: made, rejected } = await prepareReports(request, preparation)
      const answer = { reports: made.map(shownAs), rejected }
      return answerOnce(made, answer, JSON.stringify(request), key)
    },
    async overview(request, key) {
      const ports = { ...preparation, rooms, reports }
      const { overview, reports: made, rejected } = await prepareOverview(request, ports)
      const report = overview === null ? null : shownAs(overview)
      // Behind the others, which it waits for.
      const batch = overview === null ? [] : [...made, overview]
      const answer = { report, reports: made.map(shownAs), rejected }
      return answerOnce(batch, answer, `overview ${JSON.stringify(request)}`, key)
    },
    async leave(roomOid) {
      const found = await rooms.get(roomOid)
      if (found === null) return null
      const [newest] = (await reports.present([roomOid])).reports
      if (newest !== undefined && (await covers(newest, found))) return toReport(newest)
      const { reports: made } = await prepareReports({ roomOids: [roomOid] }, preparation)
      const [report] = made
      if (report === undefined) return null
      // No header can hold a line feed, so no client has this key. Of two that say it at once one makes it.
      const key = ['leave', roomOid, newest?.reportOid ?? '', found.lastOrd].join('\n')
      const once = { key, requestHash: '', answer: report.reportOid }
      const repeated = await insert({ reports: made }, once)
      if (repeated === null) return toReport(waitingReport(report))
      const first = await reports.get(repeated.answer)
      return first === null ? null : toReport(first)
    },
  }
}
