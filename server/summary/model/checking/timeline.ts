import { summaryLimits } from '../../limits.ts'
import type { Conversation } from '../../../contract/summary.ts'
import { quoteOf } from '../../extractive/talk.ts'
import type { Answer } from '../answer.ts'
import { conversationName } from '../parts.ts'
import { withoutStrangeLinks } from '../strange-links.ts'
import type { Checked, Known } from './check-answer.ts'
import { decided } from './claims.ts'
import { Grounds } from './grounds.ts'
import type { Shown, ShownMessages } from './shown.ts'

/**
 * The conversations of the room, counted by us, with the titles of the model where a title speaks of what
 * the conversation speaks of and claims nothing that it does not. How each ended is told by the lists
 * beside it, and never as decided or taken on by what is only possible.
 */
export function timelineOf(
  conversations: readonly Conversation[],
  titles: Answer['timeline'],
  checked: Checked,
  shown: ShownMessages,
  { people, urls }: Known,
): Conversation[] {
  const named = new Map(
    titles.map(({ conversation, title }) => [`c${conversation.replace(/\D/g, '')}`, title]),
  )
  return conversations.map((one): Conversation => {
    const ended = endingOf(one, checked)
    const messages = one.messages.flatMap((row) => shown.get(row) ?? [])
    const name = nameOf(messages)
    const title = name === null ? undefined : named.get(name)
    if (title === undefined) return { ...one, ended }
    const said = messages.map(({ text }) => text).join('\n')
    const line = quoteOf(withoutStrangeLinks(title, urls, said), summaryLimits.maxTitleLength)
    const grounds = new Grounds(messages)
    const isTrue =
      line !== '' &&
      grounds.shares(line) &&
      grounds.holds(line) &&
      grounds.bears(line) &&
      grounds.hasPeopleOf(line, people.values()) &&
      (ended === 'decision' || !decided.test(line))
    return { ...one, ...(isTrue ? { title: line } : {}), ended }
  })
}

const nameOf = ([first]: readonly Shown[]): string | null =>
  first === undefined ? null : conversationName(first.conversation)

function endingOf({ messages, ended }: Conversation, checked: Checked): Conversation['ended'] {
  const rows = new Set(messages)
  const isIn = ({ messageNumber }: { messageNumber: number }): boolean => rows.has(messageNumber)
  const isFound = (item: { messageNumber: number; certainty?: string | undefined }): boolean =>
    item.certainty === 'found' && isIn(item)
  if (checked.decisions.some(isFound)) return 'decision'
  if (checked.actionItems.some(isFound)) return 'action'
  if (checked.answered.some(isIn)) return 'answered'
  if (checked.openQuestions.some(isIn)) return 'open'
  return ended === 'answered' || ended === 'open' ? ended : 'talk'
}
