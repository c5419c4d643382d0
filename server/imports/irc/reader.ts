import { foldNick, parseBody, said, type IrcBody } from './body.ts'
import { ircClock } from './clock.ts'
import {
  dialects,
  isMarker,
  markerDate,
  voteDialect,
  type Dialect,
  type IrcLine,
} from './dialects.ts'
import { placeOf, type IrcPlace } from './place.ts'
import { readLines } from '../reading/lines.ts'
import { eachEntry, noteAssumedZone, noteMended } from '../reading/reading.ts'
import type { IncomingMessage, Reader, RoomSink, SourceEntry } from '../reading/reader.ts'
import { compareNames } from '../reading/source.ts'

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

  async read(source, sink, signal) {
    const entries = [...source.entries].sort((a, b) => compareNames(a.name, b.name))
    const scopes = scopesOf(entries)
    await eachEntry({ ...source, entries }, sink, signal, async (entry) => {
      const place = placeOf(entry.name)
      let log: Log | null = null
      for await (const batch of readLines(entry)) {
        signal.throwIfAborted()
        noteMended(entry, sink, batch)
        log ??= openLog(entry, place, scopes.get(entry.name) ?? '', batch.lines, sink)
        for (let index = 0; index < batch.lines.length; index++) {
          log.take(batch.lines[index] ?? '', batch.firstLine + index)
        }
      }
      log?.end()
    })
  },
}

/**
 * Channels of one name in different folders (networks) are different rooms. The folder counts only
 * where names collide, so that a log dropped alone and dropped in its folder is the same room.
 */
function scopesOf(entries: readonly SourceEntry[]): Map<string, string> {
  const parentOf = (entry: SourceEntry): string => {
    const { room, network } = placeOf(entry.name)
    const path = entry.name.split('/').slice(0, -1)
    const channelFolder = path.findLastIndex((part) => part === room)
    return `${path
      .slice(0, channelFolder < 0 ? path.length : channelFolder)
      .filter((part) => !/^[\d._-]+$/.test(part))
      .join('/')}\n${network}`
  }
  const parents = new Map<string, Set<string>>()
  for (const entry of entries) {
    const room = placeOf(entry.name).room
    const known = parents.get(room) ?? new Set()
    parents.set(room, known.add(parentOf(entry)))
  }
  return new Map(
    entries.map((entry) => {
      const several = (parents.get(placeOf(entry.name).room)?.size ?? 0) > 1
      return [entry.name, several ? parentOf(entry) : '']
    }),
  )
}

/** Nicks whose folded form is remembered. */
const MAX_NICKS = 10_000

const bodyOf = ({ body, nick }: IrcLine, starEvents: boolean): IrcBody | null => {
  if (nick !== undefined) return said('message', nick, body ?? '')
  return body ? parseBody(body, starEvents) : null
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
): Log {
  const vote = voteDialect(firstLines)
  const dialect = vote?.dialect ?? fallback
  const starEvents = vote?.starEvents ?? false
  const room = sink.room({
    id: place.room,
    scope,
    name: place.room,
    format: `irc-${dialect.name}`,
  })
  const clock = ircClock(place.date, sink.clock)
  const keys = new Map<string, string>()
  let held: IncomingMessage | null = null
  let zoneless = false
  let dateless = ''

  const keyOf = (nick: string): string => {
    let key = keys.get(nick)
    if (key === undefined) {
      if (keys.size > MAX_NICKS) keys.clear()
      key = foldNick(nick)
      keys.set(nick, key)
    }
    return key
  }
  const release = () => {
    if (held) room.add(held)
    held = null
  }

  return {
    take(line, number) {
      if (line.charCodeAt(0) <= 0x20 && line.trim() === '') return
      if (line === '') return
      if (isMarker(line)) {
        const date = markerDate(line)
        if (date) clock.setDate(date)
        sink.skipped(
          'log_marker',
          'Lines of the logger itself; they tell the date of what follows.',
          { file: entry.name, line: number, text: line },
        )
        return
      }
      const parsed = dialect.parse(line)
      if (parsed?.body === null && held?.kind === 'message') {
        held.text += `\n${line}`
        return
      }
      const body = parsed ? bodyOf(parsed, starEvents) : null
      if (!parsed || !body) {
        sink.unparsed({ file: entry.name, line: number, text: line })
        return
      }
      release()
      const when = clock.moment(parsed.time)
      zoneless ||= when.timeSource === 'assumed'
      if (parsed.time !== null && when.at === null) dateless ||= line
      held = {
        when,
        author: body.nick,
        authorKey: keyOf(body.nick),
        kind: body.kind === 'system' ? 'system' : 'message',
        text: body.text,
      }
    },
    end() {
      release()
      if (dateless !== '') {
        sink.warn(
          'unknown_date',
          'Logs that tell hours but no day (or no year); put it into the name of the file, such as 2020-01-31.log.',
          { file: entry.name, text: dateless },
        )
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
