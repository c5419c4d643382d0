import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { SSE } from '../../renderer/sse/SSE.ts'
import { quick, until } from './live-server.ts'

type Chunk = string | { base64: string }

interface ExpectedEvent {
  type: string
  data: string
  lastEventId: string
}

interface WireVector {
  name: string
  chunks: Chunk[]
  expectEvents: ExpectedEvent[]
  expectLastEventId: string
  responseHeaders?: Record<string, string>
}

interface ConnectionVector {
  name: string
  exchanges: { status: number; headers: Record<string, string>; chunks: Chunk[] }[]
  expectOpens: number
  expectRequests: number
  expectEvents: ExpectedEvent[]
  expectRequestHeaders?: Record<string, string | null>[]
}

const load = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as T[]

const bytes = (chunk: Chunk) =>
  typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.base64, 'base64')

/** Plays the exchanges to one SSE, one a request, then 204, and tells what it did. */
async function play(exchanges: ConnectionVector['exchanges'], types: Iterable<string>) {
  const requests: Record<string, string | undefined>[] = []
  const server = createServer((request, response) => {
    const utf8 = (value: string | string[] | undefined) =>
      typeof value === 'string' ? Buffer.from(value, 'latin1').toString() : undefined
    requests.push(
      Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, utf8(value)]),
      ),
    )
    const exchange = exchanges[requests.length - 1]
    if (!exchange) {
      response.writeHead(204).end()
      return
    }
    response.writeHead(exchange.status, exchange.headers)
    for (const chunk of exchange.chunks) response.write(bytes(chunk))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const events: ExpectedEvent[] = []
  let opens = 0
  const sse: SSE = new SSE({
    eventSource: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    token: '',
    subscriptions: [...new Set(types)].map((type) => ({
      key: type,
      action: (data) => void events.push({ type, data, lastEventId: sse.lastEventId }),
    })),
    endEvent: null,
    timing: quick,
    onState: ({ state }) => void (state === 'open' && opens++),
  })
  sse.subscribe()
  await until(() => sse.state === 'closed' || sse.state === 'failed', 'the end of the vector')
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return { events, opens, requests }
}

describe('wire vectors (Web Platform Tests and HTML standard)', () => {
  it.each(load<WireVector>('sse-wire'))('$name', async (vector) => {
    const { events, requests } = await play(
      [
        {
          status: 200,
          headers: { 'content-type': 'text/event-stream', ...vector.responseHeaders },
          chunks: vector.chunks,
        },
      ],
      ['message', ...vector.expectEvents.map(({ type }) => type)],
    )
    expect(events).toEqual(
      vector.expectEvents.map(({ type, data, lastEventId }) => ({ type, data, lastEventId })),
    )
    expect(requests[1]?.['last-event-id'] ?? '').toBe(vector.expectLastEventId)
  })
})

describe('connection vectors (Web Platform Tests)', () => {
  /** The standard gives up on 503; we try again, because our server says 503 while it restarts. */
  const ours: Record<string, { expectRequests: number }> = { 'status-503': { expectRequests: 2 } }

  it.each(load<ConnectionVector>('sse-connection'))('$name', async (vector) => {
    const { events, opens, requests } = await play(vector.exchanges, ['message'])
    expect(events).toEqual(
      vector.expectEvents.map(({ type, data, lastEventId }) => ({ type, data, lastEventId })),
    )
    expect(opens).toBe(vector.expectOpens)
    expect(requests).toHaveLength(ours[vector.name]?.expectRequests ?? vector.expectRequests)
    for (const [index, headers] of (vector.expectRequestHeaders ?? []).entries()) {
      for (const [name, value] of Object.entries(headers)) {
        expect(requests[index]?.[name] ?? null).toBe(value)
      }
    }
  })
})
