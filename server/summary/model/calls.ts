import { setTimeout as sleep } from 'node:timers/promises'
import { modelLimits } from '../../contract/limits.ts'
import { ModelError } from './errors.ts'
import type { ChatRequest, Completion, ModelTransport, TokenCounts } from './transport.ts'

export interface CallerOptions {
  transport: ModelTransport
  /** 0 to 1; the pause before another try is this share of the whole one. */
  random?: (() => number) | undefined
  /** Milliseconds, for the circuit breaker. */
  now?: (() => number) | undefined
  /** Milliseconds of the first pause; default `modelLimits.backoffMs`. */
  backoffMs?: number | undefined
  /** Tries of one call, the first included; default `modelLimits.maxTries`. */
  maxTries?: number | undefined
}

export interface CallPorts {
  onText(delta: string): void
  /** A new try begins, so what `onText` gave before is void. */
  onRestart(): void
  /** The pause before the next try, in milliseconds. */
  onWait?(milliseconds: number, reason: string): void
  /** An answer that the server had begun, whole or not: what it counted, and the text. */
  onAnswer?(answer: TokenCounts & { text: string }): void
}

/** Calls a server with patience: repeats what may pass, gives up at once what will not. */
export class ModelCaller {
  readonly #options: CallerOptions
  /** The most that this server has been seen to understand. */
  #format: ChatRequest['format'] = 'schema'
  #closedUntil = 0
  #closedBecause = ''

  constructor(options: CallerOptions) {
    this.#options = options
  }

  async call(
    request: Omit<ChatRequest, 'format'>,
    ports: CallPorts,
    signal: AbortSignal,
  ): Promise<Completion> {
    const { now = Date.now, maxTries = modelLimits.maxTries } = this.#options
    if (now() < this.#closedUntil) throw new ModelError('quota', this.#closedBecause)
    for (let tries = 1; ;) {
      try {
        const asked = { ...request, format: this.#format }
        const onText = (delta: string): void => ports.onText(delta)
        const answer = await this.#options.transport.chat(asked, onText, signal)
        ports.onAnswer?.(answer)
        return answer
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        if (error.details.begun !== undefined) ports.onAnswer?.(error.details.begun)
        ports.onRestart()
        if (error.kind === 'quota') this.#close(now(), error.message)
        // A refused parameter costs no try: it is refused at once, and twice at most.
        if (error.kind === 'bad-request' && this.#stepDown()) continue
        if (!error.retryable || tries >= maxTries) throw error
        await this.#pause(tries, error, ports, signal)
        tries++
      }
    }
  }

  /** How much of the schema the server takes, by what is known so far. */
  get format(): ChatRequest['format'] {
    return this.#format
  }

  /** One used-up quota speaks for all rooms. */
  #close(now: number, reason: string): void {
    this.#closedUntil = now + modelLimits.breakerMs
    this.#closedBecause = reason
  }

  #stepDown(): boolean {
    if (this.#format === 'text') return false
    this.#format = this.#format === 'schema' ? 'json' : 'text'
    return true
  }

  async #pause(
    tries: number,
    error: ModelError,
    ports: CallPorts,
    signal: AbortSignal,
  ): Promise<void> {
    const asked = error.details.retryAfterMs ?? 0
    if (asked > modelLimits.maxRetryAfterMs) throw error
    const { random = Math.random, backoffMs = modelLimits.backoffMs } = this.#options
    const whole = Math.min(modelLimits.maxBackoffMs, backoffMs * 2 ** (tries - 1))
    const wait = Math.max(asked, whole * random())
    ports.onWait?.(wait, error.message)
    try {
      await sleep(wait, undefined, { signal })
    } catch {
      throw new ModelError('aborted', 'Stopped')
    }
  }
}
