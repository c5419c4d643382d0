import { isTypicalBody } from './body.ts'
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
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
export const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3)) + 1

const clockTime = (hour = '0', minute = '0', second = '0', fraction = ''): LineTime => ({
  hour: Number(hour),
  minute: Number(minute),
  second: Number(second),
  milliseconds: fraction === '' ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')),
})

const CLOCK = new RegExp(String.raw`^(\d\d?):${TWO}(?::${TWO})?$`)

/** `[12:18] <nick> text`, `[12:18:05] *** Joins: ...`; `=== ...` stands without a time. */
function bracketTime(line: string): IrcLine | null {
  if (line.charCodeAt(0) !== 0x5b) return null
  const close = line.indexOf(']', 4)
  const parts = CLOCK.exec(line.slice(1, close))
  if (!parts) return null
  const from = line.charCodeAt(close + 1) === 0x20 ? close + 2 : close + 1
  return { time: clockTime(parts[1], parts[2], parts[3]), body: line.slice(from) }
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
    const second = rest.charCodeAt(0) === TAB ? rest.indexOf('\t', 1) : -1
    if (second < 0) return null
    const prefix = rest.slice(1, second).trim()
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

/** `<nick> text` and nothing else; somebody has cut the times away. */
const timeless: Dialect = {
  name: 'timeless',
  starEvents: false,
  parse: (line) => (isTypicalBody(line) ? { time: null, body: line } : null),
}

/** In the order in which ties are broken: the stricter one first. */
export const dialects: readonly Dialect[] = [
  weechat,
  dated,
  dircproxy,
  hexchat,
  bracket('bracket'),
  irssi,
  timeless,
]

/** Server lines that are marked by something else than one star. */
const OTHER_MARK = /^(?:\S{0,40} ?){0,2}(?:\*\*\*|===|-!-) /

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
export function voteDialect(lines: readonly string[]): DialectVote | null {
  const tried = lines.filter((line) => line.trim() !== '' && !isMarker(line)).slice(0, 200)
  const otherMarks = lines.some((line) => !isMarker(line) && OTHER_MARK.test(line))
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
      const isSaid = parsed.nick !== undefined || /^<[^>]+>/.test(parsed.body)
      if (isSaid) said++
      if (parsed.nick !== undefined || isTypicalBody(parsed.body)) typical++
    }
    const vote = {
      dialect,
      share: hits / Math.max(1, tried.length),
      typical,
      starEvents: dialect.starEvents && !otherMarks,
    }
    // A day on which people only came and went is a log too, if nothing else can be meant.
    const isSure = said > 0 || (dialect !== timeless && typical >= hits * SILENT)
    const enough = vote.share >= 0.6 && typical >= hits * 0.5 && hits > 0 && isSure
    if (enough && (!best || vote.share * 1000 + typical > best.share * 1000 + best.typical)) {
      best = vote
    }
  }
  return best
}

/** Lines that tell of the log itself; they carry the date of what follows. */
const MARKER =
  /^(?:--- (?:Log (?:opened|closed)|Day changed)|Session (?:Start|Time|Close|Ident)|\*{4} (?:BEGIN|ENDING) LOGGING|\[\d\d:\d\d(?::\d\d)?\] --- [A-Z][a-z]{2} [A-Z][a-z]{2} +\d)/
export function isMarker(line: string): boolean {
  const first = line.charCodeAt(0)
  // Nearly every line begins with a time, and this is asked of every line.
  if (first === 0x5b) return line.includes('] --- ') && MARKER.test(line)
  return (first === 0x2d || first === 0x53 || first === 0x2a) && MARKER.test(line)
}

const LONG_DATE = /([A-Z][a-z]{2}) +(\d\d?),? (?:\d\d:\d\d(?::\d\d)? )?(\d{4})/

/** The date that a marker names: `Mon Sep 30 00:00:44 2019`, `Tue Oct 01 2019`. */
export function markerDate(line: string): { year: number; month: number; day: number } | null {
  const match = LONG_DATE.exec(line)
  const month = match ? monthOf(match[1] ?? '') : 0
  if (!match || month === 0) return null
  return { year: Number(match[3]), month, day: Number(match[2]) }
}
