import { isEvent } from './events.ts'
import { remembered } from './remembered.ts'

/** What stands behind the time of an IRC log line. */
export interface IrcBody {
  kind: 'message' | 'action' | 'notice' | 'system'
  /** Empty where nobody is named. */
  nick: string
  text: string
}

/** mIRC colours and formats: \x03NN,NN \x04RRGGBB and single characters. */
const FORMAT_CODE = String.raw`\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-f]{6})?|[\x02\x0f\x11\x12\x16\x1d-\x1f]`
const FORMAT_CODES = new RegExp(FORMAT_CODE, 'gi')
const LEADING_CODES = new RegExp(`^(?:${FORMAT_CODE})+`, 'i')

export const stripFormats = (text: string): string =>
  // Most lines hold no control character at all, and a search is cheaper than a replacement.
  /[\x02-\x04\x0f-\x1f]/.test(text) ? text.replace(FORMAT_CODES, '') : text

/** Formats and marks of writing direction in front of a line, which hide its time or its nick. */
export function stripLeading(line: string): string {
  const first = line.charCodeAt(0)
  if (first >= 0x20 && first < 0x200b) return line
  return line
    .replace(LEADING_CODES, '')
    .replace(/^[\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/, '')
}

const INVISIBLE = /[\ufeff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]/g

/**
 * A nick without the channel modes in front of it (op, voice, half-op, owner, admin; irssi writes a
 * space for none), formats, and the marks that bridges put in so that nobody is called.
 */
const bareNick = remembered((nick) => {
  const plain = stripFormats(nick)
    .trim()
    .replace(/^[@+%&~!]+(?=.)/s, '')
  return /[^\x20-\x7e]/.test(plain) ? plain.replace(INVISIBLE, '') || plain : plain
})

/** Longest nick or mask between angle brackets. */
const MAX_NICK = 101
const MESSAGE = /^<\s?([^>]{1,100})>(?: (.*)|)$/s
const NOTICE = /^-([^\s!-][^\s]{0,99}?)(?:\([^\s()]*\))?(?::[#&+!]\S*)?- (.*)$/s
const ACTION = /^\s?\*\s+(\S+)(?: (.*)|)$/s
/** Actions of Quassel, IRCCloud and Textual. */
const OTHER_ACTION = /^(?:-\*-|—|•) (\S+?):?(?: (.*)|)$/s
/** Marks of lines that no person typed: joins, parts, quits, new nicks, and what the server says. */
const SYSTEM_MARK = /^(?:-!-|-->\|?|---|-- |\*\*\*|===|=!=|=-=|<--\|?|<->|<-\t|<- \*|[→←⇐⇒↔] )/

/**
 * Reads the part behind the time, in the grammar that all dialects share: `<nick> text`,
 * `* nick acts`, `-nick- notice`, and several ways to mark what the server said.
 * Null for a line that is cut off in the middle of a nick.
 *
 * @param starEvents the log marks server lines with `*` too (mIRC, HexChat, botbot), so that
 *   `* ann has joined #chan` was not typed by ann
 */
export function parseBody(raw: string, starEvents: boolean): IrcBody | null {
  const body = raw.charCodeAt(0) === 0x20 ? raw : stripLeading(raw)
  const first = body.charCodeAt(0)
  if (first === 0x3c /* < */) {
    if (body.startsWith('<-')) {
      const mark = SYSTEM_MARK.exec(body)
      if (mark) return system(body.slice(mark[0].length))
    }
    const close = body.indexOf('>', 2)
    if (close < 0 || close > MAX_NICK) return null
    const text = stripLeading(body.slice(close + 1))
    return said('message', body.slice(1, close), text.startsWith(' ') ? text.slice(1) : text)
  }
  const mark = SYSTEM_MARK.exec(body)
  if (mark) return system(body.slice(mark[0].length))
  const other = OTHER_ACTION.exec(body)
  if (other) {
    const rest = `${other[1] ?? ''} ${other[2] ?? ''}`
    return isEvent(rest) ? system(rest) : acted(other[1] ?? '', other[2] ?? '')
  }
  if (first === 0x2d /* - */) {
    const match = NOTICE.exec(body)
    // No nick holds a dot, so the server itself has said it.
    if (match && !match[1]?.includes('.')) return said('notice', match[1] ?? '', match[2] ?? '')
    if (match) return system(body)
  }
  if (body.startsWith('Action: ')) return action(body.slice(8))
  if (first === 0x2a /* * */ || body.startsWith(' *')) {
    if (!ACTION.test(body)) return system(body)
    const rest = body.replace(/^\s?\*\s+/, '')
    if (starEvents && isEvent(stripFormats(rest))) return system(rest)
    return action(rest)
  }
  return system(body)
}

/** Does this line say something in a person's name? */
export const isSaid = (body: string): boolean => /^<(?!-[->]|- \*)[^>]+>/.test(stripLeading(body))

/** Is this line certainly of the grammar, and not just any text behind a time? For sniffing. */
export function isTypicalBody(raw: string): boolean {
  const body = stripLeading(raw)
  return (
    MESSAGE.test(body) ||
    /^(?:-!- |\*\*\* |=== |--> |<-- |<-> |-- |-\*- |[→←⇐—•] |\s?\* {1,2}\S)/.test(body) ||
    NOTICE.test(body) ||
    /^(?:Action: |Nick change: |Topic changed |\S+ \(\S+@\S+\) (?:joined|left) )/.test(body)
  )
}

function action(rest: string): IrcBody {
  const space = rest.search(/\s/)
  return space < 0 ? acted(rest, '') : acted(rest.slice(0, space), rest.slice(space + 1))
}

const acted = (nick: string, text: string): IrcBody => ({
  kind: 'action',
  nick: bareNick(nick),
  text: `* ${stripFormats(text).trimStart()}`,
})

export function said(kind: 'message' | 'notice', rawNick: string, text: string): IrcBody {
  // dircproxy writes the whole mask, and what the server knows of the sender as + or -.
  const mask = rawNick.indexOf('!')
  if (mask > 0 && rawNick.includes('@', mask)) {
    return {
      kind,
      nick: bareNick(rawNick.slice(0, mask)),
      text: stripFormats(text.replace(/^[+-]/, '')),
    }
  }
  return { kind, nick: bareNick(rawNick), text: stripFormats(text) }
}

const system = (text: string): IrcBody => ({
  kind: 'system',
  nick: '',
  text: stripFormats(text).trim(),
})
