import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface DoubleAnswer {
  status: number
  headers?: Record<string, string>
  body: unknown
}

/** A server on the loopback that stands in for a service: what it answers is that of each double. */
export abstract class ServiceDouble {
  url = ''
  readonly #server = createServer((req, res) => {
    const { status, headers, body } = this.respond(new URL(req.url ?? '/', this.url), req)
    res.writeHead(status, { 'content-type': 'application/json', ...headers })
    res.end(JSON.stringify(body))
  })

  protected abstract respond(url: URL, req: IncomingMessage): DoubleAnswer
  /** A client wants a socket. */
  protected abstract upgrade(req: IncomingMessage, socket: Socket): void
  /** Cuts all sockets without a word. */
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
