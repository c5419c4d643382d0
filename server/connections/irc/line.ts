import { decodeLegacy } from '../../imports/reading/legacy-text.ts'

/** One line of IRC: `@tags :source COMMAND params`, after modern.ircdocs.horse and IRCv3's message tags. */
export interface IrcMessage {
  tags: ReadonlyMap<string, string>
  /** Nick of who sent it, or the name of a server; empty where nobody is named. */
  source: string
  /** In capitals, or three digits. */
  command: string
  params: readonly string[]
}

/** Bytes of a line with its tags that IRCv3 allows: 8,191 of tags and 512 behind them. */
export const maxLineBytes = 8_191 + 512
/** Bytes of a line that we may send, without its end. */
export const maxSentBytes = 510

/**
 * Cuts what comes over the wire into lines, and keeps no more of an unfinished one than a line may hold: one that is
 * longer is left out.
 *
 * @returns the lines that a chunk has finished
 */
export function lineCutter(): (chunk: Buffer) => string[] {
  let rest = Buffer.alloc(0)
  let isTooLong = false
  return (chunk) => {
    const lines: string[] = []
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      const line = bytes.subarray(0, end)
      if (!isTooLong && line.length <= maxLineBytes) lines.push(decoded(line))
      isTooLong = false
      bytes = bytes.subarray(end + 1)
    }
    if (bytes.length > maxLineBytes) isTooLong = true
    // A copy: a part would keep the whole chunk in memory.
    rest = isTooLong ? Buffer.alloc(0) : Buffer.from(bytes)
    return lines
  }
}

/** Old servers and clients do not speak UTF-8. */
function decoded(bytes: Buffer): string {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length
  const line = bytes.subarray(0, end)
  return decodeLegacy(line) ?? line.toString('utf8')
}

const LINE = /^(?:@([^ ]*) +)?(?::([^ ]*) +)?([A-Za-z]+|\d{3})(?: +(.*))?$/s
const ESCAPES: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n' }

/** Null for what is no line of IRC. */
export function parseLine(line: string): IrcMessage | null {
  const match = LINE.exec(line)
  if (match === null) return null
  const [, tags = '', mask = '', command = '', rest = ''] = match
  return {
    tags: new Map(
      tags
        .split(';')
        .filter((tag) => tag !== '')
        .map((tag) => {
          const at = tag.indexOf('=')
          return at < 0 ? [tag, ''] : [tag.slice(0, at), unescaped(tag.slice(at + 1))]
        }),
    ),
    source: mask.split('!', 1)[0] ?? '',
    command: command.toUpperCase(),
    params: paramsOf(rest),
  }
}

const unescaped = (value: string): string =>
  value.replace(/\\(.?)/gs, (_, char: string) => ESCAPES[char] ?? char)

function paramsOf(text: string): string[] {
  const trailing = /(?:^| )+:/.exec(text)
  const middle = trailing === null ? text : text.slice(0, trailing.index)
  const params = middle.split(' ').filter((param) => param !== '')
  return trailing === null ? params : [...params, text.slice(trailing.index + trailing[0].length)]
}

/**
 * A line to be sent, with its end. The last word may hold spaces.
 *
 * @throws RangeError where a word would end the line, or begin another one: the text of a person or of a server
 *   must never become a command; also for a line that is longer than servers take
 */
export function lineOf(command: string, ...params: readonly string[]): string {
  const words = params.map((param, index) => {
    const isLast = index === params.length - 1
    const needsColon = param === '' || param.startsWith(':') || param.includes(' ')
    if (/[\r\n\0]/.test(param) || (needsColon && !isLast)) throw new RangeError('no word of IRC')
    return needsColon ? `:${param}` : param
  })
  const line = [command, ...words].join(' ')
  if (Buffer.byteLength(line) > maxSentBytes) throw new RangeError('too long for IRC')
  return `${line}\r\n`
}
