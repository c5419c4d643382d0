import { dateVote, type DateOrder } from '../reading/date-order.ts'
import type { LineBatch } from '../reading/lines.ts'
import { headsOf, withoutMarks } from './heads.ts'
import { foundedGroup, isSurelyApp, isSystemText } from './words.ts'

/** How often a name stands in front of a colon. */
export interface Speaker {
  count: number
  /** The name up to its second colon, where all lines of the speaker share that; else null. */
  longer: string | null
}
export type Authors = ReadonlyMap<string, Speaker>

/** What must be known of the whole file before its first line can be read. */
export interface Survey {
  order: DateOrder
  guessed: boolean
  /** Layouts that heads of this file have; others were probably pasted into messages. */
  layouts: ReadonlySet<string>
  /** Names in front of a colon; who speaks twice is a person. */
  authors: Authors
  /** Name of the chat: from the file's name, the founding of the group, or who speaks in it. */
  name: string
  /** Everything said under the chat's own name is what the app says. */
  chatIsApp: boolean
  /** The first message; it tells apart two chats whose files have no names. */
  beginning: string
}

/** Names remembered; no group is larger. */
const MAX_AUTHORS = 20_000
/** A group is founded in one of its first lines. */
const FOUNDING_LINES = 10
/** Speakers that make a name. */
const MAX_NAMED = 3

export async function surveyOf(
  batches: AsyncIterable<LineBatch>,
  fromFile: string | null,
  signal: AbortSignal,
): Promise<Survey> {
  const vote = dateVote()
  const layouts = new Map<string, number>()
  const authors = new Map<string, Speaker>()
  let american = 0
  let heads = 0
  let chatIsApp = true
  let chatIsSure = false
  let beginning = ''
  let group: string | null = null
  for await (const batch of batches) {
    signal.throwIfAborted()
    const found = headsOf(batch)
    for (let index = 0; index < found.length; index++) {
      const head = found[index]
      if (!head) continue
      heads++
      if (heads === 1) beginning = (batch.lines[index] ?? '').slice(0, 500)
      if (heads <= FOUNDING_LINES) group ??= foundedGroup(withoutMarks(head.rest))
      vote.add(head.first, head.second, head.third, head.timeOfDay)
      layouts.set(head.layout, (layouts.get(head.layout) ?? 0) + 1)
      // 1/4/23, 7:02 PM: only phones set to the United States write it like this.
      if (head.upperMeridiem && head.layout.includes('/2')) american++
      const colon = head.rest.indexOf(': ')
      if (colon <= 0) continue
      const author = head.rest.slice(0, colon)
      if (author === fromFile && chatIsApp) {
        const text = head.rest.slice(colon + 2)
        chatIsApp = isSystemText(withoutMarks(text))
        chatIsSure ||= isSurelyApp(text)
      }
      const speaker = authors.get(author)
      if (speaker) {
        speaker.count++
        if (speaker.longer !== null && !head.rest.startsWith(`${speaker.longer}: `)) {
          speaker.longer = null
        }
      } else if (authors.size < MAX_AUTHORS) {
        authors.set(author, { count: 1, longer: longerName(head.rest, colon) })
      }
    }
  }
  // A phone may change its layout halfway, so several are fine; a handful of lines is not a layout.
  const most = Math.max(0, ...layouts.values())
  const usual = [...layouts].filter(
    ([, count]) => count === most || count >= Math.max(3, heads / 50),
  )
  const speakers = [...authors.keys()].map(withoutMarks).slice(0, MAX_NAMED + 1)
  const named = speakers.length <= MAX_NAMED ? speakers.join(', ') : ''
  return {
    ...vote.decide(american > heads / 2 ? 'mdy' : 'dmy'),
    layouts: new Set(usual.map(([layout]) => layout)),
    authors,
    name: fromFile ?? group ?? (named || '_chat'),
    chatIsApp: chatIsApp && chatIsSure,
    beginning,
  }
}

/** Longest name with a colon inside, in characters. */
const MAX_NAME = 60

function longerName(rest: string, colon: number): string | null {
  const next = rest.indexOf(': ', colon + 2)
  return next > 0 && next <= MAX_NAME ? rest.slice(0, next) : null
}
