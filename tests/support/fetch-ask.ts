import { Readable } from 'node:stream'
import type { Ask } from '../../electron/host/servers/ask.ts'

/** Asks as the app does, where there is no Chromium. */
export const fetchAsk: Ask = async ({ url, method, headers, body, signal }) => {
  const answer = await fetch(url, {
    method,
    headers,
    signal,
    redirect: 'error',
    ...(body && { body: Readable.toWeb(body) as BodyInit, duplex: 'half' }),
  } as RequestInit)
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: answer.body === null ? Readable.from([]) : Readable.fromWeb(answer.body as never),
  }
}
