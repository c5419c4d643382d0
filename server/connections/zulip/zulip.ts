import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../../imports/reading/values.ts'
import type { Connector, RemoteRoom, Session } from '../connector.ts'
import { callZulip, keyOf, messagesOf, narrowTo } from './api.ts'
import { followZulip } from './events.ts'
import { Topics } from './topics.ts'

/** Messages of one page; a server gives 5,000 at most. Each topic that is met first takes a request more. */
const pageSize = 200
/** 200 requests of an account in a minute, unless a server is told otherwise. */
const everyMs = 60_000 / 200

/** Zulip's API and its event queues; facts: zulip.com/api. */
export const zulip: Connector = {
  service: 'zulip',
  family: 'zulip',
  format: 'zulip-api',
  secrets: { needed: ['email', 'apiKey'], optional: [] },
  usualAddress: null,

  refuses: (secrets) =>
    keyOf({ secrets }) === ''
      ? { code: 'connection_token_form', params: { context: 'empty' } }
      : null,

  paces: () => [{ key: 'account', everyMs }],

  placeAt: (at) => writtenPlace({ at, id: null }),

  async check(session) {
    const me = await callZulip(session, '/users/me')
    const realm = await callZulip(session, '/server_settings')
    return {
      account: firstText(me['full_name'], me['email']),
      team: firstText(realm['realm_name'], new URL(session.address).host),
      missing: [],
      // It depends on how many topics there are.
      messagesPerHour: null,
    }
  },

  async rooms(session) {
    const own = await streamsOf(session, '/users/me/subscriptions', 'subscriptions')
    const ids = new Set(own.map(({ remoteId }) => remoteId))
    const others = (await streamsOf(session, '/streams', 'streams'))
      .filter(({ remoteId }) => !ids.has(remoteId))
      .map((room): RemoteRoom => ({
        ...room,
        refused: { code: 'connection_room_not_member', params: {} },
      }))
    return { rooms: [...own, ...others], next: null }
  },

  async page(session, { room, from, until }) {
    const asked = { anchor: from ?? 'newest', count: pageSize, narrow: narrowTo(room) }
    const { records: all, isFirst } = await messagesOf(session, asked)
    const records = isFirst ? all : wholeSeconds(all)
    const topics = new Topics(session)
    if (isFirst) topics.note(records)
    const said = []
    for (const record of records) said.push(await topics.told(record))
    const [oldest, newest] = [records[0], all.at(-1)]
    const isOver = isFirst || oldest === undefined || isKnown(placeOf(oldest), until)
    return {
      said,
      amendments: [],
      newest: newest === undefined ? null : writtenPlace(placeOf(newest)),
      next: isOver ? null : textOf(oldest['id']),
      threads: [],
      isInOrder: true,
      restMs: topics.lookUps * everyMs,
    }
  },

  async say(session, { room, text, to }) {
    // An answer stands under a topic, which only the message itself names.
    const { message } = await callZulip(session, `/messages/${encodeURIComponent(to.sourceId)}`)
    const topic = textOf(field(message, 'subject'))
    const form = { type: 'stream', to: room, topic, content: text }
    await callZulip(session, '/messages', { method: 'POST', form })
  },

  follow: followZulip,
}

interface Place {
  at: number
  /** Ids grow from message to message; null: any of that time. */
  id: number | null
}

const placeOf = (record: JsonObject): Place => ({
  at: (numberOf(record['timestamp']) ?? 0) * 1_000,
  id: numberOf(record['id']) ?? null,
})
const writtenPlace = ({ at, id }: Place): string => `${at} ${id ?? ''}`

function isKnown(place: Place, until: string | null): boolean {
  if (until === null) return false
  const [at, id] = until.split(' ')
  return id !== undefined && id !== ''
    ? (place.id ?? 0) <= Number(id)
    : place.at < (numberOf(at) ?? 0)
}

/**
 * Messages have whole seconds, and of those of one second the order in which they are read is kept. So a page that does not
 * begin where a second begins leaves that second to the next one.
 */
function wholeSeconds(records: JsonObject[]): JsonObject[] {
  const start = records.findIndex(({ timestamp }) => timestamp !== records[0]?.['timestamp'])
  return start > 0 ? records.slice(start) : records
}

/** Streams, and never a direct message, which Zulip lists nowhere among them. */
async function streamsOf(session: Session, path: string, name: string): Promise<RemoteRoom[]> {
  const body = await callZulip(session, path)
  return listOf(body[name]).flatMap((stream) => {
    if (!isObject(stream) || stream['is_archived'] === true) return []
    const remoteId = textOf(stream['stream_id'])
    if (!/^\d{1,15}$/.test(remoteId)) return []
    const isPrivate = stream['invite_only'] === true
    return [{ remoteId, name: firstText(stream['name'], remoteId), isPrivate }]
  })
}
