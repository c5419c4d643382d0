import { setTimeout as sleep } from 'node:timers/promises'
import { modelLimits } from '../../contract/limits.ts'
import { createModelMemory, type ModelStore } from '../../store/model-store.ts'
import { ModelError } from './errors.ts'
import { allFeatures, steppedDown, type Features } from './features.ts'
import { ServerGate } from './gate.ts'
import type { ChatRequest, Completion, ModelTransport, TokenCounts } from './transport.ts'

export interface CallerOptions {
  transport: ModelTransport
  /** 0 to 1; the pause before another try is this share of the whole one. */
  random?: (() => number) | undefined
  /** Where the health of the server is kept for all callers; by default it is this caller's alone. */
  store?: ModelStore | undefined
  /** Milliseconds since 1970, for the circuit breaker. */
  now?: (() => number) | undefined
  /** Waits between two tries; rejects on abort. By default it really waits. */
  pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined
  /** Milliseconds of the first pause; default `modelLimits.backoffMs`. */
  backoffMs?: number | undefined
  /** Tries of one call, the first included; default `modelLimits.maxTries`. */
  maxTries?: number | undefined
}

export interface CallPorts {
  onText(delta: string): void
  /** Before each try; what it throws ends the call. */
  beforeTry?(): void
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
  readonly #gate: ServerGate
  /** The most that this server has been seen to understand. */
  #features: Readonly<Features> = allFeatures

  constructor(options: CallerOptions) {
    this.#options = options
    const { store = createModelMemory(), transport, now } = options
    this.#gate = new ServerGate(store, transport.account, now)
  }

  /** @throws ModelError, the last one if all tries have failed */
  async call(
    request: Omit<ChatRequest, keyof Features>,
    ports: CallPorts,
    signal: AbortSignal,
  ): Promise<Completion> {
    for (let tries = 1; ;) {
      const features = this.#features
      await this.#gate.enter((milliseconds, reason) => ports.onWait?.(milliseconds, reason), signal)
      try {
        ports.beforeTry?.()
        const asked = { ...request, ...features }
        const onText = (delta: string): void => ports.onText(delta)
        const answer = await this.#options.transport.chat(asked, onText, signal)
        this.#gate.succeeded(answer.restMs)
        ports.onAnswer?.(answer)
        return answer
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        if (error.details.begun !== undefined) ports.onAnswer?.(error.details.begun)
        ports.onRestart()
        // A refused parameter costs no try: it is refused at once, and there are few to leave out.
        if (error.kind === 'bad-request' && this.#stepDown(features, error)) continue
        await this.#pauseOrGiveUp(tries, error, ports, signal)
        tries++
      }
    }
  }

  /** How much of the schema the server takes, by what is known so far. */
  get format(): ChatRequest['format'] {
    return this.#features.format
  }

  /** @param sent what the refused call had; another call may have learnt the same meanwhile */
  #stepDown(sent: Readonly<Features>, { message }: ModelError): boolean {
    if (this.#features !== sent) return true
    const less = steppedDown(sent, message)
    this.#features = less ?? sent
    return less !== null
  }

  async #pauseOrGiveUp(
    tries: number,
    error: ModelError,
    ports: CallPorts,
    signal: AbortSignal,
  ): Promise<void> {
    const { random = Math.random, backoffMs = modelLimits.backoffMs } = this.#options
    const { maxTries = modelLimits.maxTries, pause = patience } = this.#options
    const asked = error.details.retryAfterMs ?? 0
    if (!error.retryable || tries >= maxTries || asked > modelLimits.maxRetryAfterMs) {
      this.#gate.failed(error)
      throw error
    }
    const whole = Math.min(modelLimits.maxBackoffMs, backoffMs * 2 ** (tries - 1))
    const wait = Math.max(asked, whole * random())
    ports.onWait?.(wait, error.message)
    try {
      await pause(wait, signal)
    } catch {
      throw new ModelError('aborted', 'Stopped')
    }
  }
}

const patience = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal })
