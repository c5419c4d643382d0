import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RangeServer {
  url: string
  /** The `Range` of each request for the file, in order; null for one from the beginning. */
  ranges: (string | null)[]
  close(): Promise<void>
}

/** What is done with one request for the file, in place of answering it well. */
export type Mishap = (response: ServerResponse, from: number, file: Buffer) => void

/**
 * Gives a file away as Hugging Face does: `/model` redirects with size and checksum in its headers, and
 * `/file` is sent from the asked byte on.
 *
 * @param mishaps for the first requests of the file; `null` answers well, as all further ones are
 * @param linked headers of the redirect
 */
export async function startRangeServer(
  file: Buffer,
  {
    mishaps = [],
    linked = {},
  }: { mishaps?: (Mishap | null)[]; linked?: Record<string, string> } = {},
): Promise<RangeServer> {
  const ranges: (string | null)[] = []
  const server = createServer((request: IncomingMessage, response) => {
    if (request.url === '/model') {
      response.writeHead(302, { location: '/file', ...linked }).end()
      return
    }
    if (request.url !== '/file') {
      response.writeHead(404).end()
      return
    }
    const range = request.headers.range ?? null
    ranges.push(range)
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    const mishap = mishaps[ranges.length - 1]
    if (mishap) mishap(response, from, file)
    else sendFrom(response, from, file)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ranges,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function headFrom(response: ServerResponse, from: number, file: Buffer): void {
  const { length } = file
  const range = from === 0 ? {} : { 'content-range': `bytes ${from}-${length - 1}/${length}` }
  response.writeHead(from === 0 ? 200 : 206, { 'content-length': length - from, ...range })
}

export function sendFrom(response: ServerResponse, from: number, file: Buffer): void {
  headFrom(response, from, file)
  response.end(file.subarray(from))
}

/** Sends so many bytes, and cuts the connection. */
export const cutAfter =
  (bytes: number): Mishap =>
  (response, from, file) => {
    headFrom(response, from, file)
    response.write(file.subarray(from, from + bytes), () => response.destroy())
  }
