import { isSaid, isTypicalBody, stripLeading } from './body.ts'
import { isMarker } from './markers.ts'
import { monthOf } from './place.ts'
import { plainIso, twoDigits } from '../reading/moments.ts'

/** The time of a line as it stands there; parts that the line does not give are absent. */
export interface LineTime {
  year?: number
  month?: number
  day?: number
  hour: number
  minute: number
  second: number
  milliseconds: number
  /** Minutes east of Greenwich, where the line says it. */
  offset?: number
}

export interface IrcLine {
  /** Null: no time of its own, it stands at the time of the line before. */
  time: LineTime | null
  /** Null: belongs to the message before. */
  body: string | null
  /** Who speaks, where the dialect itself tells it from the text; then `body` is the text alone. */
  nick?: string
}

export interface Dialect {
  /** Part of the room's format: `irc-<name>`. */
  name: string
  /** Server lines may begin with `*`, as actions do. */
  starEvents: boolean
  /** Null for a line that this dialect does not write. */
  parse(line: string): IrcLine | null
}

const TWO = String.raw`(\d\d)`

const clockTime = (hour = '0', minute = '0', second = '0', fraction = ''): LineTime => ({
  hour: Number(hour),
  minute: Number(minute),
  second: Number(second),
  milliseconds: fraction === '' ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')),
})

const CLOCK = new RegExp(String.raw`^(\d\d?):${TWO}(?::${TWO})?(?: ?([ap])\.?m\.?)?$`, 'i')

/** 12-hour clocks that say which half of the day they mean. */
function halfDayTime(parts: RegExpExecArray): LineTime {
  const time = clockTime(parts[1], parts[2], parts[3])
  const half = parts[4]?.toLowerCase()
  if (half !== undefined) time.hour = (time.hour % 12) + (half === 'p' ? 12 : 0)
  return time
}

/** `[12:18] <nick> text`, `[12:18:05] *** Joins: ...`; `=== ...` stands without a time. */
function bracketTime(line: string): IrcLine | null {
  if (line.charCodeAt(0) !== 0x5b) return null
  const close = line.indexOf(']', 4)
  const parts = CLOCK.exec(line.slice(1, close))
  if (!parts) return null
  const from = line.charCodeAt(close + 1) === 0x20 ? close + 2 : close + 1
  return { time: halfDayTime(parts), body: line.slice(from) }
}

const bracket = (name: string): Dialect => ({
  name,
  starEvents: true,
  parse(line) {
    const time = bracketTime(line)
    if (time) return time
    return line.startsWith('=== ') ? { time: null, body: line } : null
  },
})

const ISO_TIME = new RegExp(
  String.raw`^\[?(\d{4})-${TWO}-${TWO}[T ]${TWO}:${TWO}(?::${TWO}(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d:?\d\d))?\]?`,
)

const TAB = 0x09
const SPACE = 0x20
/** A zone may follow behind a space. */
const ZONE_AHEAD = /^.{20}(?:Z|[+-]\d\d)/

function isoTime(line: string): { time: LineTime; rest: string } | null {
  const after = line.charCodeAt(19)
  if (after === TAB || after === SPACE) {
    const second = twoDigits(line, 17)
    const isPlain = !Number.isNaN(plainIso(line)) && !ZONE_AHEAD.test(line)
    if (isPlain) {
      const time = {
        year: twoDigits(line, 0) * 100 + twoDigits(line, 2),
        month: twoDigits(line, 5),
        day: twoDigits(line, 8),
        hour: twoDigits(line, 11),
        minute: twoDigits(line, 14),
        second,
        milliseconds: 0,
      }
      return { time, rest: line.slice(19) }
    }
  }
  const match = ISO_TIME.exec(line)
  if (!match) return null
  const time = clockTime(match[4], match[5], match[6], match[7])
  time.year = Number(match[1])
  time.month = Number(match[2])
  time.day = Number(match[3])
  const zone = match[8]
  if (zone) {
    const sign = zone.startsWith('-') ? -1 : 1
    time.offset = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
  }
  return { time, rest: line.slice(match[0].length) }
}

/**
 * WeeChat: time, prefix and text between tabs; text may hold tabs, so only two count. Since 4.8 the
 * time has microseconds and a Z, and one file may hold both forms. A line without time goes on.
 */
const weechat: Dialect = {
  name: 'weechat',
  starEvents: false,
  parse(line) {
    const start = isoTime(line)
    if (!start) return { time: null, body: null }
    const { time, rest } = start
    // Where tabs were turned into blanks, the one in front of the prefix mostly is the only one.
    const isTab = rest.charCodeAt(0) === TAB
    const second = isTab || rest.charCodeAt(0) === SPACE ? rest.indexOf('\t', 1) : -1
    if (second < 0) return null
    const prefix = rest.slice(1, second).trim()
    if (!isTab && /\s/.test(prefix)) return null
    const text = rest.slice(second + 1)
    return NO_NICK.test(prefix)
      ? { time, body: prefixed(prefix, text) }
      : { time, body: text, nick: prefix }
  },
}

/** What WeeChat writes in place of a nick, and nicks that stand in brackets. */
const NO_NICK = /^(?:-->|<--|--|=!=|\*{1,3}|<.*|)$/

/** Writes what stands between tabs in the grammar of the other dialects. */
function prefixed(prefix: string, text: string): string {
  if (/^(?:-->|<--|--|=!=|\*\*\*|)$/.test(prefix)) return `*** ${text}`
  if (prefix === '*') return `* ${text}`
  return prefix.startsWith('<') ? `${prefix} ${text}` : `<${prefix}> ${text}`
}

/** Date and time in every line: supybot (two spaces), botbot (one), IRCCloud, The Lounge, Textual. */
const dated: Dialect = {
  name: 'dated',
  starEvents: true,
  parse(line) {
    const start = isoTime(line)
    if (!start || !/^\s/.test(start.rest)) return null
    return { time: start.time, body: start.rest.replace(/^ {1,2}|^\t/, '') }
  },
}

/** irssi: `HH:MM <@nick> text`. Others put no space behind the time (`16:59:05< nick2> text`). */
const BARE_TIME = new RegExp(String.raw`^${TWO}:${TWO}(?::${TWO})?(?: |(?=<|-!-))(.*)$`, 's')
const irssi: Dialect = {
  name: 'irssi',
  starEvents: false,
  parse(line) {
    const match = BARE_TIME.exec(line)
    return match ? { time: clockTime(match[1], match[2], match[3]), body: match[4] ?? '' } : null
  },
}

/** HexChat and XChat: `Sep 30 00:00:44 <nick>\ttext`; the year stands in BEGIN LOGGING lines. */
const HEXCHAT = new RegExp(String.raw`^([A-Z][a-z]{2}) ([ \d]\d) ${TWO}:${TWO}:${TWO} (.*)$`, 's')
const hexchat: Dialect = {
  name: 'hexchat',
  starEvents: true,
  parse(line) {
    const match = HEXCHAT.exec(line)
    const month = match ? monthOf(match[1] ?? '') : 0
    if (!match || month === 0) return null
    const time = { ...clockTime(match[3], match[4], match[5]), month, day: Number(match[2]) }
    const cells = /^(\S+)\t(.*)$/s.exec(match[6] ?? '')
    return { time, body: cells ? prefixed(cells[1] ?? '', cells[2] ?? '') : (match[6] ?? '') }
  },
}

/** Konversation: `[Friday 10 May 2019] [06:52:00] <nick>\ttext`, `[Fri May 10 2019] [...] Join\t...`. */
const KONVERSATION = new RegExp(
  String.raw`^\[[A-Z][a-z]+,? (?:(\d\d?) ([A-Z][a-z]+)|([A-Z][a-z]+) +(\d\d?)),? (\d{4})\] \[${TWO}:${TWO}(?::${TWO})?\] (.*)$`,
  's',
)
const konversation: Dialect = {
  name: 'konversation',
  starEvents: true,
  parse(line) {
    const match = line.charCodeAt(0) === 0x5b ? KONVERSATION.exec(line) : null
    const month = match ? monthOf(match[2] ?? match[3] ?? '') : 0
    if (!match || month === 0) return null
    const day = Number(match[1] ?? match[4])
    const time = { ...clockTime(match[6], match[7], match[8]), year: Number(match[5]), month, day }
    const cells = /^([^\t]+)\t(.*)$/s.exec(match[9] ?? '')
    if (!cells) return { time, body: match[9] ?? '' }
    const [, mark = '', text = ''] = cells
    return { time, body: /^[<*-]/.test(mark) ? `${mark} ${text}` : `*** ${text}` }
  },
}

/** dircproxy: `[14 Jan 10:36] <nick!u@h> +text`; no year anywhere. */
const DIRCPROXY = new RegExp(
  String.raw`^\[(\d\d?) ([A-Z][a-z]{2}) ${TWO}:${TWO}(?::${TWO})?\] (.*)$`,
  's',
)
const dircproxy: Dialect = {
  name: 'dircproxy',
  starEvents: false,
  parse(line) {
    const match = DIRCPROXY.exec(line)
    const month = match ? monthOf(match[2] ?? '') : 0
    if (!match || month === 0) return null
    const time = { ...clockTime(match[3], match[4], match[5]), month, day: Number(match[1]) }
    return { time, body: match[6] ?? '' }
  },
}

/** A tag with attributes, a declaration or an end: a page or a document, not somebody who speaks. */
const MARKUP = /^<(?:[?!/]|[^<>]*=)/

/** `<nick> text` and nothing else; somebody has cut the times away. */
const timeless: Dialect = {
  name: 'timeless',
  starEvents: false,
  parse: (line) => (isTypicalBody(line) && !MARKUP.test(line) ? { time: null, body: line } : null),
}

/** In the order in which ties are broken: the stricter one first. */
export const dialects: readonly Dialect[] = [
  weechat,
  dated,
  konversation,
  dircproxy,
  hexchat,
  bracket('bracket'),
  irssi,
  timeless,
]

/** Server lines that are marked by something else than one star. */
const OTHER_MARK = /^(?:\*\*\*|===|-!-|-->|<--|→|←|⇐) /

export interface DialectVote {
  dialect: Dialect
  /** Share of lines that the dialect writes. */
  share: number
  /** Lines that are certainly of its grammar. */
  typical: number
  /** See `parseBody`. */
  starEvents: boolean
}

/** Share of certain lines that a log without a word needs. */
const SILENT = 0.9

/** Which dialect a file is in, by its first lines; null if it is no IRC log. */
export function voteDialect(rawLines: readonly string[]): DialectVote | null {
  const lines = rawLines.map(stripLeading)
  const tried = lines.filter((line) => line.trim() !== '' && !isMarker(line)).slice(0, 200)
  let best: DialectVote | null = null
  for (const dialect of dialects) {
    let hits = 0
    let typical = 0
    let said = 0
    for (const line of tried) {
      const parsed = dialect.parse(line)
      if (!parsed) continue
      if (parsed.body === null) continue
      hits++
      if (parsed.nick !== undefined || isSaid(parsed.body)) said++
      if (parsed.nick !== undefined || isTypicalBody(parsed.body)) typical++
    }
    const vote = {
      dialect,
      share: hits / Math.max(1, tried.length),
      typical,
      starEvents: dialect.starEvents,
    }
    // A day on which people only came and went is a log too, if nothing else can be meant.
    const isSure = said > 0 || (dialect !== timeless && typical >= hits * SILENT)
    const enough = vote.share >= 0.6 && typical >= hits * 0.5 && hits > 0 && isSure
    if (enough && (!best || vote.share * 1000 + typical > best.share * 1000 + best.typical)) {
      best = vote
    }
  }
  if (best?.starEvents) best.starEvents = !lines.some(isMarkedOtherwiseBy(best.dialect))
  return best
}

const isMarkedOtherwiseBy =
  (dialect: Dialect) =>
  (line: string): boolean =>
    !isMarker(line) && OTHER_MARK.test(dialect.parse(line)?.body ?? '')
