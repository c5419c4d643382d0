import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChannel, createSession } from 'better-sse'
import { Broadcaster } from '../../server/sse/broadcaster.ts'
import { serveStream } from '../../server/sse/serve-stream.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { sqliteEventLog } from '../../server/engines/sqlite/event-log.ts'
import { Outbox } from '../../server/sse/outbox.ts'
import type { ContenderName } from './protocol.ts'

/** One way to send events to everybody who is connected. */
export interface Contender {
  serve(request: IncomingMessage, response: ServerResponse): void
  emit(room: string, data: object): void
  open(): number
  /** Bytes waiting in this process for the reader that has most. */
  mostQueuedBytes(): number
}

const head = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' }

/** The responses that a contender of a few lines keeps by itself. */
function openResponses() {
  const responses = new Set<ServerResponse>()
  return {
    responses,
    serve(_request: IncomingMessage, response: ServerResponse) {
      response.writeHead(200, head)
      response.write(':\n\n')
      responses.add(response)
      response.on('close', () => responses.delete(response))
    },
    open: () => responses.size,
    mostQueuedBytes: () =>
      [...responses].reduce((most, { writableLength }) => Math.max(most, writableLength), 0),
  }
}

/** The least that a server can do: the event's text made once, one write for each connection. */
function raw(): Contender {
  const { responses, ...rest } = openResponses()
  let id = 0
  return {
    ...rest,
    emit(_room, data) {
      const frame = `event: EXCEL_STATUS\nid: ${++id}\ndata: ${JSON.stringify(data)}\n\n`
      for (const response of responses) response.write(frame)
    },
  }
}

/** Three writes for each event and connection, as the design did that this product grew out of. */
function naive(): Contender {
  const { responses, ...rest } = openResponses()
  let id = 0
  return {
    ...rest,
    emit(_room, data) {
      id++
      const message = JSON.stringify(data)
      for (const response of responses) {
        response.write('event: EXCEL_STATUS\n')
        response.write(`data: ${message}\n`)
        response.write(`id: ${id}\n\n`)
      }
    },
  }
}

function betterSse(): Contender {
  const channel = createChannel()
  const { responses, open, mostQueuedBytes } = openResponses()
  return {
    open,
    mostQueuedBytes,
    serve(request, response) {
      responses.add(response)
      response.on('close', () => responses.delete(response))
      // Its heartbeat stays on, as ours does; the other two have none.
      void createSession(request, response).then((session) => channel.register(session))
    },
    emit: (_room, data) => channel.broadcast(data, 'EXCEL_STATUS'),
  }
}

/** The product's own channel, with its log on disk. */
async function ours(): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sse-'))
  const db = openDatabase(join(folder, 'bench.db'), { migrate: true })
  process.on('exit', () => {
    db.close()
    rmSync(folder, { recursive: true })
  })
  const log = sqliteEventLog(db)
  const broadcaster = await Broadcaster.open({ log, onError: console.error })
  const outbox = new Outbox({ log, onError: console.error })
  const snapshot = async () => ({ events: [], head: await log.head() })
  return {
    serve: (request, response) =>
      void serveStream(request, response, { broadcaster, rooms: '*', snapshot }),
    emit: (room, data) =>
      outbox.publish({
        room,
        event: 'EXCEL_STATUS',
        data: JSON.stringify(data),
        coalesceKey: room,
      }),
    open: () => broadcaster.stats().open,
    mostQueuedBytes: () => broadcaster.stats().queueHighWater,
  }
}

export const makeContender: Record<ContenderName, () => Contender | Promise<Contender>> = {
  ours,
  raw,
  'better-sse': betterSse,
  naive,
}
