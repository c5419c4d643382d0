import { extractiveLimits } from './limits.ts'
import type {
  ActionItem,
  AnsweredQuestion,
  Conversation,
  Decision,
  OpenQuestion,
  Quote,
  Summary,
  SummaryItem,
} from '../../contract/summary.ts'
import type { Conversations, Matter } from '../conversations/conversations.ts'
import type { ExchangeItem, Found, Said } from '../exchanges/results.ts'
import { spread } from '../exchanges/spread.ts'
import { answerTimesOf } from './answer-times.ts'
import { dueIn } from './due-dates.ts'
import { isoOf, itemOf } from './items.ts'
import type { Answerers } from './people.ts'
import { quoteOf } from './talk.ts'

export type ExchangeLists = Pick<Summary, 'decisions' | 'actionItems' | 'openQuestions'> &
  Required<Pick<Summary, 'answered' | 'conversations' | 'totals' | 'answerTimes'>>

/**
 * What was found, as the lists of a summary: the best of each, spread over the period.
 *
 * @param answerers - Whose answers are told as the load of the room
 * @param end - The last moment of the period, in milliseconds since 1970
 * @param timeZone - In which the days of due dates are counted; UTC by default
 */
export function exchangeLists(
  found: Found,
  conversations: Conversations,
  {
    answerers,
    end,
    timeZone = 'UTC',
  }: { answerers: Answerers; end: number | null; timeZone?: string | undefined },
): ExchangeLists {
  const { lists, counts } = found
  const { maxDecisions, maxActionItems, maxOpenQuestions, maxAnswered } = extractiveLimits
  const open = counts.questions.found + counts.questions.possible
  return {
    decisions: best(lists.decisions, maxDecisions).map(decisionOf),
    actionItems: best(lists.actions, maxActionItems).map((one) => actionOf(one, timeZone)),
    openQuestions: best(lists.questions, maxOpenQuestions).map((one) => questionOf(one, end)),
    answered: spread(found.answered, maxAnswered).map((one): AnsweredQuestion => ({
      ...itemOf(one),
      messages: [one.number, one.reply.number].sort((a, b) => a - b),
      question: one.number,
      answer: one.reply.number,
      reply: quoteFrom(one.reply),
      seconds: one.seconds,
    })),
    conversations: largest(conversations.list()).map(conversationOf),
    totals: {
      decisions: counts.decisions,
      actionItems: counts.actions,
      openQuestions: open,
      answered: found.answeredCount,
      conversations: conversations.count,
    },
    answerTimes: answerTimesOf(found, open, answerers),
  }
}

/** Found ones first; possible ones fill what is left. */
function best(items: readonly ExchangeItem[], limit: number): ExchangeItem[] {
  const found = items.filter(({ certainty }) => certainty === 'found')
  const possible = items.filter(({ certainty }) => certainty === 'possible')
  const first = spread(found, limit)
  return [...first, ...spread(possible, limit - first.length)]
}

function decisionOf(item: ExchangeItem): Decision {
  return {
    ...itemOf(item),
    messages: item.messages,
    certainty: item.certainty,
    ...aboutOf(item),
    ...(item.isTold ? { settledBy: item.number } : {}),
    people: Math.max(1, item.people),
  }
}

function actionOf(item: ExchangeItem, timeZone: string): ActionItem {
  const due =
    dueIn(item.text, item.at, timeZone) ??
    (item.lead === null ? null : dueIn(item.lead.text, item.lead.at, timeZone))
  return {
    ...itemOf(item),
    messages: item.messages,
    kind: item.isTold || item.lead !== null ? 'commitment' : 'request',
    certainty: item.certainty,
    ...aboutOf(item),
    owner: item.owner,
    due: due === null ? null : { words: due.text, date: due.date },
  }
}

function questionOf(item: ExchangeItem, end: number | null): OpenQuestion {
  return {
    ...itemOf(item),
    certainty: item.certainty,
    ageSeconds: item.at === null || end === null ? null : Math.max(0, (end - item.at) / 1_000),
  }
}

/** Those of the most messages, in the order in which they began. */
function largest(matters: readonly Matter[]): Matter[] {
  const ranks = [...matters.entries()].sort(
    ([a, one], [b, other]) => other.size - one.size || a - b,
  )
  return ranks
    .slice(0, extractiveLimits.maxConversations)
    .sort(([a], [b]) => a - b)
    .map(([, matter]) => matter)
}

function conversationOf({ opening, rows, size, until, people, ended }: Matter): Conversation {
  const item: SummaryItem = itemOf({
    number: opening.number,
    messageId: opening.id,
    author: opening.author,
    at: opening.at,
    text: opening.text,
  })
  return {
    ...item,
    messages: rows,
    size,
    until: isoOf(until),
    people: [...people].sort(([, a], [, b]) => b - a).map(([author]) => author),
    ended,
  }
}

/** What stands in a quote for a file, an address or code: no words. */
const noWords = /<attached: [^<>]{1,200}>|https?:\S+|\[…\]|:\w{2,32}:/gu

/** The proposal or request, where it has words. */
function aboutOf({ lead }: ExchangeItem): { about?: Quote } {
  if (lead === null) return {}
  const about = quoteFrom(lead)
  return /\p{L}{2}/u.test(about.text.replace(noWords, '')) ? { about } : {}
}

const quoteFrom = (said: Said): Quote => ({
  text: quoteOf(said.text),
  author: said.author,
  at: isoOf(said.at),
  messageNumber: said.number,
})
