import { listOf, numberOf, field, textOf, type JsonObject } from '../../imports/reading/values.ts'
import { inTopic, zulipMessage, zulipWords } from '../../imports/zulip/record.ts'
import type { SaidMessage, Session } from '../connector.ts'
import { messagesOf, narrowTo } from './api.ts'

/** Topics whose first message is remembered; beyond it all are looked up again. */
const maxTopics = 20_000

/** First messages of topics, kept as long as a connection is read: no message says in which topic it is the first. */
const known = new WeakMap<Session['people'], Map<string, string>>()

export class Topics {
  /** Requests that were sent. */
  lookUps = 0
  readonly #session: Session
  readonly #roots: Map<string, string>

  constructor(session: Session) {
    this.#session = session
    const roots = known.get(session.people) ?? new Map<string, string>()
    known.set(session.people, roots)
    this.#roots = roots
  }

  /** What was moved while nobody listened may have another first message. */
  forgetAll(): void {
    this.#roots.clear()
  }

  forget(stream: string, topic: string): void {
    this.#roots.delete(keyOf(stream, topic))
  }

  /** @param records all that is first in a stream, oldest first */
  note(records: readonly JsonObject[]): void {
    for (const record of records) {
      const key = keyOf(streamOf(record), topicOf(record))
      if (!this.#roots.has(key)) this.#keep(key, textOf(record['id']))
    }
  }

  #keep(key: string, id: string): void {
    if (this.#roots.size >= maxTopics) this.#roots.clear()
    this.#roots.set(key, id)
  }

  /** A record of a stream as a message that stands in its topic. */
  async told(record: JsonObject): Promise<SaidMessage> {
    const id = textOf(record['id'])
    const topic = topicOf(record)
    const root = await this.#rootOf(streamOf(record), topic)
    const message = inTopic(
      zulipMessage(record, zulipWords(record)),
      topic,
      root === id ? null : root,
    )
    return { message: { ...message, sourceId: id }, editedAt: editedAt(record), isPlaced: true }
  }

  /** Null where nothing stands in the topic any more. */
  async #rootOf(stream: string, topic: string): Promise<string | null> {
    const key = keyOf(stream, topic)
    const before = this.#roots.get(key)
    if (before !== undefined) return before
    this.lookUps += 1
    const asked = { anchor: 'oldest', count: 1, narrow: narrowTo(stream, topic) }
    const [first] = (await messagesOf(this.#session, asked)).records
    const id = textOf(first?.['id'])
    if (id === '') return null
    this.#keep(key, id)
    return id
  }
}

/** Topics that differ in capitals alone are one. */
const keyOf = (stream: string, topic: string): string => `${stream}\n${topic.toLowerCase()}`

export const streamOf = (record: JsonObject): string => textOf(record['stream_id'])
const topicOf = (record: JsonObject): string => textOf(record['subject'])

/** When its words were edited; null: never. Servers before Zulip 11 count moves among edits, but say which is which. */
function editedAt(record: JsonObject): number | null {
  const history = listOf(record['edit_history'])
  const edits = history.filter((each) => field(each, 'prev_content') !== undefined)
  const [last] = edits
    .map((each) => numberOf(field(each, 'timestamp')) ?? 0)
    .toSorted((a, b) => b - a)
  const seconds = history.length > 0 ? last : numberOf(record['last_edit_timestamp'])
  return seconds === undefined || seconds === 0 ? null : seconds * 1_000
}
