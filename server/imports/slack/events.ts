import { objectIn, readJsonLines, sampleObjects } from '../reading/json-lines.ts'
import { eachEntry, eachLine } from '../reading/reading.ts'
import type { ImportSource, Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { isObject, textOf, type JsonObject } from '../reading/values.ts'
import { slackDirectory, type SlackDirectory } from './people.ts'
import { noteEditLog, takeRecord } from './take.ts'

/** Edited messages that are remembered for one file; later edits leave the message as it was. */
const MAX_EDITS = 100_000

/**
 * A log of Slack's events, one JSON object a line, as bots write it that listen to the RTM API, the
 * Events API or socket mode. Unlike in an export, a message stands there as it was first, and each
 * edit behind it.
 */
export const slackEvents: Reader = {
  format: 'slack-events',
  source: 'slack',

  sniff: ({ text }) => (isEventLog(text) ? 0.9 : 0),

  async read(source: ImportSource, sink, signal) {
    const directory = slackDirectory(new Map())
    await eachEntry(source, sink, signal, (entry) => readEvents(entry, directory, sink, signal))
  },
}

/** True if the first lines are events of Slack. */
export function isEventLog(text: string): boolean {
  const events = sampleObjects(text).map(eventOf)
  const known = events.filter((event) => isMessage(event) || OTHER_EVENTS.test(typeOf(event)))
  return known.length > 0 && known.length >= events.length / 2
}

/** Events that often stand at the beginning of a log, before anybody has said something. */
const OTHER_EVENTS =
  /^(?:hello|user_typing|presence_change|manual_presence_change|reconnect_url|reaction_(?:added|removed)|channel_(?:joined|left|marked|created|rename)|member_(?:joined|left)_channel|desktop_notification|file_(?:shared|public|created)|dnd_updated_user|user_change|pref_change)$/

const typeOf = (event: JsonObject): string => textOf(event['type'])

const isMessage = (event: JsonObject): boolean =>
  typeOf(event) === 'message' &&
  /^[CDG][A-Z0-9]/.test(textOf(event['channel'])) &&
  /^\d{9,10}\.\d+$/.test(textOf(event['ts']))

/** The Events API and socket mode put an event into one or two envelopes. */
function eventOf(record: JsonObject): JsonObject {
  const payload = isObject(record['payload']) ? record['payload'] : record
  const event = payload['event']
  return isObject(event) ? event : payload
}

const keyOf = (channel: string, message: JsonObject): string =>
  `${channel}/${textOf(message['ts'])}`

/** Reads a log of events into the rooms of its channels. */
export async function readEvents(
  entry: SourceEntry,
  directory: SlackDirectory,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  const file = entry.name
  const edits = await editsOf(entry, sink, signal)
  const said = new Set<string>()
  const names = new Map(directory.channels.map(({ id, name }) => [id, name]))
  const roomOf = (id: string): SinkRoom => sink.room({ id, name: names.get(id) ?? id })

  await readJsonLines(entry, sink, signal, (record, unparsed) => {
    const event = eventOf(record)
    const channel = textOf(event['channel'])
    if (typeOf(event) !== 'message') {
      // The answer to a bot that has spoken has no type.
      if (typeOf(event) === '' && typeof record['ok'] !== 'boolean') unparsed()
      else noteOther(sink, file, typeOf(event))
      return
    }
    if (channel === '') {
      unparsed()
      return
    }
    const changed = changedBy(event)
    const message = changed ?? event
    const key = keyOf(channel, message)
    const last = edits.get(key)
    if (changed && (said.has(key) || !last)) {
      noteEditLog(sink, file, textOf(event['subtype']))
      return
    }
    if (last) said.add(key)
    takeRecord(last ?? message, () => roomOf(channel), file, directory, sink)
  })
}

/** The message as an event says it is from now on; undefined for other events. */
function changedBy(event: JsonObject): JsonObject | undefined {
  const message = event['subtype'] === 'message_changed' ? event['message'] : undefined
  return isObject(message) ? message : undefined
}

/** Every message that was edited, as it was last. */
async function editsOf(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<Map<string, JsonObject>> {
  const edits = new Map<string, JsonObject>()
  // What is wrong with the file is told by the second reading.
  const quiet: RoomSink = { ...sink, unparsed: () => {}, repaired: () => {}, warn: () => {} }
  await eachLine(entry, quiet, signal, (line) => {
    if (!line.includes('message_changed')) return
    const record = objectIn(line)
    const event = record && eventOf(record)
    const message = event && changedBy(event)
    if (!message) return
    const key = keyOf(textOf(event['channel']), message)
    if (edits.has(key) || edits.size < MAX_EDITS) edits.set(key, message)
  })
  return edits
}

const noteOther = (sink: RoomSink, file: string, type: string): void =>
  sink.skipped('other_events', {
    file,
    text: type || 'answer',
  })
