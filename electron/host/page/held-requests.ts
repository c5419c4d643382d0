import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { admit, loopbackHosts } from '../../../server/admission.ts'
import { appOrigin } from './app-url.ts'

/** Requests that came before there was anybody to answer them. */
export interface HeldRequests {
  /** Hands them to whoever listens now. */
  release(): void
  /** Gives them up; those that come later wait again. */
  drop(): void
}

/** More than one page asks at its start; what is above is refused. */
const mostHeld = 64

/**
 * Lets requests wait while the server is being read. The page sends its first ones without knowing whether
 * it has started, which is sooner than it could be told. Only what the browser asks before the page's own
 * question is answered at once, as the server would.
 */
export function holdRequests(server: Server): HeldRequests {
  let held: { request: IncomingMessage; response: ServerResponse }[] = []
  const hold = (request: IncomingMessage, response: ServerResponse): void => {
    const { headers, isPreflight } = admit({ hosts: loopbackHosts, origins: [appOrigin] }, request)
    if (isPreflight) response.writeHead(204, { ...headers, Vary: 'Origin' }).end()
    else if (held.length >= mostHeld) response.writeHead(503, { 'Retry-After': '1' }).end()
    else held.push({ request, response })
  }
  const take = (): typeof held => {
    const taken = held
    held = []
    return taken
  }
  server.on('request', hold)
  return {
    release() {
      server.off('request', hold)
      for (const { request, response } of take()) {
        if (!response.destroyed) server.emit('request', request, response)
      }
    },
    drop() {
      for (const { request } of take()) request.destroy()
    },
  }
}
