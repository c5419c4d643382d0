import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A homeserver whose rooms talk: so many messages a second from the message `begin` on, in turn in all rooms, until
 * `total` are said. It says "ended" to its parent then.
 */
const [rooms = 0, rate = 0, total = 0] = process.argv.slice(2).map(Number)
const tickMs = 5
const defaultPage = 10
/** As real servers cut a room's part of the news. */
const maxTimeline = 50

let beganAt = 0
let said = 0
const roomOf = (index: number): string => `!live${index}:localhost`

/** The message that was said in all rooms together after `n` others: known by its number, so that none is kept. */
const event = (n: number): object => ({
  type: 'm.room.message',
  event_id: `$${n}`,
  room_id: roomOf(n % rooms),
  sender: `@person${n % 97}:localhost`,
  origin_server_ts: Math.round(beganAt + (n * 1_000) / rate),
  content: {
    msgtype: 'm.text',
    body: `Line ${n}: the plan for the harbour is ready, who can review it?`,
  },
  unsigned: { age: 10 },
})

/** How many of the first `count` messages were said in a room. */
const saidIn = (room: number, count: number): number =>
  Math.max(0, Math.ceil((count - room) / rooms))

function page(room: number, query: URLSearchParams): object {
  const from = query.get('from')
  const end = from === null ? saidIn(room, said) : Number(from.slice(1))
  const size = Math.min(Number(query.get('limit') ?? defaultPage), end)
  const chunk = Array.from({ length: size }, (_, n) => event(room + (end - 1 - n) * rooms))
  const next = end > size ? { end: `t${end - size}` } : {}
  return { chunk, start: `t${end}`, ...next, state: [] }
}

/** What was said since another answer, by rooms. */
function news(since: number): object {
  const join: Record<string, { timeline: { events: object[]; limited: boolean } }> = {}
  for (let n = since; n < said; n++) {
    const { timeline } = (join[roomOf(n % rooms)] ??= { timeline: { events: [], limited: false } })
    timeline.events.push(event(n))
    if (timeline.events.length <= maxTimeline) continue
    timeline.events.shift()
    timeline.limited = true
  }
  return { next_batch: `s${said}`, rooms: { join } }
}

const waiting = new Set<{ answer(): void }>()

function hold(res: ServerResponse, since: number, ms: number): void {
  const held = {
    answer(): void {
      clearTimeout(timer)
      waiting.delete(held)
      res.end(JSON.stringify(news(since)))
    },
  }
  const timer = setTimeout(() => held.answer(), ms)
  waiting.add(held)
  res.on('close', () => {
    clearTimeout(timer)
    waiting.delete(held)
  })
}

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost')
  res.setHeader('content-type', 'application/json')
  if (url.pathname.endsWith('/whoami')) {
    return void res.end(JSON.stringify({ user_id: '@bench:localhost' }))
  }
  const room = /live(\d+)/.exec(decodeURIComponent(url.pathname))?.[1]
  if (room !== undefined) return void res.end(JSON.stringify(page(Number(room), url.searchParams)))
  const since = url.searchParams.get('since')
  // The first answer tells where the news begin.
  if (since === null) return void res.end(JSON.stringify(news(said)))
  const held = Number(url.searchParams.get('timeout') ?? 0)
  hold(res, Number(since.slice(1)), Number(since.slice(1)) < said ? 0 : held)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))

process.once('message', () => {
  beganAt = Date.now()
  const timer = setInterval(() => {
    const now = Math.min(total, Math.floor(((Date.now() - beganAt) * rate) / 1_000))
    if (now === said) return
    said = now
    for (const held of waiting) held.answer()
    if (said < total) return
    clearInterval(timer)
    process.send?.('ended')
  }, tickMs)
})
