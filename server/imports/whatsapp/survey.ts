import { dateVote, type DateOrder } from '../reading/date-order.ts'
import type { LineBatch } from '../reading/lines.ts'
import { authorSurvey, colonIn } from './authors.ts'
import { headsOf } from './heads.ts'
import { nameWithoutMarks, withoutMarks } from './marks.ts'
import type { Speaking } from './record.ts'
import { foundedGroup, isSurelyApp, isSystemText } from './words.ts'

/** What must be known of the whole file before its first line can be read. */
export interface Survey extends Speaking {
  order: DateOrder
  guessed: boolean
  /** Layouts that heads of this file have; others were probably pasted into messages. */
  layouts: ReadonlySet<string>
  /** The first message; it tells apart two chats whose files have no names. */
  beginning: string
}

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
  const speaking = authorSurvey()
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
      speaking.add(head.rest)
      if (!chatIsApp || fromFile === null) continue
      const colon = colonIn(head.rest)
      if (colon.at > 0 && nameWithoutMarks(head.rest.slice(0, colon.at)) === fromFile) {
        const text = head.rest.slice(colon.next)
        chatIsApp = isSystemText(withoutMarks(text))
        chatIsSure ||= isSurelyApp(text)
      }
    }
  }
  const authors = speaking.found()
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
