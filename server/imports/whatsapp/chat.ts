import { dateIn } from '../reading/date-order.ts'
import type { LineBatch } from '../reading/lines.ts'
import { noteMended } from '../reading/reading.ts'
import type { IncomingMessage, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { headsOf, withoutMarks, type WhatsAppHead } from './heads.ts'
import type { Authors, Survey } from './survey.ts'
import { attachedFile, isMarkedMessage, isSystemText } from './words.ts'

/** A line that goes on a message, or begins one in a layout that this file hardly ever has. */
interface HeldLine {
  line: string
  head: WhatsAppHead | null
  wall: number
}

/** Reads a chat whose layouts and dates are known into its room. */
export async function readChat(
  entry: SourceEntry,
  batches: AsyncIterable<LineBatch>,
  survey: Survey,
  room: SinkRoom,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  let held: IncomingMessage | null = null
  let heldWall = NaN
  let heldLines: HeldLine[] = []
  let hasOdd = false

  const open = (line: string, head: WhatsAppHead, wall: number): IncomingMessage => {
    const { author, kind, text } = sayOf(head.rest, line.charCodeAt(0) === 0x200e, survey)
    return {
      when: { at: sink.clock.toUtc(wall), timeSource: 'assumed', wallTime: wall },
      author,
      kind,
      text,
      attachments: undefined,
    }
  }

  const finish = (message: IncomingMessage, lines: readonly HeldLine[]): void => {
    if (lines.length > 0) {
      message.text = [message.text, ...lines.map(({ line }) => line)].join('\n')
    }
    if (message.text.endsWith('\n')) message.text = message.text.replace(/\n+$/, '')
    const file = attachedFile(message.text)
    if (file) message.attachments = [{ name: file }]
    room.add(message)
  }

  /** Hands on what is held; heads of a rare layout count where their time fits between the others. */
  const release = (nextWall: number): void => {
    if (!held) return
    let from = 0
    for (let index = 0; hasOdd && index < heldLines.length; index++) {
      const { line, head, wall } = heldLines[index] ?? { line: '', head: null, wall: NaN }
      if (!head || !(wall >= heldWall && wall <= nextWall) || !isPlausible(head, survey)) continue
      finish(held, heldLines.slice(from, index))
      held = open(line, head, wall)
      heldWall = wall
      from = index + 1
    }
    finish(held, from === 0 ? heldLines : heldLines.slice(from))
    held = null
    heldLines = []
    hasOdd = false
  }

  const take = (line: string, head: WhatsAppHead | null, number: number): void => {
    const wall = head
      ? dateIn(survey.order, head.first, head.second, head.third) + head.timeOfDay
      : NaN
    const isHead = head !== null && !Number.isNaN(wall)
    if (isHead && survey.layouts.has(head.layout)) {
      release(wall)
      held = open(line, head, wall)
      heldWall = wall
    } else if (held) {
      heldLines.push({ line, head: isHead ? head : null, wall })
      hasOdd ||= isHead
    } else if (line.trim() !== '') {
      sink.unparsed({ file: entry.name, line: number, text: line })
    }
  }
  for await (const batch of batches) {
    signal.throwIfAborted()
    noteMended(entry, sink, batch)
    const heads = headsOf(batch)
    for (let index = 0; index < heads.length; index++) {
      take(batch.lines[index] ?? '', heads[index] ?? null, batch.firstLine + index)
    }
  }
  release(Infinity)
}

const isPlausible = ({ rest }: WhatsAppHead, { authors }: Survey): boolean => {
  const colon = rest.indexOf(': ')
  return (colon > 0 && (authors.get(rest.slice(0, colon))?.count ?? 0) > 1) || isSystemText(rest)
}

type Say = Pick<IncomingMessage, 'author' | 'kind' | 'text'>

/** Who says what: split at the first `: `, unless nobody is named or the app itself speaks. */
function sayOf(rest: string, isLineMarked: boolean, survey: Survey): Say {
  const split = splitAuthor(rest, survey.authors)
  if (!split) return { author: '', kind: 'system', text: trimMarks(rest) }
  const author = trimMarks(split.author)
  const isApp = saidByApp(author, split.text, isLineMarked, survey)
  return { author, kind: isApp ? 'system' : 'message', text: trimMarks(split.text) }
}

/** Media that were left out are named in few words; what the app tells has more. */
const SHORT = 40

/**
 * Since 2024 lines of the app name somebody: the group, the contact, or who acted. The phone's mark
 * stands in front of their text, but also in front of "image omitted" in whatever language.
 */
function saidByApp(author: string, raw: string, isLineMarked: boolean, survey: Survey): boolean {
  const isChat = author === survey.name
  if (!/^[\u200e\u200f]/.test(raw)) {
    return isChat && survey.chatIsApp && isSystemText(withoutMarks(raw))
  }
  const text = withoutMarks(raw)
  if (isSystemText(text)) return true
  if (isMarkedMessage(text)) return false
  if (isChat && survey.chatIsApp) return true
  return !(isLineMarked && text.length <= SHORT && !text.includes(author))
}

/** A quotation that is opened and not closed: the colon stands in a name that the app quotes. */
const OPEN_QUOTE = /[“„«][^“”„»«]*$|^[^"]*"[^"]*$/

/** Lines that bear out a name with a colon inside. */
const ENOUGH_LINES = 3

function splitAuthor(rest: string, authors: Authors): { author: string; text: string } | null {
  const colon = rest.indexOf(': ')
  const author = colon > 0 ? rest.slice(0, colon) : ''
  const speaker = authors.get(author)
  const count = speaker?.count ?? 0
  if (speaker?.longer != null && count >= ENOUGH_LINES) {
    return { author: speaker.longer, text: rest.slice(speaker.longer.length + 2) }
  }
  const isAppText = count > 1 ? false : isSystemText(withoutMarks(rest)) || OPEN_QUOTE.test(author)
  if (author !== '' && !isAppText) return { author, text: rest.slice(colon + 2) }
  // A text without a space behind the colon: only of a known author, or where nothing follows.
  const tight = rest.indexOf(':')
  const known = tight > 0 ? rest.slice(0, tight) : ''
  const isEmpty = known !== '' && tight === rest.length - 1 && !isSystemText(withoutMarks(rest))
  if (isEmpty || (authors.has(known) && tight !== colon)) {
    return { author: known, text: rest.slice(tight + 1) }
  }
  const isPerson = speaker && !isSystemText(withoutMarks(author)) && !OPEN_QUOTE.test(author)
  return isPerson ? { author, text: rest.slice(colon + 2) } : null
}

const trimMarks = (text: string): string =>
  text.replace(/^[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]+/, '')
