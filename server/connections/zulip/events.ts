import {
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../../imports/reading/values.ts'
import {
  ServiceError,
  type Connector,
  type Heard,
  type SaidMessage,
  type Session,
} from '../connector.ts'
import { callZulip, messagesOf, narrowTo, QueueGone } from './api.ts'
import { streamOf, Topics } from './topics.ts'

type On = Parameters<Connector['follow']>[1]

/** A server says that it is there once in a minute, if nothing else happens. */
const holdPatienceMs = 120_000
/** Messages of a topic that are told anew when one of it was moved. */
const maxMoved = 1_000

const wanted = ['message', 'update_message', 'delete_message', 'subscription', 'stream']

/** Asks for what happens, again and again; a queue that the server has dropped is made anew, and what was missed looked for. */
export async function followZulip(session: Session, on: On): Promise<never> {
  for (;;) {
    try {
      await readQueue(session, on)
    } catch (error) {
      if (!(error instanceof QueueGone)) throw error
    }
  }
}

async function readQueue(session: Session, on: On): Promise<never> {
  const topics = new Topics(session)
  const queue = await callZulip(session, '/register', {
    method: 'POST',
    form: {
      event_types: JSON.stringify(wanted),
      // Nothing of how things stand is needed: that is asked for.
      fetch_event_types: JSON.stringify([]),
      apply_markdown: 'true',
      client_gravatar: 'true',
      client_capabilities: JSON.stringify({
        notification_settings_null: true,
        bulk_message_deletion: true,
      }),
    },
  })
  topics.forgetAll()
  on.connected()
  let last = numberOf(queue['last_event_id']) ?? -1
  for (;;) {
    const { events } = await callZulip(session, '/events', {
      query: { queue_id: textOf(queue['queue_id']), last_event_id: String(last) },
      patienceMs: holdPatienceMs,
    })
    for (const event of listOf(events).filter(isObject)) {
      last = Math.max(last, numberOf(event['id']) ?? last)
      for await (const heard of heardIn(event, { session, topics, rooms: on.rooms() })) {
        on.heard(heard)
      }
    }
  }
}

interface Hearing {
  session: Session
  topics: Topics
  rooms: readonly string[]
}

async function* heardIn(event: JsonObject, hearing: Hearing): AsyncGenerator<Heard> {
  const room = streamOf(event)
  if (event['type'] === 'message') {
    const { message } = event
    if (isObject(message) && hearing.rooms.includes(streamOf(message))) {
      const said = await hearing.topics.told(message)
      yield { type: 'said', room: streamOf(message), said }
    }
  } else if (event['type'] === 'update_message') {
    yield* changedBy(event, hearing)
  } else if (event['type'] === 'delete_message') {
    for (const key of idsIn(event)) yield gone(room, key, Date.now())
  } else if (event['type'] === 'subscription' && event['op'] === 'remove') {
    for (const id of streamsIn(event['subscriptions'])) yield { type: 'lost', room: id }
  } else if (event['type'] === 'stream' && event['op'] === 'delete') {
    // What Zulip calls so is an archived stream.
    const ids = [...streamsIn(event['streams']), ...listOf(event['stream_ids']).map(textOf)]
    for (const id of new Set(ids)) yield { type: 'ended', room: id }
  } else if (event['type'] === 'stream' && event['op'] === 'update') {
    const name = event['property'] === 'name' ? textOf(event['value']) : ''
    if (name !== '') yield { type: 'renamed', room, name }
  }
}

const gone = (room: string, key: string, deletedAt: number): Heard => ({
  type: 'amended',
  room,
  amendment: { key, deletedAt },
})

const idsIn = (event: JsonObject): string[] =>
  [...new Set([...listOf(event['message_ids']).map(textOf), textOf(event['message_id'])])].filter(
    (id) => id !== '',
  )

const streamsIn = (streams: unknown): string[] => listOf(streams).filter(isObject).map(streamOf)

/** Words that were edited, and messages that were moved to another topic or stream. */
async function* changedBy(event: JsonObject, hearing: Hearing): AsyncGenerator<Heard> {
  // A preview of a link was added, which changes no words.
  if (event['rendering_only'] === true) return
  const { session, topics, rooms } = hearing
  const from = streamOf(event)
  const to = textOf(event['new_stream_id']) || from
  const topic = textOf(event['orig_subject'])
  const isMoved = to !== from || (event['subject'] !== undefined && 'orig_subject' in event)
  if (!isMoved) {
    if (!rooms.includes(from)) return
    const said = await messageNow(session, topics, textOf(event['message_id']))
    if (said !== null) yield { type: 'said', room: from, said }
    return
  }
  const at = (numberOf(event['edit_timestamp']) ?? Date.now() / 1_000) * 1_000
  const newTopic = event['subject'] === undefined ? topic : textOf(event['subject'])
  topics.forget(from, topic)
  topics.forget(to, newTopic)
  // In its old room it is no more, for that one may have other readers.
  const moved = new Set(idsIn(event))
  if (to !== from) for (const key of moved) yield gone(from, key, at)
  // What is left in the old topic may begin with another message now.
  const changed = [
    [to, newTopic],
    [from, topic],
  ] as const
  for (const [stream, name] of changed) {
    if (!rooms.includes(stream)) continue
    const asked = { anchor: 'newest', count: maxMoved, narrow: narrowTo(stream, name) }
    for (const record of (await messagesOf(session, asked)).records) {
      const said = await topics.told(record)
      const { sourceId: key, replyTo = null, text } = said.message
      // Who moves here is new here; others may be of the past, which is read in its own time.
      if (to !== from && stream === to && moved.has(key)) yield { type: 'said', room: stream, said }
      else yield { type: 'amended', room: stream, amendment: { key, replyTo, text } }
    }
  }
}

/** Null where it was deleted meanwhile. */
async function messageNow(
  session: Session,
  topics: Topics,
  id: string,
): Promise<SaidMessage | null> {
  try {
    const query = { apply_markdown: 'true' }
    const { message } = await callZulip(session, `/messages/${encodeURIComponent(id)}`, { query })
    return isObject(message) ? await topics.told(message) : null
  } catch (error) {
    if (error instanceof ServiceError && (error.kind === 'refused' || error.kind === 'gone'))
      return null
    throw error
  }
}
