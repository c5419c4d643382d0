import type { IncomingMessage } from 'node:http'

/**
 * Who may speak to a server on the loopback interface. A web page in any browser of this machine can
 * reach the port, and with DNS rebinding even under its own name; so `Host` must be ours and `Origin`,
 * where there is one, must be ours or the app's, before anything else is looked at.
 */
export interface GuardOptions {
  /** Host names that stand for this server on its own port, without it. */
  hosts: readonly string[]
  /**
   * Names by which others reach it, through whatever port of a proxy or a container: `reports.example.org`.
   * Default: none.
   */
  publicHosts?: readonly string[]
  /** Origins of the app's pages, such as `app://rapporteur`. */
  origins: readonly string[]
}

export interface Admission {
  /** Why the request is refused; null if it is not. */
  refusal: 'foreign_host' | 'foreign_origin' | null
  /** Headers that let a page read the answer; none without `Origin`. */
  headers: Record<string, string>
  /** It is answered with these headers, 204 and nothing else. */
  isPreflight: boolean
}

/** The names of a loopback server. */
export const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'] as const

/** Headers a page may send; without `last-event-id` every reconnect of a stream would fail. */
const allowedHeaders =
  'authorization, content-type, idempotency-key, last-event-id, cache-control, range'
const exposedHeaders = 'content-disposition, etag, retry-after, www-authenticate'

/** Splits `host:port`, also with an IPv6 address in brackets; null if it is neither. */
export function parseHost(value: string | undefined): { name: string; port: number } | null {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:/@?#[\]]+)(?::(\d{1,5}))?$/i.exec(value ?? '')
  if (match?.[1] === undefined) return null
  return { name: match[1].toLowerCase(), port: match[2] === undefined ? 80 : Number(match[2]) }
}

const refused = (refusal: Admission['refusal']): Admission => ({
  refusal,
  headers: {},
  isPreflight: false,
})

/** Looks at address, origin and method alone, so that it can be asked before there is a server. */
export function admit(
  { hosts, publicHosts = [], origins }: GuardOptions,
  request: IncomingMessage,
): Admission {
  const host = parseHost(request.headers.host)
  const isIn = (names: readonly string[]): boolean =>
    host !== null && names.some((name) => name.toLowerCase() === host.name)
  const isPublic = isIn(publicHosts)
  const isOurs = isPublic || (isIn(hosts) && host?.port === request.socket.localPort)
  if (!isOurs) return refused('foreign_host')
  const { origin } = request.headers
  if (origin !== undefined) {
    const at = request.headers.host ?? ''
    // Behind a proxy the page has come by TLS, though the request has not.
    const isOwn = origin === `http://${at}` || (isPublic && origin === `https://${at}`)
    if (!isOwn && !origins.includes(origin)) return refused('foreign_origin')
  }
  const isPreflight = request.method === 'OPTIONS'
  return {
    refusal: null,
    headers: {
      ...(origin !== undefined && {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': exposedHeaders,
      }),
      ...(isPreflight && {
        'Access-Control-Allow-Methods': 'GET, HEAD, POST, PATCH, DELETE',
        'Access-Control-Allow-Headers': allowedHeaders,
        'Access-Control-Max-Age': '600',
      }),
      // Chromium asks this of pages that reach into the loopback network.
      ...(isPreflight &&
        request.headers['access-control-request-private-network'] === 'true' && {
          'Access-Control-Allow-Private-Network': 'true',
        }),
    },
    isPreflight,
  }
}
