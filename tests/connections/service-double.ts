import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export interface DoubleAnswer {
  status: number
  headers?: Record<string, string>
  body: unknown
}

/** A server on the loopback that stands in for a service: what it answers is that of each double. */
export abstract class ServiceDouble {
  url = ''
  /** What was posted, as it was sent. */
  readonly posted: Record<string, unknown>[] = []
  readonly #server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', this.url)
    void text(req)
      .then((given) => this.respond(url, req, given))
      .then(({ status, headers, body }) => {
        res.writeHead(status, { 'content-type': 'application/json', ...headers })
        res.end(JSON.stringify(body))
      })
      // The client has gone.
      .catch(() => res.destroy())
  })

  /** @param given the body of the request */
  protected abstract respond(
    url: URL,
    req: IncomingMessage,
    given: string,
  ): DoubleAnswer | Promise<DoubleAnswer>
  /** A client wants a socket. */
  protected abstract upgrade(req: IncomingMessage, socket: Socket): void
  /** Cuts all that is held open without a word. */
  abstract cut(): void

  async start(): Promise<this> {
    this.#server.on('upgrade', (req: IncomingMessage, socket: Socket) => this.upgrade(req, socket))
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  async stop(): Promise<void> {
    this.cut()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
