import { setTimeout as sleep } from 'node:timers/promises'
import { sentence, type Reason } from '../../contract/sentences.ts'
import { modelLimits } from '../../contract/limits.ts'
import {
  soundHealth,
  type ModelStore,
  type ServerHealth,
} from '../../engines/sqlite/model-store.ts'
import { ModelError, type ModelErrorKind } from './errors.ts'

/** Failures of the server as a whole; those of one prompt say nothing of the next room. */
const outages: ReadonlySet<ModelErrorKind> = new Set([
  'auth',
  'headers-timeout',
  'idle-timeout',
  'network',
  'not-found',
  'server',
])

/**
 * The circuit breaker of one server. It stands in the store, so one used-up quota speaks for the rooms of
 * all threads, and still does after a restart.
 */
export class ServerGate {
  readonly #store: ModelStore
  readonly #server: string
  readonly #now: () => number

  /** @param server tells servers and accounts apart: another key is another quota */
  constructor(store: ModelStore, server: string, now: () => number = Date.now) {
    this.#store = store
    this.#server = server
    this.#now = now
  }

  /**
   * Lets a call pass; waits first where the server has said that it has no room for one yet.
   *
   * @throws ModelError `paused` while the server is left alone
   */
  async enter(
    onWait: (milliseconds: number, reason: Reason) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { closedUntil, reason, restUntil } = this.#store.health(this.#server)
    if (this.#now() < closedUntil) {
      throw new ModelError('paused', `Not asked before ${clock(closedUntil)}: ${reason}`)
    }
    const rest = restUntil - this.#now()
    if (rest <= 0) return
    onWait(rest, sentence('model_rests'))
    await sleep(rest, undefined, { signal }).catch(() => {
      throw new ModelError('aborted', 'Stopped')
    })
  }

  /** @param restMs how long the server wants no further call, by its answer */
  succeeded(restMs: number): void {
    const health = this.#store.health(this.#server)
    const rest = Math.min(restMs, modelLimits.maxRetryAfterMs)
    if (health.failures === 0 && health.closedUntil === 0 && rest === 0) return
    this.#save({ ...soundHealth, restUntil: rest === 0 ? 0 : this.#now() + rest })
  }

  /** A call was given up for good. */
  failed(error: ModelError): void {
    const asked = error.details.retryAfterMs ?? 0
    if (error.kind === 'quota') this.#close(error, modelLimits.breakerMs)
    else if (asked > modelLimits.maxRetryAfterMs) {
      this.#close(error, Math.min(asked, modelLimits.maxPauseMs))
    } else if (outages.has(error.kind)) {
      const health = this.#store.health(this.#server)
      const failures = health.failures + 1
      // Stays over the limit: after the pause one more failure is enough.
      if (failures >= modelLimits.failuresToPause)
        this.#close(error, modelLimits.outagePauseMs, failures)
      else this.#save({ ...health, failures })
    }
  }

  #close({ message }: ModelError, milliseconds: number, failures = 0): void {
    const closedUntil = this.#now() + milliseconds
    this.#save({ ...soundHealth, failures, closedUntil, reason: message })
  }

  #save(health: ServerHealth): void {
    this.#store.saveHealth(this.#server, health)
  }
}

const clock = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`
