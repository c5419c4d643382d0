import type { AnswerFigures } from '../contract/statistics.ts'
import { quantileOf } from './number-list.ts'

/** Below these numbers a median, or the slowest tenth, is an accident. */
export const LEAST_FOR_MEDIAN = 5
export const LEAST_FOR_P90 = 20
const MINUTE = 60

/** What is told of the times to an answer; sorts the seconds it is given. */
export function answerFigures(
  seconds: Float32Array,
  counts: { asked: number; answered: number },
): AnswerFigures {
  seconds.sort()
  const within = (limit: number): number => {
    const after = seconds.findIndex((value) => value > limit)
    return after < 0 ? seconds.length : after
  }
  return {
    ...counts,
    timed: seconds.length,
    medianSeconds: seconds.length < LEAST_FOR_MEDIAN ? null : quantileOf(seconds, 0.5),
    p90Seconds: seconds.length < LEAST_FOR_P90 ? null : quantileOf(seconds, 0.9),
    within: {
      minutes15: within(15 * MINUTE),
      hour: within(60 * MINUTE),
      day: within(24 * 60 * MINUTE),
    },
  }
}
