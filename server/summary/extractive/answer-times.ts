import type { AnswerTimes } from '../../contract/summary.ts'
import type { Found } from '../exchanges/results.ts'
import type { Answerers } from './people.ts'

/** Below these numbers a median, or the slowest tenth, is an accident. */
const leastForMedian = 5
const leastForP90 = 20
const maxAnswerers = 5
const minute = 60

/** How many questions got an answer, how fast, and from whom. */
export function answerTimesOf(found: Found, open: number, people: Answerers): AnswerTimes {
  const { answerSeconds: seconds, answered, answeredCount } = found
  const within = (limit: number): number => seconds.filter((value) => value <= limit).length
  return {
    asked: open + answeredCount,
    answered: answeredCount,
    medianSeconds: quantile(seconds, 0.5, leastForMedian),
    p90Seconds: quantile(seconds, 0.9, leastForP90),
    timed: seconds.length,
    within: {
      minutes15: within(15 * minute),
      hour: within(60 * minute),
      day: within(24 * 60 * minute),
    },
    // Of a room whose answers are too many to be kept, nobody knows who gave most of them.
    ...(answered.length < answeredCount ? {} : { answerers: answerersOf(answered, people) }),
    ...(people.isTeam && { isTeam: true }),
  }
}

function answerersOf(
  answered: Found['answered'],
  people: Answerers,
): NonNullable<AnswerTimes['answerers']> {
  const counts = new Map<string, number>()
  for (const { reply } of answered) counts.set(reply.author, (counts.get(reply.author) ?? 0) + 1)
  return [...counts]
    .filter(([author]) => people.includes(author))
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, maxAnswerers)
    .map(([author, answers]) => ({ author, answers }))
}

/** The value that a share of the sorted numbers does not go beyond; null if they are too few. */
function quantile(sorted: readonly number[], share: number, least: number): number | null {
  if (sorted.length < least) return null
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null
}
