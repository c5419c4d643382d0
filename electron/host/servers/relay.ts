import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { admit, loopbackHosts } from '../../../server/admission.ts'
import { inEnglish } from '../../../server/words/say.ts'
import { appOrigin } from '../page/app-url.ts'
import type { Ask } from './ask.ts'
import { reachFailure } from './reach-failure.ts'

/** Where a request goes on to. */
export interface RelayTarget {
  url: string
  /** Of the server; the page never gets it. */
  token: string
}

export interface Relay {
  url: string
  close(): Promise<void>
}

/** What a page may send on; `Origin` and cookies are not among them, and the token is another one. */
const sent = [
  'accept',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
  'range',
] as const
const answered = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-range',
  'content-type',
  'etag',
  'rapporteur-trash',
  'retry-after',
  'www-authenticate',
] as const

const only = (
  names: readonly string[],
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

/**
 * The way of the window to servers that are not inside the app: one address on the loopback, so that its policy names no
 * other. Who asks it is told by the bearer token, one for each server and launch.
 *
 * @param options.targetOf what such a token stands for; null for one of nobody
 * @param options.onUnauthorized told that a server did not take its token
 */
export async function startRelay(options: {
  ask: Ask
  targetOf(token: string): RelayTarget | null
  onUnauthorized(token: string): void
}): Promise<Relay> {
  const { ask, targetOf, onUnauthorized } = options

  async function pass(
    request: IncomingMessage,
    response: ServerResponse,
    cors: Record<string, string>,
  ): Promise<void> {
    const refuse = (status: number, code: string, params: object = {}): void => {
      const problem = { type: 'about:blank', title: code, status, code, params }
      const detail = inEnglish({ code, params: { ...params } })
      response
        .writeHead(status, { ...cors, 'Content-Type': 'application/problem+json' })
        .end(JSON.stringify({ ...problem, title: detail, detail }))
    }
    const { method = 'GET', url = '', headers } = request
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
    const target = targetOf(token)
    if (target === null || !url.startsWith('/api/')) return refuse(401, 'unauthorized')
    const ending = new AbortController()
    response.once('close', () => ending.abort())
    const hasBody = method !== 'GET' && method !== 'HEAD'
    try {
      const told = await ask({
        url: target.url + url,
        method,
        headers: { ...only(sent, headers), authorization: `Bearer ${target.token}` },
        body: hasBody ? request : undefined,
        signal: ending.signal,
      })
      if (told.status === 401) onUnauthorized(token)
      response.writeHead(told.status, { ...only(answered, told.headers), ...cors })
      response.flushHeaders()
      await pipeline(told.body, response)
    } catch (error) {
      if (response.headersSent || ending.signal.aborted) return void response.destroy()
      const failure = reachFailure(error, new URL(target.url).host)
      refuse(502, failure.code, failure.params)
    }
  }

  const server = createServer((request, response) => {
    const { refusal, headers, isPreflight } = admit(
      { hosts: loopbackHosts, origins: [appOrigin] },
      request,
    )
    if (refusal !== null) response.writeHead(403).end()
    else if (isPreflight) response.writeHead(204, { ...headers, Vary: 'Origin' }).end()
    else void pass(request, response, headers)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
