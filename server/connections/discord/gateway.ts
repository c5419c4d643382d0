import { field, numberOf, textOf, type JsonObject } from '../../imports/reading/values.ts'
import { objectIn } from '../answers.ts'
import { ServiceError, type Connector, type Session } from '../connector.ts'
import { Heart } from '../heart.ts'
import { callDiscord, tokenOf } from './api.ts'
import { Events } from './events.ts'

type On = Parameters<Connector['follow']>[1]

/** What the Gateway calls its kinds of messages. */
const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

/** Servers and channels; messages of servers, none between people; what messages hold. */
const intents = (1 << 0) | (1 << 9) | (1 << 15)

/** Numbers that a socket is closed with and that say more than "try again". */
const closed = {
  notLetIn: [4004],
  noContent: 4014,
  /** Wrong shard or version: nothing that a person here can change. */
  refused: [4010, 4011, 4012, 4013],
  /** What was heard before cannot be gone on with. */
  forgotten: [4003, 4007, 4009],
}

/** Where an interrupted session goes on. */
interface Mark {
  url: string
  id: string
  /** Number of the last event that was heard. */
  seq: number | null
}

/** Hears what happens; goes on where a socket broke off, and rejects where that cannot be. */
export async function followDiscord(session: Session, on: On): Promise<void> {
  const events = new Events(on.heard)
  const line = { on, events, session }
  let mark = await listen(await gatewayOf(session), null, line)
  for (;;) mark = await listen(mark.url, mark, line)
}

async function gatewayOf(session: Session): Promise<string> {
  const { body } = await callDiscord(session, '/gateway/bot')
  const limit = field(body, 'session_start_limit')
  // Those who ask more often than a thousand times a day lose their token.
  if ((numberOf(field(limit, 'remaining')) ?? 1) < 1) {
    const retryAfterMs = numberOf(field(limit, 'reset_after')) ?? 0
    throw new ServiceError('limited', 'no more sessions today', { retryAfterMs })
  }
  return textOf(field(body, 'url'))
}

interface Line {
  on: On
  events: Events
  session: Session
}

/** One socket from beginning to end. Returns how to go on; rejects where a new session is needed. */
async function listen(
  url: string,
  before: Mark | null,
  { on, events, session }: Line,
): Promise<Mark> {
  const socket = await session.socket(`${url.replace(/\/+$/, '')}/?v=10&encoding=json`)
  const mark = { url, id: '', seq: null, ...before }
  const heart = new Heart(socket, () =>
    socket.send(JSON.stringify({ op: op.heartbeat, d: mark.seq })),
  )
  let isWelcome = false
  try {
    for (;;) {
      const text = await socket.next()
      if (text === null) break
      const { op: code, d: data, s: seq, t: type } = objectIn(text)
      if (code === op.hello) {
        heart.start(numberOf(field(data, 'heartbeat_interval')) ?? 0)
        socket.send(JSON.stringify(before === null ? identify(session) : resume(session, before)))
      } else if (code === op.heartbeat) heart.beat()
      else if (code === op.heartbeatAck) heart.answered()
      else if (code === op.reconnect) break
      else if (code === op.invalidSession && data !== true) throw anew('the session is over')
      else if (code === op.invalidSession) break
      else if (code === op.dispatch) {
        mark.seq = numberOf(seq) ?? mark.seq
        if (type === 'READY') {
          mark.id = textOf(field(data, 'session_id'))
          mark.url = textOf(field(data, 'resume_gateway_url')) || url
        }
        isWelcome ||= type === 'READY' || type === 'RESUMED'
        if (type === 'READY' || type === 'RESUMED') on.connected()
        else events.take(textOf(type), data)
      }
    }
  } finally {
    heart.stop()
    socket.close()
  }
  session.signal.throwIfAborted()
  const error = meaningOf(socket.closeCode())
  if (error !== null) throw error
  // One that ends before it has begun would be tried without end.
  if (!isWelcome || mark.id === '') throw anew('the socket was closed')
  return mark
}

const anew = (text: string): ServiceError => new ServiceError('unavailable', text)

function meaningOf(code: number | null): ServiceError | null {
  if (code === null) return null
  if (closed.notLetIn.includes(code)) return new ServiceError('unauthorized', String(code))
  if (code === closed.noContent) {
    const reason = { code: 'connection_no_content', params: {} } as const
    return new ServiceError('refused', String(code), { reason })
  }
  if (closed.refused.includes(code)) return new ServiceError('refused', String(code))
  return closed.forgotten.includes(code) ? anew(String(code)) : null
}

const identify = (session: Session): JsonObject => ({
  op: op.identify,
  d: {
    token: tokenOf(session),
    intents,
    properties: { os: process.platform, browser: 'rapporteur', device: 'rapporteur' },
  },
})

const resume = (session: Session, { id, seq }: Mark): JsonObject => ({
  op: op.resume,
  d: { token: tokenOf(session), session_id: id, seq },
})
