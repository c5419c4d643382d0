import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A homeserver with one room of so many messages, each page made before it is asked for. */
const [messages = 0, pageSize = 0] = process.argv.slice(2).map(Number)
const room = '!bench:localhost'

const event = (n: number): object => ({
  type: 'm.room.message',
  event_id: `$${n}`,
  room_id: room,
  sender: `@person${n % 20}:localhost`,
  origin_server_ts: Date.UTC(2026, 0, 1) + n * 1_000,
  content: {
    msgtype: 'm.text',
    body: `Line ${n}: the plan for the harbour is ready, who can review it?`,
  },
  unsigned: { age: 1_000 },
})

const pages = new Map<string, string>()
for (let end = messages; end > 0; end -= pageSize) {
  const size = Math.min(pageSize, end)
  const chunk = Array.from({ length: size }, (_, n) => event(end - 1 - n))
  const next = end - size > 0 ? { end: `t${end - size}` } : {}
  const page = JSON.stringify({ chunk, start: `t${end}`, ...next, state: [] })
  pages.set(end === messages ? '' : `t${end}`, page)
}

const answers: Record<string, object> = {
  '/_matrix/client/v3/account/whoami': { user_id: '@bench:localhost' },
}

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost')
  res.setHeader('content-type', 'application/json')
  if (url.pathname.endsWith('/messages')) {
    const page = pages.get(url.searchParams.get('from') ?? '')
    return void res.end(page ?? JSON.stringify({ chunk: [], start: '' }))
  }
  if (url.pathname.endsWith('/sync')) {
    // Nothing happens: the question is held as long as it may be.
    const held = Number(url.searchParams.get('timeout') ?? 0)
    return void setTimeout(() => res.end(JSON.stringify({ next_batch: 's1', rooms: {} })), held)
  }
  return void res.end(JSON.stringify(answers[url.pathname] ?? {}))
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
