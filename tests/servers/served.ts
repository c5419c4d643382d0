import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Connection, ConnectionList, RemoteRoom } from '../../server/contract/connections.ts'
import type { Message, MessagePage } from '../../server/contract/rooms.ts'
import { startServerProcess, type ServerProcess } from '../crash/server-process.ts'

/** The built server with one connection, as a process of its own that is killed and started again. */
export class Served {
  readonly #dataDir: string
  #process: ServerProcess | null = null
  /** Ends with the process, or when somebody else is to be heard. */
  #events: AbortController | null = null
  #hasChanged = false
  #tell: () => void = () => undefined

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  async start(): Promise<void> {
    this.#process = await startServerProcess(this.#dataDir, {})
    await this.#listen()
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#events?.abort()
    await this.#process?.kill()
    this.#process = null
  }

  async call<Answer>(path: string, method = 'GET', body?: object): Promise<Answer> {
    if (this.#process === null) throw new Error('The server does not run.')
    const { url, accessToken } = this.#process
    const answer = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }

  async connection(): Promise<Connection> {
    const { items } = await this.call<ConnectionList>('/api/connections')
    const [first] = items
    if (first === undefined) throw new Error('There is no connection.')
    return first
  }

  /** Has rooms of a homeserver read. */
  async connect(address: string, accessToken: string, remoteIds: readonly string[]): Promise<void> {
    const secrets = { accessToken }
    await this.call('/api/connections', 'POST', { service: 'matrix', address, secrets })
    const { connectionOid } = await this.connection()
    const path = `/api/connections/${connectionOid}`
    const { items } = await this.call<{ items: RemoteRoom[] }>(`${path}/rooms`)
    const addRooms = items
      .filter(({ remoteId }) => remoteIds.includes(remoteId))
      .map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate }))
    await this.call(path, 'PATCH', { addRooms })
  }

  /** Without a keychain a token ends with its process, and a person gives it again. */
  async giveToken(accessToken: string): Promise<void> {
    const { connectionOid } = await this.connection()
    await this.call(`/api/connections/${connectionOid}`, 'PATCH', { secrets: { accessToken } })
  }

  /** Lines of all rooms together. */
  async stored(): Promise<number> {
    const { rooms } = await this.connection()
    const counts = await Promise.all(
      rooms.map(({ roomOid }) =>
        this.call<MessagePage>(`/api/rooms/${roomOid}/messages?limit=1`).then(({ total }) => total),
      ),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

  /** All lines of a room, by its id at the homeserver. */
  async lines(remoteId: string): Promise<Message[]> {
    const { rooms } = await this.connection()
    const room = rooms.find((each) => each.remoteId === remoteId)
    const lines: Message[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: MessagePage = await this.call(
        `/api/rooms/${room?.roomOid}/messages?limit=200${after}`,
      )
      lines.push(...page.items)
      cursor = page.nextCursor
    }
    return lines
  }

  /** Asks again whenever the server tells of a change; the test runner ends what never holds. */
  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      this.#hasChanged = false
      if (await condition()) return
      if (!this.#hasChanged) await new Promise<void>((resolve) => (this.#tell = resolve))
    }
  }

  async #listen(): Promise<void> {
    const { url, accessToken } = this.#process!
    this.#events = new AbortController()
    const answer = await fetch(`${url}/api/events?rooms=*&topics=connections,rooms`, {
      headers: { Authorization: `Bearer ${accessToken}`, Accept: 'text/event-stream' },
      signal: this.#events.signal,
    })
    const body = Readable.fromWeb(answer.body as ReadableStream)
    // The server is killed before its client ends.
    body.on('error', () => undefined)
    createInterface({ input: body })
      .on('line', (line) => {
        if (!line.startsWith('event: ')) return
        this.#hasChanged = true
        this.#tell()
      })
      .on('error', () => undefined)
  }
}
