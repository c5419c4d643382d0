import { assumed } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import type { WallClock } from '../reading/time-zone.ts'
import { colonIn, tightNameIn, type Authors } from './authors.ts'
import type { WhatsAppHead } from './heads.ts'
import { isMarked, nameWithoutMarks, textWithoutLooseMarks, withoutMarks } from './marks.ts'
import { attachedFile, isMarkedMessage, isSystemText, quotesOpenly } from './words.ts'

/** What must be known of a chat to tell who says a line of it. */
export interface Speaking {
  authors: Authors
  /** Name of the chat. */
  name: string
  /** Everything said under the chat's own name is what the app says. */
  chatIsApp: boolean
}

/**
 * The message of one head and the lines that go on it.
 *
 * @param wall the clock reading of the head, in milliseconds
 * @param more the lines behind the first
 */
export function recordOf(
  { rest }: Pick<WhatsAppHead, 'rest'>,
  more: readonly string[],
  wall: number,
  chat: Speaking,
  clock: WallClock,
): IncomingMessage {
  const said = sayOf(rest, chat)
  const whole = more.length === 0 ? said.text : [said.text, ...more].join('\n')
  const text = textWithoutLooseMarks(whole.endsWith('\n') ? whole.replace(/\n+$/, '') : whole)
  const file = attachedFile(text)
  return {
    when: assumed(wall, clock),
    author: said.author,
    kind: said.kind,
    text,
    attachments: file === null ? undefined : [{ name: file }],
  }
}

type Say = Pick<IncomingMessage, 'author' | 'kind' | 'text'>

/** Who says what: split at the first `: `, unless nobody is named or the app itself speaks. */
function sayOf(rest: string, chat: Speaking): Say {
  const split = splitAuthor(rest, chat.authors)
  if (!split) return { author: '', kind: 'system', text: rest }
  const isApp = saidByApp(split.author, split.text, chat)
  return { author: split.author, kind: isApp ? 'system' : 'message', text: split.text }
}

/**
 * Since 2024 lines of the app name somebody: the group, the contact, or who acted. The phone's mark
 * stands in front of them, but also in front of "image omitted", of places, and of words that people
 * pasted; so only sentences that are known count, or those that begin with who acted.
 */
function saidByApp(author: string, raw: string, { name, chatIsApp }: Speaking): boolean {
  const isChat = author === name && chatIsApp
  if (!isMarked(raw)) return isChat && isSystemText(withoutMarks(raw))
  const text = withoutMarks(raw)
  if (isSystemText(text)) return true
  if (isMarkedMessage(text)) return false
  return isChat || text.startsWith(`${withoutMarks(author)} `)
}

/** Lines that bear out a name with a colon inside. */
const ENOUGH_LINES = 3

/** @returns the name as it is shown */
function splitAuthor(rest: string, authors: Authors): { author: string; text: string } | null {
  const { at: colon, next } = colonIn(rest)
  const author = colon > 0 ? rest.slice(0, colon) : ''
  const shown = nameWithoutMarks(author)
  const speaker = authors.get(shown)
  const count = speaker?.count ?? 0
  if (speaker?.longer != null && count >= ENOUGH_LINES) {
    return { author: nameWithoutMarks(speaker.longer), text: rest.slice(speaker.longer.length + 2) }
  }
  // Nearly every line is one more of somebody who is known.
  if (author !== '' && count > 1) return { author: shown, text: rest.slice(next) }
  const tight = tightNameIn(rest)
  const isTight = tight !== null && tight.length !== colon
  const tightCount = isTight ? (authors.get(nameWithoutMarks(tight))?.count ?? 0) : 0
  const behindTight = (): { author: string; text: string } => ({
    author: nameWithoutMarks(tight ?? ''),
    text: rest.slice((tight?.length ?? 0) + 1),
  })
  // `Bob:see: this` is said by a Bob who is known, and not by one "Bob:see".
  if (tightCount > 1) return behindTight()
  const isAppText = isSystemText(withoutMarks(rest)) || quotesOpenly(author)
  if (author !== '' && !isAppText) return { author: shown, text: rest.slice(next) }
  // A text without a space behind the colon: only of a known author, or where nothing follows.
  const isEmpty = isTight && tight.length === rest.length - 1 && !isSystemText(withoutMarks(rest))
  if (isEmpty || tightCount > 0) return behindTight()
  const isPerson = speaker && !isSystemText(withoutMarks(author)) && !quotesOpenly(author)
  return isPerson ? { author: shown, text: rest.slice(next) } : null
}
