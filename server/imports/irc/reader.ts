import { watchBridges, type BridgeWatch } from './bridges.ts'
import { stripLeading } from './body.ts'
import { ircClock } from './clock.ts'
import { dialects, voteDialect, type Dialect, type DialectVote } from './dialects.ts'
import { isMarker, markedChannel, markerDate } from './markers.ts'
import { dateWithin, isChannel, placeOf, type IrcPlace } from './place.ts'
import { recordOf } from './record.ts'
import { unknownMoment } from '../reading/moments.ts'
import { piecesOf } from '../reading/pieces.ts'
import { readLines, type LineBatch } from '../reading/lines.ts'
import { eachEntry, noteAssumedZone, noteMended } from '../reading/reading.ts'
import type {
  ImportSource,
  IncomingMessage,
  Reader,
  RoomSink,
  SourceEntry,
} from '../reading/reader.ts'
import { compareNames } from '../reading/source.ts'
import { takeSample } from '../reading/source-text.ts'

/**
 * IRC logs of any client or bouncer. Facts: the log modules of irssi, WeeChat and ZNC, and archives
 * of supybot, botbot, Raku, mIRC, HexChat, dircproxy and irclogs.ubuntu.com.
 * A log knows no ids; files of one channel (one per day) make one room.
 */
export const irc: Reader = {
  format: 'irc',
  source: 'irc',

  sniff({ text, whole }) {
    const lines = text.split(/\r?\n/)
    if (!whole && lines.length > 1) lines.pop()
    const vote = voteDialect(lines)
    if (!vote) return 0
    return vote.dialect.name === 'timeless' ? 0.5 * vote.share : 0.6 + 0.3 * vote.share
  },

  read: (source, sink, signal) =>
    readLogs(source, sink, signal, { lines: readLines, title: markedChannel }),
}

/** How the lines of a log are got out of a file. */
export interface LogForm {
  /** The lines of a plain log; `''` keeps the numbers of lines. */
  lines(entry: SourceEntry): AsyncIterable<LineBatch>
  /** What the beginning of a file says of its channel and day, in words; null for nothing. */
  title(sample: string): string | null
}

/** Reads logs of any form into the rooms of their channels. */
export async function readLogs(
  source: ImportSource,
  sink: RoomSink,
  signal: AbortSignal,
  form: LogForm,
): Promise<void> {
  const entries = [...source.entries].sort((a, b) => compareNames(a.name, b.name))
  const places = new Map<string, IrcPlace>()
  await eachEntry({ ...source, entries }, sink, signal, async (entry) => {
    places.set(entry.name, await placeIn(entry, form))
  })
  const readable = entries.filter((entry) => places.has(entry.name))
  const scopes = scopesOf(readable, places)
  const bridges = watchBridges()
  await eachEntry({ ...source, entries: readable }, sink, signal, async (entry) => {
    const place = places.get(entry.name) ?? placeOf(entry.name)
    let log: Log | null = null
    for await (const batch of form.lines(entry)) {
      signal.throwIfAborted()
      noteMended(entry, sink, batch)
      // The rest of a page may fill a batch of its own, and tells nothing of the dialect.
      if (log === null && batch.lines.every((line) => line === '')) continue
      log ??= openLog(entry, place, scopes.get(entry.name) ?? '', batch.lines, sink, bridges)
      for (let index = 0; index < batch.lines.length; index++) {
        log.take(batch.lines[index] ?? '', batch.firstLine + index)
      }
    }
    log?.end()
  })
  bridges.offer(sink)
}

/** A channel in a title: `IRC logs: freenode / #team / 20130208`. */
const CHANNEL = /(?:^|[\s/|:,(])([#&][^\s/|,<>():]+)/

/** A name that tells no channel leaves it to what stands in the file. */
async function placeIn(entry: SourceEntry, form: LogForm): Promise<IrcPlace> {
  const place = placeOf(entry.name)
  if (place.isSure) return place
  const title = form.title((await takeSample(entry)).text) ?? ''
  const channel = CHANNEL.exec(title)?.[1]
  return {
    ...place,
    ...(channel === undefined ? {} : { room: channel }),
    date: place.date ?? dateWithin(title),
  }
}

/**
 * Channels of one name in different folders (networks) are different rooms. The folder counts only
 * where names collide, so that a log dropped alone and dropped in its folder is the same room.
 */
function scopesOf(
  entries: readonly SourceEntry[],
  places: ReadonlyMap<string, IrcPlace>,
): Map<string, string> {
  const roomOf = (entry: SourceEntry): string => places.get(entry.name)?.room ?? ''
  const parentOf = (entry: SourceEntry): string => {
    const path = entry.name.split('/').slice(0, -1)
    const channelFolder = path.findLastIndex((part) => part === roomOf(entry))
    return `${path
      .slice(0, channelFolder < 0 ? path.length : channelFolder)
      .filter((part) => !/^[\d._-]+$/.test(part))
      .join('/')}\n${places.get(entry.name)?.network ?? ''}`
  }
  const parents = new Map<string, Set<string>>()
  for (const entry of entries) {
    const known = parents.get(roomOf(entry)) ?? new Set()
    parents.set(roomOf(entry), known.add(parentOf(entry)))
  }
  return new Map(
    entries.map((entry) => {
      const several = (parents.get(roomOf(entry))?.size ?? 0) > 1
      return [entry.name, several ? parentOf(entry) : '']
    }),
  )
}

/** A log behind an introduction, or between other words: some lines of it tell. */
function voteOfPiece(lines: readonly string[]): DialectVote | null {
  for (const piece of piecesOf(lines)) {
    const vote = voteDialect(piece)
    if (vote !== null) return vote
  }
  return null
}

interface Log {
  take(line: string, number: number): void
  end(): void
}

function openLog(
  entry: SourceEntry,
  place: IrcPlace,
  scope: string,
  firstLines: readonly string[],
  sink: RoomSink,
  bridges: BridgeWatch,
): Log {
  const vote = voteDialect(firstLines) ?? voteOfPiece(firstLines)
  const dialect = vote?.dialect ?? fallback
  const starEvents = vote?.starEvents ?? false
  const room = sink.room({
    id: place.room,
    scope,
    name: place.room,
    isNamedByFile: !isChannel(place.room),
    format: `irc-${dialect.name}`,
  })
  const clock = ircClock(place.date, sink.clock)
  let held: IncomingMessage | null = null
  let zoneless = false
  let dateless = ''

  const release = () => {
    if (held) {
      bridges.see(held, entry)
      room.add(held)
    }
    held = null
  }

  return {
    take(raw, number) {
      const first = raw.charCodeAt(0)
      if (raw === '' || (first <= 0x20 && raw.trim() === '')) return
      const line = stripLeading(raw)
      if (isMarker(line)) {
        const date = markerDate(line)
        if (date) clock.setDate(date)
        sink.skipped('log_marker', { file: entry.name, line: number, text: line })
        return
      }
      const parsed = dialect.parse(line)
      if (parsed?.body === null && held?.kind === 'message') {
        held.text += `\n${raw}`
        return
      }
      const when = parsed ? clock.moment(parsed.time) : unknownMoment
      const record = parsed ? recordOf(parsed, when, starEvents) : null
      if (!parsed || !record) {
        sink.unparsed({ file: entry.name, line: number, text: line })
        return
      }
      release()
      zoneless ||= when.timeSource === 'assumed'
      if (parsed.time !== null && when.at === null) dateless ||= line
      held = record
    },
    end() {
      release()
      if (dateless !== '') {
        sink.warn('unknown_date', { file: entry.name, text: dateless })
      }
      if (zoneless) noteAssumedZone(sink, entry, place.room)
    },
  }
}

const fallback: Dialect = dialects.find((dialect) => dialect.name === 'timeless') ?? {
  name: 'timeless',
  starEvents: false,
  parse: () => null,
}
