import { isLocal } from '../summary/model/local.ts'
import {
  ServiceError,
  type Secrets,
  type ServiceAnswer,
  type ServiceRequest,
  type ServiceSocket,
  type Session,
} from './connector.ts'
import { answerTo } from './http-answer.ts'
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
  const { message, cause, code } = (
    error instanceof Error ? error : new Error(String(error))
  ) as NodeJS.ErrnoException
  // Of a host with several addresses none of which answers there is only the code.
  const what = message || code || 'no answer'
  return new ServiceError(
    'unavailable',
    cause instanceof Error ? `${what}: ${cause.message}` : what,
  )
}

async function ask(request: ServiceRequest, outer: AbortSignal): Promise<ServiceAnswer> {
  const { method = 'GET', url, headers = {}, patienceMs = connectionLimits.answerMs } = request
  if (!isSafeAddress(url)) throw new ServiceError('refused', 'not encrypted')
  const stop = new AbortController()
  const giveUp = (): void => stop.abort(outer.reason)
  outer.addEventListener('abort', giveUp, { once: true })
  const timer = setTimeout(() => stop.abort(new Error('no answer in time')), patienceMs)
  try {
    outer.throwIfAborted()
    const {
      status,
      headers: told,
      text,
    } = await answerTo({
      method,
      url,
      headers: { ...headers, ...typeOf(request) },
      body: bodyOf(request),
      signal: stop.signal,
    })
    return { status, headers: told, body: parsed(text) }
  } catch (error) {
    outer.throwIfAborted()
    if (error instanceof ServiceError) throw error
    throw unavailable(stop.signal.aborted ? stop.signal.reason : error)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', giveUp)
  }
}

const bodyOf = ({ body, form }: ServiceRequest): string | undefined => {
  if (body !== undefined) return JSON.stringify(body)
  return form === undefined ? undefined : new URLSearchParams(form).toString()
}

const typeOf = ({ body, form }: ServiceRequest): Readonly<Record<string, string>> => {
  if (body !== undefined) return { 'content-type': 'application/json; charset=utf-8' }
  if (form === undefined) return {}
  return { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
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
