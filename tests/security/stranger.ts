import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody else's web server on this computer, which notes who came. */
export interface Stranger {
  url: string
  visits: string[]
  close(): Promise<void>
}

/** Serves a page at every path, except that `/redirect?to=` sends the visitor on. */
export async function startStranger(): Promise<Stranger> {
  const visits: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    visits.push(path)
    const to = new URL(path, 'http://stranger').searchParams.get('to')
    if (to !== null) {
      response.writeHead(302, { Location: to }).end()
      return
    }
    response.writeHead(200, { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' })
    response.end('<!doctype html><title>Stranger</title><h1>Stranger</h1>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    visits,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
