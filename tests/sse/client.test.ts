import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  closeSSE,
  createSSE,
  SSE,
  SSE_MAX_RETRY_COUNT,
  sseStore,
  type SSEProps,
  type StateDetail,
} from '../../renderer/sse/SSE.ts'
import { quick, startLiveServer, until, type LiveServer } from './live-server.ts'

let server: LiveServer
const made: SSE[] = []

beforeEach(async () => {
  server = await startLiveServer()
})

afterEach(async () => {
  for (const sse of made.splice(0)) sse.close()
  closeSSE()
  await server.kill()
})

/** A stream that writes down what it hears. */
function listen(props: Partial<SSEProps> & { path?: string } = {}) {
  const heard: { key: string; data: { n?: number } }[] = []
  const states: StateDetail[] = []
  const note = (key: string) => ({
    key,
    action: (data: string) => void heard.push({ key, data: JSON.parse(data) as { n?: number } }),
  })
  const { path = '/api/rooms/a/excel-status', ...rest } = props
  const sse = new SSE({
    eventSource: `${server.url}${path}`,
    token: '',
    subscriptions: [note('EXCEL_STATUS'), note('EXCEL_STATUS_END')],
    endEvent: { key: 'EXCEL_STATUS_END' },
    timing: quick,
    onState: (detail) => void states.push(detail),
    ...rest,
  })
  made.push(sse)
  const numbers = () => heard.map(({ data }) => data.n)
  const stateNames = () => states.map(({ state }) => state)
  return { sse, heard, states, numbers, stateNames, note }
}

const refuse =
  (status: number, headers: Record<string, string> = {}): LiveServer['answers'][number] =>
  (_request, response) =>
    void response.writeHead(status, headers).end()

describe('SSE', () => {
  it('hears its subscriptions and closes itself after the end event', async () => {
    const { sse, heard, stateNames } = listen()
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    server.status('b', { n: 99 })
    server.end('a', { n: 2 })
    server.status('a', { n: 3 })
    await until(() => sse.state === 'closed')
    expect(heard).toEqual([
      { key: 'EXCEL_STATUS', data: { roomOid: 'a', n: 1 } },
      { key: 'EXCEL_STATUS_END', data: { roomOid: 'a', n: 2 } },
    ])
    expect(stateNames()).toEqual(['connecting', 'open', 'closed'])
    await until(() => server.broadcaster.stats().open === 0)
  })

  it('sends the token in a header, and never in the URL', async () => {
    server.tokens.set('secret', {})
    const { sse } = listen({ token: 'secret' })
    sse.subscribe()
    await until(() => sse.state === 'open')
    expect(server.requests[0]).toMatchObject({ authorization: 'Bearer secret' })
    expect(server.requests[0]?.url).not.toContain('secret')
  })

  it('resumes by its cursor after the connection was cut, without a gap or a double', async () => {
    const { sse, numbers } = listen()
    sse.subscribe()
    for (let n = 1; n <= 30; n++) {
      server.status('a', { n })
      if (n % 7 === 0) {
        await until(() => numbers().includes(n))
        server.cut()
        server.status('a', { n: n + 0.5 })
      }
    }
    await until(() => numbers().includes(30))
    expect(numbers()).toEqual([...numbers()].sort((a = 0, b = 0) => a - b))
    expect(new Set(numbers()).size).toBe(numbers().length)
    expect(numbers()).toContain(28.5)
  })

  it('resumes after a restart of the server', async () => {
    const { sse, numbers } = listen()
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    await until(() => numbers().length === 1)
    const { port, broadcaster, outbox, states } = server
    await server.kill()
    outbox.publish({ room: 'a', event: 'EXCEL_STATUS', data: '{"n":2}' })
    await outbox.flush()
    server = await startLiveServer({ port, states, log: broadcaster.log })
    await until(() => numbers().length === 2)
    expect(numbers()).toEqual([1, 2])
  })

  it('gives up after five retries in a row, each later than the one before', async () => {
    const { sse, states } = listen({ random: () => 0.5 })
    await server.kill()
    sse.subscribe()
    await until(() => sse.state === 'failed')
    const delays = states
      .filter(({ state }) => state === 'waiting')
      .map(({ retryInMs }) => retryInMs)
    expect(delays).toEqual([3, 6, 12, 24, 30])
    expect(delays).toHaveLength(SSE_MAX_RETRY_COUNT)
    expect(states.at(-1)).toEqual({ state: 'failed', reason: 'gave-up' })
  })

  it('counts retries afresh after a delivered event, not after an open connection', async () => {
    const { sse, numbers, states } = listen()
    sse.subscribe()
    for (let n = 1; n <= 8; n++) {
      await until(() => sse.state === 'open')
      server.status('a', { n })
      await until(() => numbers().length === n)
      server.cut()
      await until(() => sse.state !== 'open')
    }
    expect(states.some(({ state }) => state === 'failed')).toBe(false)
    const greetAndDie: LiveServer['answers'][number] = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.end(':\n\nretry: 1\n\n')
    }
    await until(() => sse.state === 'open')
    server.status('a', { n: 9 })
    await until(() => numbers().length === 9)
    server.answers.push(...Array.from({ length: 20 }, () => greetAndDie))
    server.cut()
    await until(() => sse.state === 'failed')
    expect(server.answers).toHaveLength(20 - SSE_MAX_RETRY_COUNT)
  })

  it('waits as long as Retry-After says when the server is busy', async () => {
    server.answers.push(refuse(503, { 'Retry-After': '1' }))
    const { sse, states } = listen({ timing: { ...quick, maxDelayMs: 1_000 } })
    sse.subscribe()
    await until(() => sse.state === 'open')
    expect(states[1]).toEqual({ state: 'waiting', status: 503, retryInMs: 1_000 })
  })

  it.each([403, 404, 410])('fails at once on %s, which no retry will change', async (status) => {
    server.answers.push(refuse(status))
    const { sse, states } = listen()
    sse.subscribe()
    await until(() => sse.state === 'failed')
    expect(states.at(-1)).toEqual({ state: 'failed', reason: 'refused', status })
    expect(server.requests).toHaveLength(1)
  })

  it('closes on 204, and is not failed', async () => {
    server.answers.push(refuse(204))
    const { sse } = listen()
    sse.subscribe()
    await until(() => sse.state === 'closed')
    expect(server.requests).toHaveLength(1)
  })

  it('asks once for a fresh token after a 401, and goes on with it from the cursor', async () => {
    server.tokens.set('old', {})
    const getFreshToken = vi.fn(() => Promise.resolve('new'))
    const { sse, numbers } = listen({ token: 'old', getFreshToken })
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    await until(() => numbers().length === 1)
    server.tokens.delete('old')
    server.tokens.set('new', {})
    server.status('a', { n: 2 })
    server.cut()
    await until(() => numbers().length === 2)
    expect(numbers()).toEqual([1, 2])
    expect(getFreshToken).toHaveBeenCalledTimes(1)
  })

  it('gives up clearly when the fresh token is refused too, or when there is none', async () => {
    server.tokens.set('right', {})
    const getFreshToken = vi.fn(() => 'wrong too')
    const first = listen({ token: 'wrong', getFreshToken })
    first.sse.subscribe()
    await until(() => first.sse.state === 'failed')
    expect(first.states.at(-1)).toEqual({ state: 'failed', reason: 'unauthorized', status: 401 })
    expect(getFreshToken).toHaveBeenCalledTimes(1)
    expect(server.requests).toHaveLength(2)
    const second = listen({ token: 'wrong' })
    second.sse.subscribe()
    await until(() => second.sse.state === 'failed')
    expect(server.requests).toHaveLength(3)
  })

  it('renews the token after AUTH_EXPIRED without trying the old one again', async () => {
    server.tokens.set('old', {})
    server.tokens.set('new', {})
    const { sse, numbers } = listen({ token: 'old', getFreshToken: () => 'new' })
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    await until(() => numbers().length === 1)
    server.broadcaster.expireToken('old')
    server.status('a', { n: 2 })
    await until(() => numbers().length === 2)
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer old',
      'Bearer new',
    ])
  })

  it('takes a silent peer for dead', async () => {
    server.answers.push((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write(':\n\n')
    })
    const { sse, stateNames } = listen({ timing: { ...quick, watchdogMs: 150 } })
    sse.subscribe()
    await until(() => server.requests.length === 2 && sse.state === 'open')
    expect(stateNames()).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open'])
  })

  it('takes a peer that never answers for dead', async () => {
    server.answers.push(() => {})
    const { sse } = listen({ timing: { ...quick, watchdogMs: 150 } })
    sse.subscribe()
    await until(() => sse.state === 'open')
    expect(server.requests).toHaveLength(2)
  })

  it('does not take a quiet peer for dead that sends PING', async () => {
    await server.kill()
    server = await startLiveServer({ limits: { pingIntervalMs: 40 } })
    const { sse, stateNames } = listen({ timing: { ...quick, watchdogMs: 1_000 } })
    sse.subscribe()
    await until(() => server.broadcaster.stats().pings >= 40)
    expect(stateNames()).toEqual(['connecting', 'open'])
  })

  it('wake() reconnects at once with the cursor, from any state but closed', async () => {
    const { sse, numbers } = listen({
      timing: { ...quick, baseDelayMs: 60_000, maxDelayMs: 60_000 },
    })
    sse.wake()
    expect(sse.state).toBe('closed')
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    await until(() => numbers().length === 1)
    sse.wake()
    server.status('a', { n: 2 })
    await until(() => numbers().length === 2)
    server.cut()
    await until(() => sse.state === 'waiting')
    server.status('a', { n: 3 })
    sse.wake()
    await until(() => numbers().length === 3)
    expect(numbers()).toEqual([1, 2, 3])
    server.answers.push(refuse(404))
    sse.wake()
    await until(() => sse.state === 'failed')
    sse.wake()
    await until(() => sse.state === 'open')
  })

  it('calls no action after close(), not even for events of the same chunk', async () => {
    const heard: string[] = []
    const { sse } = listen({
      subscriptions: [
        {
          key: 'EXCEL_STATUS',
          action: (data) => {
            heard.push(data)
            sse.close()
          },
        },
        { key: 'EXCEL_STATUS', action: (data) => void heard.push(data) },
      ],
    })
    sse.subscribe()
    await until(() => sse.state === 'open')
    for (let n = 0; n < 5; n++) server.status('a', { n })
    await until(() => server.broadcaster.stats().open === 0)
    expect(heard).toHaveLength(1)
    expect(sse.state).toBe('closed')
  })

  it('close() while connecting, waiting or renewing stops everything', async () => {
    const connecting = listen()
    connecting.sse.subscribe()
    connecting.sse.close()
    let give: (token: string) => void = () => {}
    server.answers.push(refuse(401))
    const renewing = listen({
      getFreshToken: () => new Promise<string>((resolve) => (give = resolve)),
    })
    renewing.sse.subscribe()
    await until(() => server.requests.some(() => true) && server.answers.length === 0)
    await until(() => renewing.states.length > 0)
    renewing.sse.close()
    give('x')
    const before = server.requests.length
    const other = listen()
    other.sse.subscribe()
    await until(() => other.sse.state === 'open')
    expect(server.requests).toHaveLength(before + 1)
    expect(renewing.sse.state).toBe('closed')
    expect(connecting.heard).toEqual([])
  })

  it('a failing action does not silence the others', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
    const heard: string[] = []
    const { sse } = listen({
      subscriptions: [
        {
          key: 'EXCEL_STATUS',
          action: () => {
            throw new Error('bad subscriber')
          },
        },
        { key: 'EXCEL_STATUS', action: (data) => void heard.push(data) },
      ],
    })
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    server.status('a', { n: 2 })
    await until(() => heard.length === 2)
    expect(complain).toHaveBeenCalledTimes(2)
    complain.mockRestore()
  })

  it('subscribe() twice opens one connection, and after close() resumes', async () => {
    const { sse, numbers } = listen()
    sse.subscribe()
    sse.subscribe()
    await until(() => sse.state === 'open')
    server.status('a', { n: 1 })
    await until(() => numbers().length === 1)
    sse.close()
    server.status('a', { n: 2 })
    sse.subscribe()
    await until(() => numbers().length === 2)
    expect(server.requests).toHaveLength(2)
    expect(numbers()).toEqual([1, 2])
  })

  it('a URL that cannot be opened is a failure, not an exception', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { sse } = listen({ eventSource: 'http://[bad' })
    sse.subscribe()
    await until(() => sse.state === 'failed')
    complain.mockRestore()
  })
})

describe('sseStore', () => {
  const props = (room: string, action: (data: string) => void): SSEProps => ({
    eventSource: `${server.url}/api/rooms/${room}/excel-status`,
    token: '',
    subscriptions: [{ key: 'EXCEL_STATUS', action }],
    endEvent: { key: 'EXCEL_STATUS_END' },
    timing: quick,
  })

  it('holds many at once, one per room', async () => {
    const heard: string[] = []
    for (const room of ['a', 'b', 'c']) {
      createSSE({ ...props(room, (data) => void heard.push(data)), key: room })
    }
    await until(() => [...sseStore.values()].every(({ state }) => state === 'open'))
    for (const room of ['a', 'b', 'c']) server.status(room, { n: 1 })
    await until(() => heard.length === 3)
    closeSSE('b')
    expect([...sseStore.keys()]).toEqual(['a', 'c'])
    closeSSE()
    expect(sseStore.size).toBe(0)
    await until(() => server.broadcaster.stats().open === 0)
  })

  it('mounting twice, as StrictMode does, leaves one stream and doubles no event', async () => {
    const heard: string[] = []
    const mount = () => createSSE(props('a', (data) => void heard.push(data)))
    const first = mount()
    await until(() => first.state === 'open')
    server.status('a', { n: 1 })
    await until(() => heard.length === 1)
    const second = mount()
    const third = mount()
    await until(() => third.state === 'open')
    server.status('a', { n: 2 })
    await until(() => heard.length === 2)
    await until(() => server.broadcaster.stats().open === 1)
    expect([first.state, second.state]).toEqual(['closed', 'closed'])
    expect(heard).toHaveLength(2)
  })

  it('forgets a stream that has ended, and keeps one that has failed', async () => {
    server.end('a', { n: 1 })
    const sse = createSSE(props('a', () => {}))
    await until(() => sse.state === 'closed')
    expect(sseStore.size).toBe(0)
    server.answers.push(refuse(404))
    const failed = createSSE(props('b', () => {}))
    await until(() => failed.state === 'failed')
    expect(sseStore.size).toBe(1)
  })
})
