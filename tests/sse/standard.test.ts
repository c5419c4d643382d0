import fc from 'fast-check'
import { createParser } from 'eventsource-parser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createIdHearing, idAlone } from '../../renderer/sse/heard-ids.ts'
import { SSE } from '../../renderer/sse/SSE.ts'
import { quick, startLiveServer, until, type LiveServer } from './live-server.ts'

let server: LiveServer
let sse: SSE
let heard: [name: string, data: string, cursor: string][]

beforeEach(async () => {
  server = await startLiveServer()
  heard = []
})

afterEach(async () => {
  sse.close()
  await server.kill()
})

/** Answers each request with one of these streams, then with 204. */
async function hear(streams: readonly string[], lastEventId = ''): Promise<(string | null)[]> {
  const cursors: (string | null)[] = []
  for (const stream of [...streams, null]) {
    server.answers.push((request, response) => {
      const cursor = request.headers['last-event-id']
      cursors.push(typeof cursor === 'string' ? cursor : null)
      if (stream === null) response.writeHead(204).end()
      else response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(stream)
    })
  }
  const names = ['message', 'error', 'open', 'EXCEL_STATUS']
  sse = new SSE({
    eventSource: `${server.url}/stream`,
    token: '',
    subscriptions: names.map((key) => ({
      key,
      action: (data) => void heard.push([key, data, sse.lastEventId]),
    })),
    endEvent: null,
    lastEventId,
    timing: quick,
  })
  sse.subscribe()
  await until(() => sse.state === 'closed' || sse.state === 'failed', 'the end')
  expect(sse.state).toBe('closed')
  return cursors
}

describe('the cursor, as the HTML standard has it', () => {
  it('moves with an id in a block without data', async () => {
    expect(await hear(['data: 1\n\nid: 7\n\n', 'id: 8\nevent: EXCEL_STATUS\n\n'])).toEqual([
      null,
      '7',
      '8',
    ])
    expect(heard).toEqual([['message', '1', '']])
  })

  it('does not move with a block that was cut before its end', async () => {
    expect(await hear(['id: 1\ndata: 1\n\nid: 2\n', 'id: 3'])).toEqual([null, '1', '1'])
  })

  it('is reset by an empty id, also in the first event after a reconnect and without data', async () => {
    const streams = ['id: 1\ndata: 1\n\n', 'id\ndata: 2\n\n', 'data: 3\n\nid: 4\n\nid:\n\n']
    expect(await hear(streams)).toEqual([null, '1', null, null])
    expect(heard.map(([, data, cursor]) => [data, cursor])).toEqual([
      ['1', '1'],
      ['2', ''],
      ['3', ''],
    ])
  })

  it('is kept by events without an id, also on a connection that has named none', async () => {
    expect(await hear(['data: 1\n\n', ':\n\ndata: 2\n\n'], 'before')).toEqual([
      'before',
      'before',
      'before',
    ])
    expect(heard.map(([, , cursor]) => cursor)).toEqual(['before', 'before'])
  })

  it('stays at the event whose action has closed the stream, whatever came behind it', async () => {
    server.answers.push((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('id: 1\ndata: 1\n\nid: 2\n\nid: 3\ndata: 3\n\n')
    })
    sse = new SSE({
      eventSource: `${server.url}/stream`,
      token: '',
      subscriptions: [{ key: 'message', action: () => sse.close() }],
      endEvent: null,
      timing: quick,
    })
    sse.subscribe()
    await until(() => sse.state === 'closed')
    expect(sse.lastEventId).toBe('1')
  })
})

describe('names that the connection itself uses', () => {
  it('reach their action when the server sends them, and end nothing', async () => {
    const cursors = await hear([
      'event: error\nid: 1\ndata: not a failure\n\nevent: open\ndata: no door\n\ndata: last\n\n',
    ])
    expect(heard).toEqual([
      ['error', 'not a failure', '1'],
      ['open', 'no door', '1'],
      ['message', 'last', '1'],
    ])
    expect(cursors).toHaveLength(2)
  })
})

it('a stream whose ids are heard says the same events, however it is cut', () => {
  const line = fc.constantFrom(
    'data: a',
    'data',
    'data:b:c',
    'id: 1',
    'id',
    'id:',
    'idle: 1',
    ': x',
  )
  const more = fc.constantFrom('', '', 'event: E', 'dat', 'database: 2', 'retry: 1', 'i'.repeat(9))
  const end = fc.constantFrom('\n', '\r', '\r\n')
  const stream = fc
    .array(fc.tuple(fc.oneof(line, more), end), { maxLength: 24 })
    .map((lines) => lines.flat().join(''))
  const parse = (text: string) => {
    const events: unknown[] = []
    const parser = createParser({ onEvent: (event) => void events.push(event) })
    // Whole, as a cut between CR and LF is no matter of this parser.
    parser.feed(text)
    return events
  }
  fc.assert(
    fc.property(stream, fc.array(fc.nat(60)), (text, cuts) => {
      const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b)]
      const hearing = createIdHearing('')
      const rewritten = places
        .map((from, index) => hearing(text.slice(from, places[index + 1])))
        .join('')
      expect(rewritten).toBe(createIdHearing('')(text))
      const isOwn = (event: unknown) => (event as { event?: string }).event === idAlone
      expect(parse(rewritten).filter((event) => !isOwn(event))).toEqual(parse(text))
    }),
  )
})
