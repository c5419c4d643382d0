import { createHash } from 'node:crypto'
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { once } from 'node:events'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../../contract/errors.ts'
import { sentence, type Sentence } from '../../contract/sentences.ts'
import { oneLine } from '../../delivery/one-line.ts'
import { redactorOf } from '../../redaction.ts'
import { writeNewFile } from '../../write-file.ts'

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Milliseconds, but for `maxBytes`. */
export const serviceLimits = {
  /** Until a connection stands. */
  connectMs: 10_000,
  /** In which it takes nothing of what it is sent, or sends nothing of a workbook that it has begun. */
  idleMs: 60_000,
  /** From the last message to the head of the answer: in this time it writes the workbook. */
  answerMs: 5 * 60_000,
  /** For the whole of the workbook, however it drips. */
  bodyMs: 10 * 60_000,
  /** Bytes of a workbook. */
  maxBytes: 1_024 ** 3,
  /** Tries, and the pause before the second; each later one is four times as long. */
  tries: 3,
  pauseMs: 1_000,
  /** The longest pause that a service may ask for; one that wants more is not waited for. */
  maxPauseMs: 60_000,
}
export type ServiceLimits = typeof serviceLimits

/** Bytes of a refusal that are read. */
const maxRefusalBytes = 64 * 1_024

/** Why a service has written no workbook. */
export class ServiceFailure extends Error {
  override name = 'ServiceFailure'
  readonly said: Sentence
  /** Milliseconds after which it may be asked again, 0: as usual; null: never. */
  readonly retryMs: number | null

  constructor(said: Sentence, retryMs: number | null, cause?: unknown) {
    super(said.code, { cause })
    this.said = said
    this.retryMs = retryMs
  }
}

export interface Call {
  /** Of the settings, such as `http://127.0.0.1:8080/writer`. */
  service: string
  token: string | null
  idempotencyKey: string
  /** Whole lines. */
  lines: AsyncIterable<string>
  /** Where the workbook goes; it must not be there. A part of it may be left by an error. */
  file: string
  signal: AbortSignal
  limits: ServiceLimits
  /** Told once all was sent. */
  onSent(): void
}

/** Ends a request once something has not come in time. */
function createClock(request: ClientRequest) {
  let timer: NodeJS.Timeout | undefined
  let silentMs: number | null = null
  return {
    set(milliseconds: number): void {
      clearTimeout(timer)
      timer = setTimeout(() => {
        silentMs = milliseconds
        request.destroy()
      }, milliseconds)
    },
    stop: (): void => clearTimeout(timer),
    silentMs: (): number | null => silentMs,
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

/**
 * Asks a service for one workbook, once. No redirect is followed, so that nobody is led to an address that people did
 * not choose.
 *
 * @throws ServiceFailure; the reason of `signal`; errors of the disk as they come
 */
export async function callService(call: Call): Promise<{ bytes: number; sha256: string }> {
  const { service, token, signal, limits } = call
  signal.throwIfAborted()
  const url = new URL(`${service.replace(/\/+$/, '')}/workbooks`)
  const { host } = url
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = open(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/x-ndjson',
      accept: `${xlsxType}, application/problem+json`,
      'accept-encoding': 'identity',
      'idempotency-key': call.idempotencyKey,
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
  })
  const clock = createClock(request)
  const abort = (): void => void request.destroy()
  signal.addEventListener('abort', abort, { once: true })
  let isConnected = false
  /** A service may refuse before it has read all. */
  let answered: IncomingMessage | null = null
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', (response: IncomingMessage) => {
      answered = response
      resolve(response)
    })
    // Also after the answer, when a service closes before it has read all.
    request.on('error', reject)
    request.once('close', () => reject(new Error('closed')))
  })
  answer.catch(() => undefined)
  try {
    clock.set(limits.connectMs)
    request.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        isConnected = true
        clock.set(limits.idleMs)
      })
    })
    for await (const text of call.lines) {
      if (answered !== null || request.destroyed) break
      if (request.write(text)) continue
      // What goes on comes from the socket, or an answer, or the end of it all.
      await Promise.race([once(request, 'drain'), answer])
      if (answered === null) clock.set(limits.idleMs)
    }
    if (answered === null) {
      request.once('finish', () => {
        call.onSent()
        clock.set(limits.answerMs)
      })
      request.end()
    }
    const response = await answer
    clock.set(limits.idleMs)
    if (response.statusCode !== 200) throw await refusalOf(response, host, token)
    if (!request.writableEnded) request.end()
    return await receive(response, call, host, clock)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ServiceFailure) throw error
    const silentMs = clock.silentMs()
    if (silentMs !== null) {
      const seconds = Math.max(1, Math.round(silentMs / 1_000))
      throw new ServiceFailure(sentence('service_silent', { host, seconds }), 0, error)
    }
    const isOfDisk = (error as { path?: unknown } | null)?.path !== undefined
    if (isOfDisk || /^(?:ENOSPC|EDQUOT|EROFS|EIO)$/.test(codeOf(error))) throw error
    if (isConnected) {
      throw new ServiceFailure(sentence('service_broke_off', { host }), 0, error)
    }
    const text = codeOf(error) || 'closed'
    throw new ServiceFailure(sentence('service_unreachable', { host, text }), 0, error)
  } finally {
    clock.stop()
    signal.removeEventListener('abort', abort)
    request.destroy()
  }
}

/** Takes the workbook in, and looks at its length and checksum. */
async function receive(
  response: IncomingMessage,
  { file, signal, limits }: Call,
  host: string,
  clock: ReturnType<typeof createClock>,
): Promise<{ bytes: number; sha256: string }> {
  const wrong = (context: 'type' | 'encoding' | 'checksum' | 'large'): ServiceFailure =>
    new ServiceFailure(sentence('service_wrong_answer', { host, context }), null)
  const { headers } = response
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== xlsxType) throw wrong('type')
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw wrong('encoding')
  if (Number(headers['content-length'] ?? 0) > limits.maxBytes) throw wrong('large')
  const hash = createHash('sha256')
  let bytes = 0
  const began = performance.now()
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limits.maxBytes) return done(wrong('large'))
      hash.update(chunk)
      const left = limits.bodyMs - (performance.now() - began)
      clock.set(Math.max(1, Math.min(limits.idleMs, left)))
      done(null, chunk)
    },
  })
  await Promise.all([
    pipeline(response, counted, { signal }),
    writeNewFile(file, counted, { durable: true, signal }),
  ])
  const digest = hash.digest()
  // RFC 9530; other algorithms may stand beside it.
  const told = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]+=*):/.exec(
    String(headers['content-digest'] ?? ''),
  )
  if (told !== null && told[1] !== digest.toString('base64')) throw wrong('checksum')
  return { bytes, sha256: digest.toString('hex') }
}

/** Answers that pass: too many, a proxy without its server, a restart. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504])

async function refusalOf(
  response: IncomingMessage,
  host: string,
  token: string | null,
): Promise<ServiceFailure> {
  const { statusCode: status = 0, headers } = response
  if (status >= 300 && status < 400) {
    return new ServiceFailure(sentence('service_redirects', { host }), null)
  }
  let body = ''
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk
    if (body.length > maxRefusalBytes) break
  }
  const words = redactorOf([token]).text(wordsOfProblem(headers['content-type'] ?? '', body))
  const said = sentence('service_refused', {
    host,
    status,
    text: oneLine(words, 300) || (response.statusMessage ?? '').slice(0, 100),
  })
  return new ServiceFailure(said, passing.has(status) ? pauseOf(headers['retry-after']) : null)
}

/** Only what is made for it is shown: an HTML page is not for people who read a sentence. */
function wordsOfProblem(type: string, body: string): string {
  if (!/^application\/(?:problem\+)?json\b/i.test(type)) return ''
  try {
    const { title, detail } = Problem.pick({ title: true, detail: true })
      .partial()
      .parse(JSON.parse(body))
    return detail ?? title ?? ''
  } catch {
    return ''
  }
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; 0 without it. */
function pauseOf(header: string | undefined): number {
  if (header === undefined) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}
