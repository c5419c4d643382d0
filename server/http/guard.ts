import type { RequestHandler } from 'express'
import { HttpProblem } from './problem.ts'

/**
 * Who may speak to a server on the loopback interface. A web page in any browser of this machine can
 * reach the port, and with DNS rebinding even under its own name; so `Host` must be ours and `Origin`,
 * where there is one, must be ours or the app's, before anything else is looked at.
 */
export interface GuardOptions {
  /** Host names that stand for this server, without port. */
  hosts: readonly string[]
  /** Origins of the app's pages, such as `app://rapporteur`. */
  origins: readonly string[]
}

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

export function guard(options: GuardOptions): RequestHandler {
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()))
  const origins = new Set(options.origins)
  return (req, res, next) => {
    const host = parseHost(req.headers.host)
    if (host === null || !hosts.has(host.name) || host.port !== req.socket.localPort) {
      throw new HttpProblem(403, 'foreign_host', 'This server answers under its own address only.')
    }
    const { origin } = req.headers
    res.vary('Origin')
    if (origin !== undefined) {
      if (!origins.has(origin) && origin !== `http://${req.headers.host ?? ''}`) {
        throw new HttpProblem(
          403,
          'foreign_origin',
          'Pages of other origins may not use this server.',
        )
      }
      res.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': exposedHeaders,
      })
    }
    if (req.method === 'OPTIONS') {
      res.set({
        'Access-Control-Allow-Methods': 'GET, HEAD, POST, PATCH, DELETE',
        'Access-Control-Allow-Headers': allowedHeaders,
        'Access-Control-Max-Age': '600',
      })
      // Chromium asks this of pages that reach into the loopback network.
      if (req.headers['access-control-request-private-network'] === 'true') {
        res.set('Access-Control-Allow-Private-Network', 'true')
      }
      return void res.status(204).end()
    }
    next()
  }
}
