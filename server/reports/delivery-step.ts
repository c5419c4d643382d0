import { sentence, verbatim, type Sentence } from '../contract/sentences.ts'
import type { Summary } from '../contract/summary.ts'
import type { Checkpoints } from '../store/checkpoints.ts'
import type { StoredReport } from '../store/report-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { ReportFiles } from './report-files.ts'
import { secondsOf, waitBeforeRetry } from './retry-policy.ts'
import type { Tracker } from './tracker.ts'

export interface DeliveryRequest {
  reportOid: string
  attempt: number
  room: { roomOid: string; name: string; source: string; format: string }
  summary: Summary
  workbook: { path: string; fileName: string; bytes: number }
  recipients: readonly string[]
  /** Called before the message's data goes out; what it does must be durable when it returns. */
  onSending(): void
  signal: AbortSignal
}

export interface DeliveryResult {
  state: 'sent' | 'saved' | 'failed' | 'uncertain'
  /** For people; the server's own words where it refused. */
  detail: string
  /** Worth another try without a change. */
  retryable: boolean
}

/** Sends one report. Must not reject. */
export type Deliver = (request: DeliveryRequest) => Promise<DeliveryResult>

function said({ state, detail }: DeliveryResult, count: number): Sentence {
  switch (state) {
    case 'sent':
    case 'saved':
      return sentence(`mail_${state}`, { count })
    case 'failed':
    case 'uncertain':
      return sentence(`mail_${state}`, { reason: verbatim(detail) })
  }
}

export interface DeliveryDeps {
  checkpoints: Pick<Checkpoints, 'get'>
  rooms: Pick<RoomStore, 'get'>
  files: Pick<ReportFiles, 'find'>
  deliver: Deliver
}

/** Why a finished report cannot be sent, or what is to be sent. */
function request(
  deps: DeliveryDeps,
  report: StoredReport,
): Omit<DeliveryRequest, 'onSending' | 'signal'> | { missing: Sentence } {
  const { workbook } = report
  const path = workbook === null ? null : deps.files.find(workbook.fileName)
  const summary = deps.checkpoints.get(report.reportOid, 'summarizing')
  const room = deps.rooms.get(report.roomOid)?.room
  if (workbook === null || path === null) return { missing: sentence('workbook_gone') }
  if (summary === null || room === undefined) return { missing: sentence('room_or_summary_gone') }
  return {
    reportOid: report.reportOid,
    attempt: report.attempt,
    room: { roomOid: room.roomOid, name: room.name, source: room.source, format: room.format },
    summary,
    workbook: { path, fileName: workbook.fileName, bytes: workbook.bytes },
    recipients: report.options.recipients ?? [],
  }
}

export interface DeliveryRun {
  shutdown: AbortSignal
  /** 0 to 1. */
  random(): number
  /** Milliseconds; rejects when `shutdown` is aborted. */
  wait(milliseconds: number): Promise<void>
}

/** Says that the mail is offered again, in the state in which a killed process may send it again. */
function sayWaiting(tracker: Tracker, milliseconds: number, detail: string): void {
  const waiting = sentence('mail_waiting', {
    seconds: secondsOf(milliseconds),
    reason: verbatim(detail),
  })
  if (tracker.report.delivery === 'pending') tracker.say(waiting)
  else tracker.deliver('pending', waiting)
}

/**
 * Delivers a finished report whose delivery is pending; never rejects. A server that is down, or wants
 * the mail later, is asked again some times; what may have arrived is never sent again.
 */
export async function runDelivery(
  deps: DeliveryDeps,
  tracker: Tracker,
  run: DeliveryRun,
): Promise<void> {
  const { report } = tracker
  if (report.state !== 'finished' || report.delivery !== 'pending') return
  const count = report.options.recipients?.length ?? 0
  const asked = request(deps, report)
  if ('missing' in asked) {
    tracker.deliver('failed', sentence('mail_failed', { reason: asked.missing }))
    return
  }
  const onSending = (): void => {
    if (tracker.deliver('sending', sentence('mail_sending', { count }))) return
    throw new Error('That the mail is being sent could not be written to disk first.')
  }
  for (let tries = 1; ; tries++) {
    const result = await deps.deliver({ ...asked, onSending, signal: run.shutdown })
    // A stopped server settles nothing: the next start sends what was pending and doubts what was sending.
    if (run.shutdown.aborted && result.state === 'failed') return
    const again = result.state === 'failed' && result.retryable
    const wait = again ? waitBeforeRetry('delivery', tries, run.random()) : null
    if (wait === null) {
      tracker.deliver(result.state, said(result, count))
      return
    }
    sayWaiting(tracker, wait, result.detail)
    try {
      await run.wait(wait)
    } catch {
      return
    }
  }
}
