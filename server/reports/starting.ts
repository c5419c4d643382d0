import { createHash } from 'node:crypto'
import { httpLimits } from '../contract/limits.ts'
import type { ReportRequest } from '../contract/report-options.ts'
import { isTerminal, type Report, type ReportAnswer } from '../contract/reports.ts'
import type { Queue } from '../ports/queue.ts'
import type { ScheduleProduct } from '../contract/schedules.ts'
import type { OverviewAnswer, OverviewRequest } from '../contract/overviews.ts'
import { toReport, waitingReport, type NewReport, type StoredReport } from '../ports/report.ts'
import type { NewBatch, Reports } from '../ports/reports.ts'
import type { Rooms, StoredRoom } from '../ports/rooms.ts'
import type { ChoicePorts } from './choices.ts'
import { prepareOverview } from './overviews/prepare-overview.ts'
import { prepareReports, type Asked, type Preparation } from './prepare.ts'
import type { Telling } from './status.ts'

/** A repeated `Idempotency-Key` came with another request; over HTTP 409 `idempotency_conflict`. */
export class IdempotencyConflict extends Error {
  override name = 'IdempotencyConflict'
}

export interface Started {
  /** How many reports there are, the overview among them. */
  total: number
  overviewOid: string | null
}

/** How reports begin: asked for, or because a room has ended. */
export interface Starting {
  /** Rejects with `NotThere`. */
  /** @param traceparent kept with the reports */
  trigger(
    request: ReportRequest,
    idempotencyKey?: string,
    traceparent?: string,
  ): Promise<ReportAnswer>
  /** As `trigger`: an overview of these rooms, and the reports that it lacks. Null in place of one where no room is there. */
  overview(
    request: OverviewRequest,
    idempotencyKey?: string,
  ): Promise<Omit<OverviewAnswer, 'report'> & { report: Report | null }>
  /**
   * Starts what is asked for once, whatever has changed meanwhile: a repeat, also after a restart, on another
   * node, or while the first one is under way, starts nothing more.
   *
   * @param asked.batchOid names the reports of this start, and no others
   * @param asked.make reports of the rooms, an overview (with the reports that it lacks), or both
   */
  startOnce(asked: Asked & { batchOid: string; make: readonly ScheduleProduct[] }): Promise<Started>
  /** The chat application says the room has ended. Repeating it gives the report that is there. */
  leave(roomOid: string): Promise<Report | null>
  /** Says of stored reports that they wait, and lets them into the queue. */
  enqueue(stored: readonly StoredReport[]): Promise<void>
}

export interface StartingDeps {
  reports: Reports
  rooms: Pick<Rooms, 'get' | 'getMany' | 'existing' | 'place'>
  queue: Pick<Queue, 'push'>
  preparation: Preparation
  choices: ChoicePorts
  telling: Telling
  onReportChanged?(roomOid: string): void
}

type Requested = Pick<ReportRequest, 'roomOids' | 'groupOid' | 'options'>

export function createStarting(deps: StartingDeps): Starting {
  const { reports, rooms, queue, preparation, choices, telling } = deps

  async function enqueue(stored: readonly StoredReport[]): Promise<void> {
    stored.forEach(telling.told)
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
    if (report.options.filter !== undefined) return false
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

  const overviewPorts = { ...preparation, rooms, reports }

  /** The rooms of a request, and who chooses what it leaves open. */
  async function askedBy({ roomOids, groupOid, options }: Requested): Promise<Asked> {
    if (groupOid === undefined) return { roomOids, options }
    const group = await choices.ofGroup(groupOid)
    const those = roomOids.length > 0 ? roomOids : group.roomOids
    return { roomOids: those, options, groups: [group.layer] }
  }

  /** The overview stands behind the others, which it waits for. */
  async function prepared(asked: Asked, make: readonly ScheduleProduct[]) {
    if (!make.includes('overview')) {
      const { reports: made } = await prepareReports(asked, preparation)
      return { made, overviewOid: null }
    }
    const isWithRooms = make.includes('rooms')
    // Of an overview alone nothing else is mailed.
    const options: Asked['options'] = isWithRooms
      ? asked.options
      : { ...asked.options, delivery: 'single' }
    const { overview, reports: made } = await prepareOverview(
      { ...asked, options, isWithRooms },
      overviewPorts,
    )
    const all = overview === null ? [] : [...made, overview]
    return { made: all, overviewOid: overview?.reportOid ?? null }
  }

  const shownAs = (made: NewReport): Report => toReport(waitingReport(made))

  return {
    enqueue,
    async trigger(request, key, traceparent) {
      const asked = await askedBy(request)
      const { reports: found, rejected } = await prepareReports(asked, preparation)
      const made =
        traceparent === undefined
          ? found
          : found.map((each) => ({ ...each, options: { ...each.options, traceparent } }))
      const answer = { reports: made.map(shownAs), rejected }
      return answerOnce(made, answer, JSON.stringify(request), key)
    },
    async overview(request, key) {
      const asked = await askedBy(request)
      const { overview, reports: made, rejected } = await prepareOverview(asked, overviewPorts)
      const report = overview === null ? null : shownAs(overview)
      // Behind the others, which it waits for.
      const batch = overview === null ? [] : [...made, overview]
      const answer = { report, reports: made.map(shownAs), rejected }
      return answerOnce(batch, answer, `overview ${JSON.stringify(request)}`, key)
    },
    async startOnce({ make, ...asked }) {
      const { batchOid } = asked
      const startedBefore = async (): Promise<Started> => {
        const { items, total } = await reports.list({ batchOid }, { beforeId: null, limit: 1 })
        // An overview is the last one of its batch.
        const [last] = items
        return { total, overviewOid: last?.options.covers === undefined ? null : last.reportOid }
      }
      // A key is forgotten after a day, and a computer may be off for longer.
      const before = await startedBefore()
      if (before.total > 0) return before
      const { made, overviewOid } = await prepared(asked, make)
      if (made.length === 0) return { total: 0, overviewOid: null }
      const key = ['once', batchOid].join('\n')
      const repeated = await insert({ reports: made }, { key, requestHash: '', answer: '' })
      return repeated === null ? { total: made.length, overviewOid } : startedBefore()
    },
    async leave(roomOid) {
      const found = await rooms.get(roomOid)
      if (found === null) return null
      const [newest] = (await reports.present([roomOid])).reports
      if (newest !== undefined && (await covers(newest, found))) return toReport(newest)
      const { reports: made } = await prepareReports(
        { roomOids: [found.room.roomOid], groups: await choices.ofGroupsOf(roomOid) },
        preparation,
      )
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
