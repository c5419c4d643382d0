import { randomUUID } from 'node:crypto'
import { editedWords, matrixMeaning, namesIn } from '../../imports/matrix/api.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../../imports/reading/values.ts'
import type { Amendment } from '../../ports/revisions.ts'
import { errorOf, wordsOf } from '../answers.ts'
import {
  ServiceError,
  type Connector,
  type Heard,
  type RemoteRoom,
  type SaidMessage,
  type ServiceAnswer,
  type Session,
} from '../connector.ts'

const base = '/_matrix/client/v3'
/** Events of one page; servers give fewer if they like. */
const pageSize = 200
/** How long a server holds a question for news, and how long we wait for that answer. */
const holdMs = 30_000
const holdPatienceMs = 60_000

/** Names of people come with the events that they have sent. */
const lazily = { lazy_load_members: true }
/** Servers answer the same question for two minutes as they did the first time; one that is new is asked anew. */
const roomsFilter = (): string =>
  JSON.stringify({
    presence: { types: [], not_senders: [`@${randomUUID()}:invalid`] },
    account_data: { types: ['m.direct'] },
    room: {
      timeline: { limit: 1, types: ['m.none'] },
      ephemeral: { types: [] },
      account_data: { types: [] },
      state: {
        ...lazily,
        types: [
          'm.room.name',
          'm.room.canonical_alias',
          'm.room.encryption',
          'm.room.join_rules',
          'm.room.create',
        ],
      },
    },
  })
const newsFilter = JSON.stringify({
  presence: { types: [] },
  account_data: { types: [] },
  room: {
    timeline: { limit: 50 },
    ephemeral: { types: [] },
    account_data: { types: [] },
    state: { ...lazily, types: ['m.room.member', 'm.room.name'] },
  },
})

async function call(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
  { patienceMs, put }: { patienceMs?: number; put?: JsonObject } = {},
): Promise<ServiceAnswer> {
  const url = new URL(`${session.address}${base}${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await session.ask({
    url: url.href,
    headers: { authorization: `Bearer ${session.secrets['accessToken'] ?? ''}` },
    ...(patienceMs === undefined ? {} : { patienceMs }),
    ...(put === undefined ? {} : { method: 'PUT' as const, body: put }),
  })
  const error = errorFor(answer)
  if (error?.kind === 'forbidden' && path.startsWith('/rooms/')) {
    const reason = { code: 'connection_room_not_member', params: {} } as const
    throw new ServiceError('forbidden', error.message, { reason })
  }
  if (error !== null) throw error
  if (!isObject(answer.body)) throw new ServiceError('refused', 'no answer of a Matrix server')
  return answer
}

function errorFor(answer: ServiceAnswer): ServiceError | null {
  const words = wordsOf(answer)
  const code = textOf(field(answer.body, 'errcode'))
  if (code === 'M_LIMIT_EXCEEDED') {
    const told = numberOf(field(answer.body, 'retry_after_ms'))
    const error = errorOf(answer, words)
    const retryAfterMs = Math.max(told ?? 0, error?.retryAfterMs ?? 0)
    return new ServiceError('limited', words, { retryAfterMs, isGlobal: true })
  }
  if (code === 'M_UNKNOWN_TOKEN' || code === 'M_MISSING_TOKEN') {
    return new ServiceError('unauthorized', words)
  }
  return errorOf(answer, words)
}

/** What events say: messages, and changes of earlier ones. */
function meaningOf(
  events: readonly unknown[],
  names: ReadonlyMap<string, string>,
): { said: SaidMessage[]; amendments: Amendment[] } {
  const said: SaidMessage[] = []
  const amendments: Amendment[] = []
  for (const event of events) {
    const meaning = matrixMeaning(event, names)
    if (meaning?.type === 'said') said.push(meaning)
    else if (meaning?.type === 'deleted') {
      amendments.push({ key: meaning.target, deletedAt: meaning.deletedAt })
    } else if (meaning !== null) {
      const { target: key, by, editedAt, content } = meaning
      amendments.push({ key, by, editedAt, ...editedWords(content, names) })
    }
  }
  return { said, amendments }
}

const stateOf = (events: readonly unknown[], type: string): unknown =>
  field(
    events.findLast((event) => field(event, 'type') === type),
    'content',
  )

/** A joined room; null for a talk between two. */
function roomOf(
  [remoteId, joined]: [string, unknown],
  direct: ReadonlySet<string>,
): RemoteRoom | null {
  const events = [
    ...listOf(field(field(joined, 'state'), 'events')),
    ...listOf(field(field(joined, 'timeline'), 'events')),
  ]
  const name = firstText(
    field(stateOf(events, 'm.room.name'), 'name'),
    field(stateOf(events, 'm.room.canonical_alias'), 'alias'),
  )
  const members = numberOf(field(field(joined, 'summary'), 'm.joined_member_count')) ?? 0
  if (direct.has(remoteId) || (name === '' && members <= 2)) return null
  // A space holds rooms, and no messages.
  if (field(stateOf(events, 'm.room.create'), 'type') === 'm.space') return null
  const rule = textOf(field(stateOf(events, 'm.room.join_rules'), 'join_rule'))
  return {
    remoteId,
    name: name || remoteId,
    isPrivate: rule !== 'public',
    ...(stateOf(events, 'm.room.encryption') === undefined
      ? {}
      : { refused: { code: 'connection_room_encrypted', params: {} } }),
  }
}

/** A room that was upgraded goes on under another id. */
const isReplaced = (event: unknown): boolean => field(event, 'type') === 'm.room.tombstone'

const entriesOf = (value: unknown): [string, unknown][] =>
  isObject(value) ? Object.entries(value) : []

/** The client-server API of Matrix, version 1.1 and later; facts: spec.matrix.org, and a real Synapse. */
export const matrix: Connector = {
  service: 'matrix',
  family: 'matrix',
  format: 'matrix-api',
  secrets: { needed: ['accessToken'], optional: [] },
  usualAddress: null,
  // What a server allows is its own choice; it says when it is too much.
  paces: () => [{ key: 'account', everyMs: 0 }],
  refuses: () => null,

  async check(session) {
    const { body } = await call(session, '/account/whoami')
    const account = textOf(field(body, 'user_id'))
    return { account, team: new URL(session.address).host, missing: [], messagesPerHour: null }
  },

  async rooms(session) {
    const { body } = await call(session, '/sync', { filter: roomsFilter(), timeout: '0' })
    const direct = new Set(
      listOf(field(field(body, 'account_data'), 'events')).flatMap((event) =>
        field(event, 'type') === 'm.direct'
          ? entriesOf(field(event, 'content')).flatMap(([, ids]) => listOf(ids).map(textOf))
          : [],
      ),
    )
    const joined = entriesOf(field(field(body, 'rooms'), 'join'))
    return { rooms: joined.flatMap((each) => roomOf(each, direct) ?? []), next: null }
  },

  async page(session, { room, from, until }) {
    const { body } = await call(session, `/rooms/${encodeURIComponent(room)}/messages`, {
      dir: 'b',
      limit: String(pageSize),
      filter: JSON.stringify(lazily),
      ...(from === null ? {} : { from }),
    })
    const chunk = listOf(field(body, 'chunk'))
    const known =
      until === null ? -1 : chunk.findIndex((event) => field(event, 'event_id') === until)
    const events = known < 0 ? chunk : chunk.slice(0, known)
    const names = namesIn([...listOf(field(body, 'state')), ...chunk.toReversed()])
    // Not an empty page but a missing `end` tells that nothing is left.
    const end = textOf(field(body, 'end'))
    return {
      ...meaningOf(events.toReversed(), names),
      newest: textOf(field(chunk[0], 'event_id')) || null,
      next: known >= 0 || end === '' ? null : end,
      threads: [],
      hasEnded: from === null && events.some(isReplaced),
    }
  },

  async say(session, { room, text, to }) {
    const place = `/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`
    const reply = { 'm.in_reply_to': { event_id: to.sourceId } }
    // A notice: programs do not answer those.
    const put = { msgtype: 'm.notice', body: text, 'm.relates_to': reply, 'm.mentions': {} }
    await call(session, place, {}, { put })
  },

  async follow(session, on) {
    const names = new Map<string, string>()
    let since: string | null = null
    for (;;) {
      session.signal.throwIfAborted()
      const query: Record<string, string> =
        since === null
          ? { filter: newsFilter, timeout: '0' }
          : { filter: newsFilter, timeout: String(holdMs), since }
      const { body } = await call(session, '/sync', query, { patienceMs: holdPatienceMs })
      const rooms = field(body, 'rooms')
      for (const [room, joined] of entriesOf(field(rooms, 'join'))) {
        const isFirst = since === null
        for (const event of newsOf(room, joined, names)) if (!isFirst) on.heard(event)
      }
      for (const [room] of entriesOf(field(rooms, 'leave')))
        if (since !== null) on.heard({ type: 'lost', room })
      if (since === null) on.connected()
      since = textOf(field(body, 'next_batch'))
      if (since === '') throw new ServiceError('refused', 'no answer of a Matrix server')
    }
  },
}

function* newsOf(room: string, joined: unknown, names: Map<string, string>): Generator<Heard> {
  const timeline = field(joined, 'timeline')
  const events = listOf(field(timeline, 'events'))
  namesIn([...listOf(field(field(joined, 'state'), 'events')), ...events], names)
  if (field(timeline, 'limited') === true) yield { type: 'gap', room }
  const { said, amendments } = meaningOf(events, names)
  for (const each of said) yield { type: 'said', room, said: each }
  for (const amendment of amendments) yield { type: 'amended', room, amendment }
  const name = textOf(field(stateOf(events, 'm.room.name') as JsonObject | undefined, 'name'))
  if (name !== '') yield { type: 'renamed', room, name }
  if (events.some(isReplaced)) yield { type: 'ended', room }
}
