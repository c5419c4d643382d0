/** What stands behind the time of an IRC log line. */
export interface IrcBody {
  kind: 'message' | 'action' | 'notice' | 'system'
  /** Empty where nobody is named. */
  nick: string
  text: string
}

/** mIRC colours and formats: \x03NN,NN \x04RRGGBB and single characters. */
const FORMAT_CODES =
  /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-f]{6})?|[\x02\x0f\x11\x12\x16\x1d-\x1f]/gi

export const stripFormats = (text: string): string =>
  // Most lines hold no control character at all, and a search is cheaper than a replacement.
  /[\x02-\x04\x0f-\x1f]/.test(text) ? text.replace(FORMAT_CODES, '') : text

/** Channel modes in front of a nick: op, voice, half-op, owner, admin; irssi writes a space for none. */
const bareNick = (nick: string): string => nick.trim().replace(/^[@+%&~!]+(?=.)/, '')

/** Longest nick or mask between angle brackets. */
const MAX_NICK = 101
const MESSAGE = /^<\s?([^>]{1,100})>(?: (.*)|)$/s
const NOTICE = /^-([^\s!-][^\s]{0,99}?)(?::[#&+!]\S*)?- (.*)$/s
const ACTION = /^\s?\*\s+(\S+)(?: (.*)|)$/s
/** What clients print behind an asterisk or stars that no person typed. */
const EVENT = new RegExp(
  [
    String.raw`^(?:Joins|Parts|Quits|Disconnected|Disconnecting|Attempting|Rejoined|Retrieving)\b`,
    String.raw`^(?:Now talking (?:in|on)|Topic (?:is|for)|Set by|Users on|Channel|Loaded log|Buffer)\b`,
    String.raw`^\S+ (?:[([<]\S+[@!]\S*[)\]>] )?(?:has |have )?(?:joined|left|quit|parted)\b(?: the channel| IRC| #|$| \(| \[)`,
    String.raw`^\S+ is now known as \S+$`,
    String.raw`^\S+ (?:sets mode|changes topic|changed the topic|has changed the topic|was kicked by|gives (?:channel|voice|half)|removes (?:channel|voice|half))`,
    String.raw`^\S+ sets \S+ on `,
  ].join('|'),
)

/**
 * Reads the part behind the time, in the grammar that all dialects share: `<nick> text`,
 * `* nick acts`, `-nick- notice`, and several ways to mark what the server said.
 * Null for a line that is cut off in the middle of a nick.
 *
 * @param starEvents the log marks server lines with `*` too (mIRC, HexChat, botbot), so that
 *   `* ann has joined #chan` was not typed by ann
 */
export function parseBody(body: string, starEvents: boolean): IrcBody | null {
  const first = body.charCodeAt(0)
  if (first === 0x3c /* < */) {
    if (body.startsWith('<--') || body.startsWith('<-\t')) return system(body.slice(3))
    const close = body.indexOf('>', 2)
    if (close < 0 || close > MAX_NICK) return null
    const from = body.charCodeAt(close + 1) === 0x20 ? close + 2 : close + 1
    return said('message', body.slice(1, close), body.slice(from))
  }
  if (first === 0x2d /* - */) {
    if (body.startsWith('-!-')) return system(body.slice(3))
    if (body.startsWith('-->') || body.startsWith('---')) return system(body.slice(3))
    if (body.startsWith('-- ')) return system(body.slice(3))
    const match = NOTICE.exec(body)
    return match ? said('notice', match[1] ?? '', match[2] ?? '') : system(body)
  }
  if (body.startsWith('***') || body.startsWith('===')) return system(body.slice(3))
  if (body.startsWith('Action: ')) return action(body.slice(8))
  if (first === 0x2a /* * */ || body.startsWith(' *')) {
    const match = ACTION.exec(body)
    if (!match) return system(body)
    const rest = body.replace(/^\s?\*\s+/, '')
    if (starEvents && EVENT.test(rest)) return system(rest)
    return action(rest)
  }
  return system(body)
}

/** Is this line certainly of the grammar, and not just any text behind a time? For sniffing. */
export const isTypicalBody = (body: string): boolean =>
  MESSAGE.test(body) ||
  /^(?:-!- |\*\*\* |=== |--> |<-- |-- |\s?\* {1,2}\S)/.test(body) ||
  NOTICE.test(body) ||
  /^(?:Action: |Nick change: |Topic changed |\S+ \(\S+@\S+\) (?:joined|left) )/.test(body)

function action(rest: string): IrcBody {
  const space = rest.search(/\s/)
  const nick = space < 0 ? rest : rest.slice(0, space)
  const text = space < 0 ? '' : rest.slice(space + 1)
  return { kind: 'action', nick: bareNick(nick), text: `* ${stripFormats(text).trimStart()}` }
}

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
  return { kind, nick: bareNick(stripFormats(rawNick)), text: stripFormats(text) }
}

const system = (text: string): IrcBody => ({
  kind: 'system',
  nick: '',
  text: stripFormats(text).trim(),
})

/** RFC 1459 case folding: {}|^ are the lower case of []\~. */
export const foldNick = (nick: string): string =>
  nick.toLowerCase().replace(/[[\]\\~]/g, (char) => '{}|^'.charAt('[]\\~'.indexOf(char)))
