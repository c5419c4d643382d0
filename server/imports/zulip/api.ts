import { readJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader } from '../reading/reader.ts'
import { firstText, isObject, listOf, textOf } from '../reading/values.ts'
import { zulipWords } from './record.ts'
import { topicTaker, type TakeTopic } from './topics.ts'

/** Zulip's message API, saved: `{messages: [{sender_full_name, display_recipient, subject, ...}]}`. */
export const zulipApi: Reader = {
  format: 'zulip-api',
  source: 'zulip',

  sniff: ({ text }) =>
    /"sender_full_name"\s*:/.test(text) &&
    /"display_recipient"\s*:/.test(text) &&
    /"timestamp"\s*:/.test(text)
      ? 0.9
      : 0,

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const takers = new Map<string, TakeTopic>()
      await readJson(entry, sink, signal, {
        plan(path, isList) {
          if (path.length === 0) return isList ? 'records' : 'enter'
          return path[0] === 'messages' ? 'records' : 'skip'
        },
        record,
      })
      function record(value: unknown): void {
        if (!isObject(value) || !('content' in value)) {
          sink.unparsed({ file: entry.name, text: JSON.stringify(value) })
          return
        }
        const recipient = value['display_recipient']
        const people = listOf(recipient).filter(isObject)
        const names = people.map((person) => firstText(person['full_name'], person['email']))
        const name = firstText(recipient, names.join(', '), 'Direct messages')
        const ids = people.map((person) => textOf(person['id'])).sort()
        const direct = people.length > 0 ? `direct:${ids.join(',')}` : `name:${name}`
        const id = firstText(value['stream_id'], direct)
        const topic = firstText(value['subject'], value['topic'])
        const key = `${id}\n${topic}`
        const take = takers.get(key) ?? topicTaker(topic, sink.room({ id, name }))
        takers.set(key, take)
        take(value, zulipWords(value))
      }
    })
  },
}
