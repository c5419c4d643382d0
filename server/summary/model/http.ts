import { summaryLimits } from '../limits.ts'
import type { Redactor } from '../../redaction.ts'
import { errorOfResponse, ModelError } from './errors.ts'
import { isLocal } from './local.ts'
import { fetchFor } from './proxy.ts'
import { restAfter } from './rate-limits.ts'
import { redactorsOf } from './secrets.ts'
import { basicLogin, withoutUserinfo, type Clocks, type ModelServer } from './server.ts'

export interface StreamCall {
  server: ModelServer
  path: string
  headers: Readonly<Record<string, string>>
  /** Sent as JSON by POST; absent: GET. */
  body?: unknown
}

/** An answer that has begun: how it is written, and its text as it comes. */
export interface StreamAnswer {
  contentType: string
  /** Milliseconds in which the server wants no further call. */
  restMs: number
  /** Pieces of UTF-8 text. Rejects with a `ModelError` when a clock runs out or the line breaks. */
  pieces: AsyncGenerator<string, void>
}

export function clocksOf(server: ModelServer): Clocks {
  const local = isLocal(server.baseUrl)
  return {
    headersMs: local ? summaryLimits.localHeadersMs : summaryLimits.headersMs,
    idleMs: local ? summaryLimits.localIdleMs : summaryLimits.idleMs,
    callMs: summaryLimits.callMs,
    ...server.clocks,
  }
}

/**
 * Sends a request and hands over the answer while it arrives, under three clocks: until the head,
 * between two pieces, and for the whole. `fetch` itself has none of them.
 */
export async function openStream(
  call: StreamCall,
  signal: AbortSignal,
  use: (answer: StreamAnswer) => Promise<void>,
): Promise<void> {
  const { server } = call
  const clocks = clocksOf(server)
  const watch = new Watch(signal, clocks.callMs)
  const { words } = redactorsOf(server)
  try {
    watch.set('headers-timeout', clocks.headersMs)
    const send = await fetchFor(server)
    const headers = { ...basicLogin(server), ...call.headers }
    const response = await send(
      `${withoutUserinfo(server.baseUrl).replace(/\/+$/, '')}${call.path}`,
      {
        ...(call.body === undefined
          ? { headers }
          : {
              method: 'POST',
              headers: { 'content-type': 'application/json', ...headers },
              body: JSON.stringify(call.body),
            }),
        // A redirect could carry the key to a stranger.
        redirect: 'manual',
        signal: watch.signal,
      },
    )
    watch.set('idle-timeout', clocks.idleMs)
    if (!response.ok) throw await refusal(response, watch, clocks.idleMs, words)
    await use({
      contentType: response.headers.get('content-type') ?? '',
      restMs: restAfter(response.headers, Date.now()),
      pieces: piecesOf(response, watch, clocks.idleMs, summaryLimits.maxAnswerBytes),
    })
  } catch (error) {
    throw cleaned(watch.explain(error), words)
  } finally {
    // Also lets go of a socket that the server leaves open after its last word.
    watch.stop()
  }
}

/**
 * A small question with a JSON answer, such as which models there are. One try.
 *
 * @throws ModelError, also where the answer is not JSON
 */
export async function askJson(call: StreamCall, signal: AbortSignal): Promise<unknown> {
  let text = ''
  await openStream(call, signal, async ({ pieces }) => {
    for await (const piece of pieces) text += piece
  })
  try {
    return redactorsOf(call.server).answers.value(JSON.parse(text) as unknown)
  } catch {
    throw new ModelError('protocol', `${call.path} did not answer in JSON`)
  }
}

async function refusal(
  response: Response,
  watch: Watch,
  idleMs: number,
  words: Redactor,
): Promise<ModelError> {
  let body = ''
  for await (const piece of piecesOf(response, watch, idleMs, summaryLimits.maxErrorBytes)) {
    body += piece
  }
  if (response.status >= 300 && response.status < 400) {
    return new ModelError('protocol', `${response.status}: the server redirects elsewhere`)
  }
  return errorOfResponse(response.status, response.headers, words.text(body), Date.now())
}

async function* piecesOf(
  response: Response,
  watch: Watch,
  idleMs: number,
  maxBytes: number,
): AsyncGenerator<string, void> {
  if (response.body === null) return
  const decoder = new TextDecoder()
  let bytes = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    watch.set('idle-timeout', idleMs)
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new ModelError('protocol', `The answer is over ${maxBytes} bytes`)
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

type ClockKind = 'headers-timeout' | 'idle-timeout' | 'call-timeout'

/** One abort for all reasons, that remembers which it was. */
class Watch {
  readonly #controller = new AbortController()
  readonly #outer: AbortSignal
  readonly #whole: NodeJS.Timeout
  #timer: NodeJS.Timeout | undefined
  #expired: ClockKind | null = null
  readonly #onOuter = (): void => this.#controller.abort()

  constructor(outer: AbortSignal, callMs: number) {
    this.#outer = outer
    if (outer.aborted) this.#controller.abort()
    outer.addEventListener('abort', this.#onOuter, { once: true })
    this.#whole = setTimeout(() => this.#expire('call-timeout'), callMs)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Replaces the running clock. */
  set(kind: ClockKind, milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#expire(kind), milliseconds)
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#whole)
    this.#outer.removeEventListener('abort', this.#onOuter)
    this.#controller.abort()
  }

  explain(error: unknown): ModelError {
    if (this.#outer.aborted) return new ModelError('aborted', 'Stopped')
    if (this.#expired !== null) {
      const words: Record<ClockKind, string> = {
        'headers-timeout': 'The server did not begin to answer in time',
        'idle-timeout': 'The server fell silent in the middle of its answer',
        'call-timeout': 'The answer took too long',
      }
      return new ModelError(this.#expired, words[this.#expired])
    }
    if (error instanceof ModelError) return error
    return new ModelError('network', networkWords(error))
  }

  #expire(kind: ClockKind): void {
    this.#expired = kind
    this.#controller.abort()
  }
}

/** `fetch` says "fetch failed"; the reason stands in the cause. */
function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return 'The connection failed'
  const { cause } = error
  const reason = cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : ''
  return reason === '' ? error.message : `The connection failed: ${reason}`
}

/** Some servers repeat the key in their refusal, so it goes before the words are cut to what is kept. */
export function cleaned(error: ModelError, words: Redactor): ModelError {
  const message = words.text(error.message).slice(0, summaryLimits.maxErrorLength)
  return message === error.message ? error : new ModelError(error.kind, message, error.details)
}
