import type { Moment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import { parseBody, said } from './body.ts'
import type { IrcLine } from './dialects.ts'
import { remembered } from './remembered.ts'

/**
 * The message of one line.
 *
 * @param starEvents see `parseBody`
 * @returns null if the line is cut off, or goes on the message before
 */
export function recordOf(
  { body, nick }: Pick<IrcLine, 'body' | 'nick'>,
  when: Moment,
  starEvents: boolean,
): IncomingMessage | null {
  if (nick === undefined && !body) return null
  const found =
    nick === undefined ? parseBody(body ?? '', starEvents) : said('message', nick, body ?? '')
  if (!found) return null
  return {
    when,
    author: found.nick,
    authorKey: foldNick(found.nick),
    kind: found.kind === 'system' ? 'system' : 'message',
    text: found.text,
  }
}

const UPPER = '[]\\~'
const LOWER = '{}|^'

/** RFC 1459 case folding: {}|^ are the lower case of []\~. */
export const foldNick = remembered((nick) =>
  nick.toLowerCase().replace(/[[\]\\~]/g, (char) => LOWER.charAt(UPPER.indexOf(char))),
)
