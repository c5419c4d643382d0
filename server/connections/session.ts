import { isLocal } from '../summary/model/local.ts'
import { fetchFor } from '../summary/model/proxy.ts'
import {
  ServiceError,
  type Secrets,
  type ServiceAnswer,
  type ServiceRequest,
  type ServiceSocket,
  type Session,
} from './connector.ts'
import { connectionLimits } from './limits.ts'
import { openStream } from './stream.ts'

/** What tells a connector where it is and who it is. */
export interface SessionOptions extends Pick<Session, 'signal' | 'people'> {
  address: string
  secrets: Secrets
}

/**
 * Whether a token may be sent to this address: encrypted, or without leaving this computer. Lines of `xmpp:` begin
 * open, and are encrypted before anything secret is said, or broken off.
 */
export const isSafeAddress = (address: string): boolean =>
  /^(?:https|wss|imaps|ircs|xmpps?):/i.test(address) ||
  isLocal(address.replace(/^(?:ws|imap|irc):/i, 'http:'))

/** Requests and sockets over the network, by the way that the environment names. */
export const networkSession = (options: SessionOptions): Session => ({
  ...options,
  ask: (request) => ask(request, options.signal),
  socket: (url) => openSocket(url, options.signal),
  stream: (target) => openStream(target, options.signal),
})

const unavailable = (error: unknown): ServiceError => {
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  const why = cause instanceof Error ? `${message}: ${cause.message}` : message
  return new ServiceError('unavailable', why)
}

async function ask(request: ServiceRequest, outer: AbortSignal): Promise<ServiceAnswer> {
  const {
    method = 'GET',
    url,
    headers = {},
    body,
    form,
    patienceMs = connectionLimits.answerMs,
  } = request
  if (!isSafeAddress(url)) throw new ServiceError('refused', 'not encrypted')
  const stop = new AbortController()
  const giveUp = (): void => stop.abort(outer.reason)
  outer.addEventListener('abort', giveUp, { once: true })
  const timer = setTimeout(() => stop.abort(new Error('no answer in time')), patienceMs)
  try {
    outer.throwIfAborted()
    const send = await fetchFor({ baseUrl: url, proxy: undefined })
    const response = await send(url, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      },
      // A form says its own type.
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect could carry the token to a stranger.
      redirect: 'manual',
      signal: stop.signal,
    })
    const text = await limitedText(response)
    return { status: response.status, headers: response.headers, body: parsed(text) }
  } catch (error) {
    outer.throwIfAborted()
    throw error instanceof ServiceError ? error : unavailable(error)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', giveUp)
  }
}

async function limitedText(response: Response): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > connectionLimits.maxAnswerBytes) throw new ServiceError('refused', 'too long')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Node 20 has no socket of its own; that of undici is one of our packages already. */
async function openSocket(url: string, signal: AbortSignal): Promise<ServiceSocket> {
  if (!isSafeAddress(url)) throw new ServiceError('refused', 'not encrypted')
  const { WebSocket } = await import('undici')
  signal.throwIfAborted()
  const socket = new WebSocket(url)
  const messages: string[] = []
  let isClosed = false
  let closeCode: number | null = null
  let tell: () => void = () => undefined
  let fail: (why: string) => void = () => undefined
  const close = (): void => {
    isClosed = true
    signal.removeEventListener('abort', close)
    socket.close()
    // One that is not open yet closes without a word.
    fail('the socket was closed')
    tell()
  }
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') messages.push(data)
    tell()
  })
  socket.addEventListener('close', ({ code }) => {
    closeCode = code
    close()
  })
  signal.addEventListener('abort', close, { once: true })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(close, connectionLimits.answerMs)
    fail = (why) => {
      clearTimeout(timer)
      reject(new ServiceError('unavailable', why))
    }
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.addEventListener('error', () => {
      fail('the socket could not be opened')
      close()
    })
  })
  return {
    send: (text) => socket.send(text),
    closeCode: () => closeCode,
    close,
    async next() {
      while (messages.length === 0 && !isClosed) {
        await new Promise<void>((resolve) => (tell = resolve))
      }
      return messages.shift() ?? null
    },
  }
}
