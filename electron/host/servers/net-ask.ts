import { net, session } from 'electron'
import type { Readable } from 'node:stream'
import type { Ask } from './ask.ts'

const one = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : (value ?? '')

/**
 * By Chromium's network, as a browser would ask: with the certificates and the proxy of the system. In a session of
 * its own, which keeps neither cookies nor answers.
 */
export const netAsk: Ask = ({ url, method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const request = net.request({
      url,
      method,
      redirect: 'error',
      useSessionCookies: false,
      session: session.fromPartition('servers', { cache: false }),
    })
    for (const [name, value] of Object.entries(headers)) request.setHeader(name, value)
    const end = (): void => request.abort()
    signal.addEventListener('abort', end, { once: true })
    request.on('close', () => signal.removeEventListener('abort', end))
    request.on('abort', () => reject(new Error('aborted')))
    request.on('error', reject)
    request.on('response', (response) => {
      const told = Object.entries(response.headers).map(([name, value]) => [name, one(value)])
      resolve({
        status: response.statusCode,
        headers: Object.fromEntries(told) as Record<string, string>,
        body: response as unknown as Readable,
      })
    })
    if (body === undefined) return void request.end()
    // Sent as it comes: an export may be larger than memory.
    request.chunkedEncoding = true
    body.on('error', end)
    body.pipe(request as unknown as NodeJS.WritableStream)
  })
