import { setTimeout as sleep } from 'node:timers/promises'
import { verbatim, type Reason } from '../../contract/sentences.ts'
import { summaryLimits } from '../limits.ts'
import { createModelMemory, type ModelMemory } from '../../ports/model-memory.ts'
import { ModelError } from './errors.ts'
import { allFeatures, steppedDown, type Features } from './features.ts'
import { ServerGate } from './gate.ts'
import type { ChatRequest, Completion, ModelTransport, TokenCounts } from './transport.ts'

export interface CallerOptions {
  transport: ModelTransport
  /** 0 to 1; the pause before another try is this share of the whole one. */
  random?: (() => number) | undefined
  /** Where the health of the server is kept for all callers; by default it is this caller's alone. */
  memory?: ModelMemory | undefined
  /** Milliseconds since 1970, for the circuit breaker. */
  now?: (() => number) | undefined
  /** Waits between two tries; rejects on abort. By default it really waits. */
  pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined
  /** Milliseconds of the first pause; default `summaryLimits.backoffMs`. */
  backoffMs?: number | undefined
  /** Milliseconds without a word after which `onSilence` is called; default `summaryLimits.tellSilenceMs`. */
  tellSilenceMs?: number | undefined
  /** Tries of one call, the first included; default `summaryLimits.maxTries`. */
  maxTries?: number | undefined
}

export interface CallPorts {
  onText(delta: string): void
  /** Before each try; what it throws ends the call. */
  beforeTry?(): void
  /** A new try begins, so what `onText` gave before is void. */
  onRestart(): void
  /** The pause before the next try, in milliseconds. */
  onWait?(milliseconds: number, reason: Reason): void
  /** No word has come for so many milliseconds; told again as long as it lasts. */
  onSilence?(milliseconds: number): void
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
    const { memory = createModelMemory(), transport, now } = options
    this.#gate = new ServerGate(memory, transport.account, now)
  }

  /** @throws ModelError, the last one if all tries have failed */
  async call(
    request: Omit<ChatRequest, keyof Features>,
    ports: CallPorts,
    signal: AbortSignal,
  ): Promise<Completion> {
    let known = this.#features
    let features = known
    for (let tries = 1; ;) {
      await this.#gate.enter((milliseconds, reason) => ports.onWait?.(milliseconds, reason), signal)
      try {
        ports.beforeTry?.()
        const answer = await this.#chat({ ...request, ...features }, ports, signal)
        // Only what has helped is remembered: a refusal of another kind must not cost the schema.
        if (this.#features === known) this.#features = features
        await this.#gate.succeeded(answer.restMs)
        ports.onAnswer?.(answer)
        return answer
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        if (error.details.begun !== undefined) ports.onAnswer?.(error.details.begun)
        ports.onRestart()
        // Another call may have learnt meanwhile what this one has to leave out.
        const less = this.#features === known ? lessThan(features, error) : this.#features
        // A refused parameter costs no try: it is refused at once, and there are few to leave out.
        if (less !== null && isAboutRequest(error)) {
          known = this.#features
          features = less
          continue
        }
        await this.#pauseOrGiveUp(tries, error, ports, signal)
        tries++
      }
    }
  }

  /** How much of the schema the server takes, by what is known so far. */
  get format(): ChatRequest['format'] {
    return this.#features.format
  }

  /** One try, which tells of a silence while it lasts. */
  async #chat(request: ChatRequest, ports: CallPorts, signal: AbortSignal): Promise<Completion> {
    const { transport, tellSilenceMs = summaryLimits.tellSilenceMs } = this.#options
    let silentMs = 0
    const clock = setInterval(() => {
      silentMs += tellSilenceMs
      ports.onSilence?.(silentMs)
    }, tellSilenceMs)
    const onText = (delta: string): void => {
      silentMs = 0
      clock.refresh()
      ports.onText(delta)
    }
    try {
      return await transport.chat(request, onText, signal)
    } finally {
      clearInterval(clock)
    }
  }

  async #pauseOrGiveUp(
    tries: number,
    error: ModelError,
    ports: CallPorts,
    signal: AbortSignal,
  ): Promise<void> {
    const { random = Math.random, backoffMs = summaryLimits.backoffMs } = this.#options
    const { maxTries = summaryLimits.maxTries, pause = patience } = this.#options
    const asked = error.details.retryAfterMs ?? 0
    if (!error.retryable || tries >= maxTries || asked > summaryLimits.maxRetryAfterMs) {
      await this.#gate.failed(error)
      throw error
    }
    const whole = Math.min(summaryLimits.maxBackoffMs, backoffMs * 2 ** (tries - 1))
    const wait = Math.max(asked, whole * random())
    ports.onWait?.(wait, verbatim(error.message))
    try {
      await pause(wait, signal)
    } catch {
      throw new ModelError('aborted', 'Stopped')
    }
  }
}

/** Refused for what stood in the request, or because the model could not stop thinking. */
const isAboutRequest = ({ kind, details }: ModelError): boolean =>
  kind === 'bad-request' || (kind === 'empty' && details.onlyThought === true)

/** What to send after such a failure; null if nothing is left to leave out. */
function lessThan(features: Readonly<Features>, error: ModelError): Readonly<Features> | null {
  if (error.kind === 'bad-request') return steppedDown(features, error.message)
  return features.thinks ? { ...features, thinks: false } : null
}

const patience = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal })
