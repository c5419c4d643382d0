import type { SentenceParams } from '../contract/sentences.ts'
import { inEnglish } from '../words/say.ts'
import { isTerminal, type DeliveryState, type ReportState } from '../contract/reports.ts'

/**
 * What may follow what. Pure: no clock, no store.
 *
 * A queued report starts at the stage it still needs, so that a retry or a restart goes on from the
 * last checkpoint. Terminal states are frozen; only an explicit retry opens a new attempt.
 */
const nextStates: Readonly<Record<ReportState, readonly ReportState[]>> = {
  queued: ['collecting', 'summarizing', 'writing', 'failed', 'cancelled'],
  // Back to queued: the process ended in the middle and the report waits for its turn again.
  collecting: ['summarizing', 'failed', 'cancelled', 'queued'],
  summarizing: ['writing', 'failed', 'cancelled', 'queued'],
  writing: ['finished', 'failed', 'cancelled', 'queued'],
  finished: [],
  failed: [],
  cancelled: [],
}

const nextDeliveries: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  none: [],
  pending: ['sending', 'saved', 'failed', 'none'],
  sending: ['sent', 'saved', 'failed', 'uncertain', 'pending'],
  sent: [],
  saved: [],
  failed: [],
  uncertain: [],
}

/** An impossible transition; over HTTP it is 409 `illegal_transition`. */
export class IllegalTransition extends Error {
  override name = 'IllegalTransition'
  readonly params: SentenceParams['illegal_transition']

  constructor(params: SentenceParams['illegal_transition']) {
    super(inEnglish({ code: 'illegal_transition', params }))
    this.params = params
  }
}

export const canMove = (from: ReportState, to: ReportState): boolean =>
  nextStates[from].includes(to)

export function assertMove(from: ReportState, to: ReportState): void {
  if (!canMove(from, to)) {
    throw new IllegalTransition({ context: 'report', state: from, next: to })
  }
}

export const canMoveDelivery = (from: DeliveryState, to: DeliveryState): boolean =>
  nextDeliveries[from].includes(to)

export function assertDeliveryMove(from: DeliveryState, to: DeliveryState): void {
  if (!canMoveDelivery(from, to)) {
    throw new IllegalTransition({ context: 'delivery', state: from, next: to })
  }
}

/** `pending` and `sending` are on their way; everything else is settled. */
export const isDeliverySettled = (delivery: DeliveryState): boolean =>
  delivery !== 'pending' && delivery !== 'sending'

/** Nothing more will be said of a report that has ended and whose delivery is settled. */
export const isSettled = (report: { state: ReportState; delivery: DeliveryState }): boolean =>
  isTerminal(report.state) && isDeliverySettled(report.delivery)

/** What a retry repeats: the failed stage on, or the mail alone; null where there is nothing to retry. */
export function retryTarget(report: {
  state: ReportState
  delivery: DeliveryState
}): 'stages' | 'delivery' | null {
  if (report.state === 'failed' || report.state === 'cancelled') return 'stages'
  if (
    report.state === 'finished' &&
    (report.delivery === 'failed' || report.delivery === 'uncertain')
  ) {
    return 'delivery'
  }
  return null
}
