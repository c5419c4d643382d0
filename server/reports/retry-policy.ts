import { runLimits } from './limits.ts'
import type { ErrorCode } from '../contract/errors.ts'

/**
 * Which failures pass by themselves, and how long to wait for that. Pure: chance comes in as an
 * argument. A model server has a policy of its own (`summary/model/calls.ts`), because it says itself
 * how long it wants to be left alone.
 */

/** A failure by its code, a mail that nobody took, or a recipient that was refused for now. */
type Retried = ErrorCode | 'delivery' | 'recipient'

/** Tries of one attempt, the first included. */
const triesOf: Partial<Readonly<Record<Retried, number>>> = {
  // A worker that ran out of memory beside others may have enough by itself.
  worker_crashed: 2,
  // The database was locked by another program, or a server of ours is restarted: some four minutes.
  unavailable: 10,
  // A mail server that is down or wants the mail later (RFC 5321 section 4.5.4.1).
  delivery: 3,
  // Greylisting refuses a sender that the server does not know for some minutes, mostly five.
  recipient: 7,
}

/**
 * Milliseconds until the next try, with full jitter over the upper half, so that five hundred reports
 * that failed together do not come back together; null: a person has to look first.
 *
 * @param tries made so far, at least 1
 * @param random 0 to 1
 */
export function waitBeforeRetry(what: Retried, tries: number, random: number): number | null {
  if (tries >= (triesOf[what] ?? 1)) return null
  const [first, most] = boundsOf(what)
  const whole = Math.min(most, first * 4 ** (tries - 1))
  return Math.round(whole / 2 + (whole / 2) * random)
}

function boundsOf(what: Retried): readonly [first: number, most: number] {
  const { retryFirstMs, retryMaxMs, deliveryRetryFirstMs, deliveryRetryMaxMs } = runLimits
  if (what === 'recipient') return [deliveryRetryFirstMs, runLimits.recipientRetryMaxMs]
  if (what === 'delivery') return [deliveryRetryFirstMs, deliveryRetryMaxMs]
  return [retryFirstMs, retryMaxMs]
}

/** A wait as people read it. */
export const secondsOf = (milliseconds: number): number =>
  Math.max(1, Math.round(milliseconds / 1_000))
