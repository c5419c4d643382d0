import { dateIn, dateVote, type DateOrder } from './date-order.ts'
import { readLines } from './lines.ts'
import { eachEntry, eachLine } from './reading.ts'
import type { IncomingMessage, Reader, RoomSink, SourceEntry } from './reader.ts'
import {
  attachedFile,
  isMarkedMessage,
  isSystemText,
  parseHead,
  withoutMarks,
} from './whatsapp-lines.ts'

/**
 * WhatsApp's "Export chat" text. There is no specification: the layout follows phone, language and
 * region, so heads are found by shape and the order of day and month by all dates of the file.
 * The file names no zone, no ids and no replies.
 */
export const whatsapp: Reader = {
  format: 'whatsapp-txt',
  source: 'whatsapp',

  sniff({ name, text }) {
    if (/\.(?:json|csv|html?)$/i.test(name)) return 0
    const lines = text.split(/\r?\n/).filter((line) => /^[\ufeff\u200e]*(?:\[|\p{Nd})/u.test(line))
    const tried = lines.slice(0, 300)
    const heads = tried.map(parseHead).filter((head) => head !== null)
    const said = heads.filter((head) => /^[^:]{1,100}: ?/.test(head.rest)).length
    if (tried.length === 0 || said === 0 || heads.length < tried.length * 0.6) return 0
    return 0.7 + 0.25 * (heads.length / tried.length)
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const survey = await surveyOf(entry, signal)
      if (survey.guessed) {
        sink.warn(
          'ambiguous_dates',
          'No date of these files tells whether the day or the month comes first; the more usual order was taken.',
          { file: entry.name, text: survey.order === 'dmy' ? 'day first' : 'month first' },
        )
      }
      if (!sink.clock.chosen) {
        sink.warn(
          'assumed_zone',
          'These files name no time zone; their times are taken for UTC. Choose a zone to change that.',
          { file: entry.name, text: survey.order },
        )
      }
      await readChat(entry, survey, sink, signal)
    })
  },
}

/** What must be known of the whole file before its first line can be read. */
interface Survey {
  order: DateOrder
  guessed: boolean
  /** Layouts that heads of this file have; others were pasted into messages. */
  layouts: Set<string>
  /** Names in front of a colon, and how often; who speaks twice is a person. */
  authors: Map<string, number>
}

const MAX_AUTHORS = 20_000

async function surveyOf(entry: SourceEntry, signal: AbortSignal): Promise<Survey> {
  const vote = dateVote()
  const layouts = new Map<string, number>()
  const authors = new Map<string, number>()
  let american = 0
  let heads = 0
  for await (const { lines } of readLines(entry)) {
    signal.throwIfAborted()
    for (const line of lines) {
      const head = parseHead(line)
      if (!head) continue
      heads++
      vote.add(head.first, head.second, head.third, head.timeOfDay)
      layouts.set(head.layout, (layouts.get(head.layout) ?? 0) + 1)
      // 1/4/23, 7:02 PM: only phones set to the United States write it like this.
      if (head.upperMeridiem && /^\d\d?\/\d\d?\/\d\d\b/.test(withoutMarks(line))) american++
      const colon = head.rest.indexOf(': ')
      if (colon <= 0) continue
      const author = head.rest.slice(0, colon)
      const count = authors.get(author)
      if (count !== undefined || authors.size < MAX_AUTHORS) authors.set(author, (count ?? 0) + 1)
    }
  }
  // A phone may change its layout halfway, so several are fine; a handful of lines is not a layout.
  const most = Math.max(0, ...layouts.values())
  const usual = [...layouts].filter(
    ([, count]) => count === most || count >= Math.max(3, heads / 50),
  )
  const order = vote.decide(american > heads / 2 ? 'mdy' : 'dmy')
  return { ...order, layouts: new Set(usual.map(([layout]) => layout)), authors }
}

async function readChat(
  entry: SourceEntry,
  survey: Survey,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  const name = chatName(entry.name)
  const room = sink.room({ id: name, name })
  let held: IncomingMessage | null = null
  let heldLines: string[] = []

  const release = () => {
    if (!held) return
    if (heldLines.length > 0) held.text = [held.text, ...heldLines].join('\n')
    if (held.text.endsWith('\n')) held.text = held.text.replace(/\n+$/, '')
    const file = attachedFile(held.text)
    if (file) held.attachments = [{ name: file }]
    room.add(held)
    held = null
    heldLines = []
  }

  await eachLine(entry, sink, signal, (line, number) => {
    const head = parseHead(line)
    const wall = head
      ? dateIn(survey.order, head.first, head.second, head.third) + head.timeOfDay
      : NaN
    if (!head || Number.isNaN(wall) || !survey.layouts.has(head.layout)) {
      if (held) heldLines.push(line)
      else if (line.trim() !== '') sink.unparsed({ file: entry.name, line: number, text: line })
      return
    }
    release()
    const { author, kind, text } = sayOf(head.rest, survey.authors, name)
    held = {
      when: { at: sink.clock.toUtc(wall), timeSource: 'assumed', wallTime: wall },
      author,
      kind,
      text,
      attachments: undefined,
    }
  })
  release()
}

type Say = Pick<IncomingMessage, 'author' | 'kind' | 'text'>

/** Who says what: split at the first `: `, unless nobody is named or the app itself speaks. */
function sayOf(rest: string, authors: ReadonlyMap<string, number>, chat: string): Say {
  const split = splitAuthor(rest, authors)
  if (!split) return { author: '', kind: 'system', text: trimMarks(rest) }
  const { author, text } = split
  const marked = /^[\u200e\u200f]/.test(text)
  const speaks = marked || author === chat ? withoutMarks(text) : ''
  const system = (marked && !isMarkedMessage(speaks)) || (author === chat && isSystemText(speaks))
  // Calls and the like name who caused them.
  return { author: trimMarks(author), kind: system ? 'system' : 'message', text: trimMarks(text) }
}

function splitAuthor(
  rest: string,
  authors: ReadonlyMap<string, number>,
): { author: string; text: string } | null {
  const colon = rest.indexOf(': ')
  const author = colon > 0 ? rest.slice(0, colon) : ''
  const isPerson = (authors.get(author) ?? 0) > 1 || !isSystemText(withoutMarks(rest))
  if (author !== '' && isPerson) return { author, text: rest.slice(colon + 2) }
  // A text without a space behind the colon, or with a system phrase inside: only of a known author.
  const tight = rest.indexOf(':')
  const known = tight > 0 ? rest.slice(0, tight) : ''
  if (authors.has(known) && tight !== colon) return { author: known, text: rest.slice(tight + 1) }
  return author !== '' && authors.has(author) && !isSystemText(withoutMarks(author))
    ? { author, text: rest.slice(colon + 2) }
    : null
}

const trimMarks = (text: string): string => text.replace(/^[\ufeff\u200e\u200f]+/, '')

/** In every language: "WhatsApp Chat with X", "Chat de WhatsApp con X", "Чат WhatsApp с X" ... */
const CHAT_FILE =
  /^(?:WhatsApp[ _-]+(?:Chat|Conversation)[ _]*(?:with|mit|-|–)?|Chat[ _](?:de|do)[ _]WhatsApp[ _](?:con|com)|Chat[ _]WhatsApp[ _](?:con|avec|met|z)|Conversa[ _]do[ _]WhatsApp[ _]com|Discussion[ _]WhatsApp[ _]avec|WhatsApp-chat[ _]met|Чат[ _]WhatsApp[ _]с|WhatsApp[ _](?:Sohbeti|对话|聊天))[ _]*[-–]?[ _]*/iu

/** The other side or group, which only the name of the file, archive or folder tells. */
function chatName(path: string): string {
  const parts = path.split('/')
  const file = (parts.at(-1) ?? path).replace(/\.txt$/i, '')
  const isPhoneName = /^_chat(?: ?\(?\d*\)?)?$/.test(file)
  const outer = parts.at(-2)
  const base =
    isPhoneName && outer !== undefined && outer !== '' ? outer.replace(/\.zip$/i, '') : file
  const name = base.replace(CHAT_FILE, '').trim()
  return name === '' ? base : name
}
