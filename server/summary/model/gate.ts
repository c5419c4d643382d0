import { setTimeout as sleep } from 'node:timers/promises'
import { sentence, type Reason } from '../../contract/sentences.ts'
import { summaryLimits } from '../limits.ts'
import { soundHealth, type ModelMemory, type ServerHealth } from '../../ports/model-memory.ts'
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
 * The circuit breaker of one server. It stands in the engine, so one used-up quota speaks for the rooms of
 * all threads, and still does after a restart.
 */
export class ServerGate {
  readonly #memory: ModelMemory
  readonly #server: string
  readonly #now: () => number

  /** @param server tells servers and accounts apart: another key is another quota */
  constructor(memory: ModelMemory, server: string, now: () => number = Date.now) {
    this.#memory = memory
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
    const { closedUntil, reason, restUntil } = await this.#memory.health(this.#server)
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
  async succeeded(restMs: number): Promise<void> {
    const health = await this.#memory.health(this.#server)
    const rest = Math.min(restMs, summaryLimits.maxRetryAfterMs)
    if (health.failures === 0 && health.closedUntil === 0 && rest === 0) return
    await this.#save({ ...soundHealth, restUntil: rest === 0 ? 0 : this.#now() + rest })
  }

  /** A call was given up for good. */
  async failed(error: ModelError): Promise<void> {
    const asked = error.details.retryAfterMs ?? 0
    if (error.kind === 'quota') await this.#close(error, summaryLimits.breakerMs)
    else if (asked > summaryLimits.maxRetryAfterMs) {
      await this.#close(error, Math.min(asked, summaryLimits.maxPauseMs))
    } else if (outages.has(error.kind)) {
      await this.#memory.countFailure(this.#server, {
        limit: summaryLimits.failuresToPause,
        closedUntil: this.#now() + summaryLimits.outagePauseMs,
        reason: error.message,
      })
    }
  }

  #close({ message }: ModelError, milliseconds: number): Promise<void> {
    const closedUntil = this.#now() + milliseconds
    return this.#save({ ...soundHealth, closedUntil, reason: message })
  }

  #save(health: ServerHealth): Promise<void> {
    return this.#memory.saveHealth(this.#server, health)
  }
}

const clock = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`
