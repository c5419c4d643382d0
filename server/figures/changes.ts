import type { RoomFigures } from '../contract/statistics.ts'
import type { AnswerTimes, Summary } from '../contract/summary.ts'
import type { LocalClock } from '../local-clock.ts'
import { count, duration, periodText } from './amounts.ts'

/** One figure of a period beside that of the period before. */
export interface Change {
  what: string
  now: string
  /** Empty where there is nothing to set beside it. */
  before: string
  /** `▲ 34 %`; words where it is no change that means something. */
  change: string
  isNotable: boolean
}

/** Variance by mean where the room is too young to tell its own. */
const usualSpread = { messages: 40, people: 2, questions: 5 }
const LEAST_Z = 2
const LEAST_SUM = 10
const LEAST_CHANGE = 0.25
/** Below this a percentage makes much of little. */
const LEAST_FOR_PERCENT = 20
const LEAST_ANSWERS = 8
const LEAST_FACTOR = 1.5

export const NO_CHANGE = 'no clear change'

/**
 * Better or worse? The figures against those of the period of the same length before; null where there
 * are no earlier messages. A change is told only where chance and the ups and downs of this room do not
 * explain it: z = (a - b) / sqrt(spread * (a + b)) of at least 2.
 */
export function changesOf(figures: RoomFigures, summary: Summary): Change[] | null {
  const { earlier } = figures
  if (earlier === null) return null
  const { isWhole, spread } = earlier
  const counted = (what: string, now: number, before: number, usual: number): Change => ({
    what,
    now: count(now),
    before: count(before),
    ...countChange(now, before, usual, isWhole),
  })
  const told = (what: string, now: number, of?: number): Change => ({
    what,
    now: of === undefined ? count(now) : `${count(now)} of ${count(of)}`,
    before: '',
    change: '',
    isNotable: false,
  })
  const changes = [
    counted(
      'Messages',
      figures.messages,
      earlier.messages,
      spread.messages ?? usualSpread.messages,
    ),
    counted(
      'People who wrote',
      figures.people,
      earlier.people,
      spread.people ?? usualSpread.people,
    ),
    told(earlier.newIsSure ? 'New people' : 'People seen for the first time', earlier.newPeople),
    told('Returning people', earlier.returning, earlier.people),
    told('Regulars who wrote no more', earlier.lost),
  ]
  const answers = answerChange(summary.answerTimes, summary.earlier?.answerTimes, isWhole)
  if (answers !== null) changes.push(answers)
  // The period before was read by rules; a model counts otherwise, so the difference would be its own.
  const isAlike = summary.method.kind === 'extractive'
  if (isAlike && summary.earlier !== undefined && summary.totals !== undefined) {
    const { openQuestions } = summary.totals
    const usual = usualSpread.questions
    changes.push(
      counted('Questions without an answer', openQuestions, summary.earlier.openQuestions, usual),
    )
  }
  return changes
}

/** What the changes are against, in words; also where there is nothing. */
export function comparedWith({ earlier }: Pick<RoomFigures, 'earlier'>, clock: LocalClock): string {
  if (earlier === null) return 'No earlier messages to compare with'
  const period = {
    from: new Date(earlier.from).toISOString(),
    to: new Date(earlier.to).toISOString(),
  }
  const partly = earlier.isWhole ? '' : '; the room begins within that time'
  return `Against the time before, ${periodText(period, clock)}${partly}`
}

/** `ferry (12 messages, before 2), harbour (9, before 0)`; empty where no word changed. */
export const wordsText = (
  words: readonly { word: string; now: number; before: number }[],
): string =>
  words
    .map(({ word, now, before }) => `${word} (${count(now)}, before ${count(before)})`)
    .join(', ')

function countChange(
  now: number,
  before: number,
  spread: number,
  isWhole: boolean,
): Pick<Change, 'change' | 'isNotable'> {
  if (!isWhole) return { change: '', isNotable: false }
  const sum = now + before
  const difference = Math.abs(now - before)
  const isNotable =
    sum >= LEAST_SUM &&
    difference / Math.sqrt(spread * sum) >= LEAST_Z &&
    difference >= LEAST_CHANGE * before
  if (!isNotable) return { change: NO_CHANGE, isNotable }
  const arrow = now > before ? '▲' : '▼'
  const size =
    before < LEAST_FOR_PERCENT
      ? count(difference)
      : `${count(Math.round((100 * difference) / before))} %`
  return { change: `${arrow} ${size}`, isNotable }
}

function answerChange(
  now: AnswerTimes | undefined,
  before: AnswerTimes | undefined,
  isWhole: boolean,
): Change | null {
  if (now === undefined || before === undefined) return null
  if (now.medianSeconds === null && before.medianSeconds === null) return null
  const text = ({ answered, medianSeconds }: AnswerTimes): string =>
    medianSeconds === null ? 'too few answers' : `${duration(medianSeconds)} (${count(answered)})`
  const row = { what: 'Median time to an answer (answers)', now: text(now), before: text(before) }
  const isComparable = isWhole && now.answered >= LEAST_ANSWERS && before.answered >= LEAST_ANSWERS
  const [a, b] = [now.medianSeconds ?? 0, before.medianSeconds ?? 0]
  if (!isComparable || a === 0 || b === 0) return { ...row, change: '', isNotable: false }
  const factor = Math.max(a / b, b / a)
  if (factor < LEAST_FACTOR) return { ...row, change: NO_CHANGE, isNotable: false }
  const times = factor.toFixed(1).replace(/\.0$/, '')
  return { ...row, change: `${times} times as ${a > b ? 'long' : 'fast'}`, isNotable: true }
}
