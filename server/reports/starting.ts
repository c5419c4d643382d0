import { createHash } from 'node:crypto'
import { httpLimits } from '../contract/limits.ts'
import {
  isTerminal,
  type Report,
  type ReportAnswer,
  type ReportRequest,
} from '../contract/reports.ts'
import type { Checkpoints } from '../engines/sqlite/checkpoints.ts'
import { toReport, type ReportStore, type StoredReport } from '../engines/sqlite/report-store.ts'
import type { Rooms } from '../ports/rooms.ts'
import { prepareReports, type Preparation } from './prepare.ts'

/** A repeated `Idempotency-Key` came with another request; over HTTP 409 `idempotency_conflict`. */
export class IdempotencyConflict extends Error {
  override name = 'IdempotencyConflict'
}

/** How reports begin: asked for, or because a room has ended. */
export interface Starting {
  trigger(request: ReportRequest, idempotencyKey?: string): Promise<ReportAnswer>
  /** The chat application says the room has ended. Repeating it gives the report that is there. */
  leave(roomOid: string): Promise<Report | null>
}

export interface StartingDeps {
  store: ReportStore
  checkpoints: Checkpoints
  rooms: Rooms
  preparation: Preparation
  enqueue(stored: readonly StoredReport[]): void
}

export function createStarting({
  store,
  checkpoints,
  rooms,
  preparation,
  enqueue,
}: StartingDeps): Starting {
  return {
    async trigger(request, key) {
      // First of all, since from looking for the key to writing the answer under it nobody may come between.
      const { reports, rejected } = await prepareReports(request, preparation)
      const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
      if (key !== undefined) {
        store.forgetKeysBefore(preparation.now() - httpLimits.idempotencyKeyMs)
        const remembered = store.remembered(key)
        if (remembered !== null) {
          if (remembered.requestHash === requestHash) {
            return JSON.parse(remembered.answer) as ReportAnswer
          }
          throw new IdempotencyConflict(
            'This Idempotency-Key was used for another request. Choose a new one.',
          )
        }
      }
      const answerOf = (stored: readonly StoredReport[]): ReportAnswer => ({
        reports: stored.map(toReport),
        rejected,
      })
      const stored = store.insert(
        reports,
        key === undefined
          ? undefined
          : { key, requestHash, answerOf: (rows) => JSON.stringify(answerOf(rows)) },
      )
      const answer = answerOf(stored)
      enqueue(stored)
      return answer
    },
    async leave(roomOid) {
      const { reports } = await prepareReports({ roomOids: [roomOid] }, preparation)
      const found = await rooms.get(roomOid)
      if (found === null) return null
      const newest = store.newestOfRoom(roomOid)
      if (newest !== null) {
        const collected = checkpoints.collected(newest.reportOid)
        const covers = collected !== null && collected.maxOrd >= found.lastOrd
        if (!isTerminal(newest.state) || (newest.state === 'finished' && covers))
          return toReport(newest)
      }
      const stored = store.insert(reports)
      enqueue(stored)
      const [report] = stored
      return report === undefined ? null : toReport(report)
    },
  }
}
