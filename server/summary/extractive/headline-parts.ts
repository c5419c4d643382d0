import type { Conversation, Summary } from '../../contract/summary.ts'
import type { Speech } from '../../words/speech.ts'
import { closings, greetings } from './phrases.ts'
import { englishStops } from './stop-words.ts'
import { spokenText } from './talk.ts'
import { wordsOf } from './words.ts'
import type { HeadlineList, HeadlineParts } from './headline.ts'

/** What a headline needs beside the lists of its summary. */
export interface HeadlineRoom {
  people: number
  subjects: readonly string[]
  /** Of the report: its language, and the clock by which days are counted. */
  speech: Speech
}

const dayMs = 86_400_000
const leastTalk = 8
/** An opening of fewer words with a meaning tells nothing ("did you record it?"). */
const tellingWords = 3

/** The parts of the headline of a summary: found ones, and how many are only possible. */
export function headlineParts(
  summary: Omit<Summary, 'headline'>,
  room: HeadlineRoom,
): HeadlineParts {
  const { decisions, actionItems, openQuestions, conversations, totals, answerTimes } = summary
  const { messages, from, to } = summary.coverage
  const { clock } = room.speech
  const dayOf = (at: string): number => Math.floor(clock.wall(Date.parse(at)) / dayMs)
  const [first, last] = [from === null ? null : dayOf(from), to === null ? null : dayOf(to)]
  const certain = decisions.filter(isFound).sort((a, b) => placeOf(a) - placeOf(b))
  const tasks = actionItems.filter(isFound)
  const possible = {
    decisions: totals?.decisions.possible ?? decisions.length - certain.length,
    actions: totals?.actionItems.possible ?? actionItems.length - tasks.length,
  }
  const settled = certain.map(({ text, at, people }) => ({
    text,
    day: at === null ? null : isoDay(dayOf(at)),
    people: people ?? null,
    isClosed: people !== 1 && closings.test(text) && !text.includes('?'),
  }))
  const unanswered = openQuestions.filter(isFound)
  return {
    messages,
    people: room.people,
    days: first === null || last === null ? null : last - first + 1,
    decisions: listOf(settled, totals?.decisions.found),
    actions: listOf(tasks, totals?.actionItems.found),
    open: {
      items: unanswered.map(({ text, at, ageSeconds }) => ({
        text,
        ageSeconds: ageSeconds ?? null,
        day: at === null ? null : isoDay(dayOf(at)),
      })),
      count: unanswered.length,
      // A list that is full of them may have left out more of them.
      isLeast:
        unanswered.length === openQuestions.length &&
        (totals?.openQuestions ?? 0) > openQuestions.length,
    },
    asked: answerTimes?.asked ?? null,
    possible,
    busiest: busiestOf(conversations ?? []),
    subjects: room.subjects,
    weekEnds: last === null ? null : endOfWeek(last),
    otherLanguage: summary.otherLanguage ?? null,
  }
}

/**
 * The conversation of most messages: null where its opening does not tell what it is about, where
 * it is no talk between people, and where it is the only one, because then it is the room.
 */
function busiestOf(conversations: readonly Conversation[]): HeadlineParts['busiest'] {
  const busiest = conversations.reduce<Conversation | null>(
    (most, one) => (most === null || one.size > most.size ? one : most),
    null,
  )
  if (busiest === null || conversations.length < 2) return null
  if (busiest.size < leastTalk || busiest.people.length < 2) return null
  if (greetings.test(busiest.text) || /^\W*</.test(busiest.text)) return null
  const words = wordsOf(spokenText(busiest.text))
  const told = words.filter(({ stem }) => stem !== '' && !englishStops.has(stem))
  return told.length < tellingWords ? null : busiest
}

/** What does not say that it was found is only possible. */
const isFound = (item: object): boolean => 'certainty' in item && item.certainty === 'found'

/** What a person has added has no message; it is the latest. */
const placeOf = ({ messageNumber }: { messageNumber: number }): number =>
  messageNumber === 0 ? Number.MAX_SAFE_INTEGER : messageNumber

const listOf = <Item>(items: readonly Item[], total: number | undefined): HeadlineList<Item> => ({
  items,
  count: Math.max(total ?? 0, items.length),
  isLeast: false,
})

/** The Sunday of the week of a day; day 0, the first of 1970, was a Thursday. */
const endOfWeek = (day: number): string => isoDay(day + 6 - ((((day + 3) % 7) + 7) % 7))

/** `2026-03-08` for a day counted from 1970. */
const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
