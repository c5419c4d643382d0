import type { EarlierPeriod, RoomFigures } from '../contract/statistics.ts'
import type { AnswerTimes, Summary } from '../contract/summary.ts'
import type { Speech } from '../words/speech.ts'

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

/**
 * Better or worse? The figures against those of the period of the same length before; null where there
 * are no earlier messages. A change is told only where chance and the ups and downs of this room do not
 * explain it: z = (a - b) / sqrt(spread * (a + b)) of at least 2.
 */
export function changesOf(speech: Speech, figures: RoomFigures, summary: Summary): Change[] | null {
  const { earlier } = figures
  if (earlier === null) return null
  const { isWhole, spread } = earlier
  const counted = (what: string, now: number, before: number, usual: number): Change => ({
    what,
    now: speech.count(now),
    before: speech.count(before),
    ...countChange(speech, now, before, usual, isWhole),
  })
  const told = (what: string, now: number, of?: number): Change => ({
    what,
    now:
      of === undefined
        ? speech.count(now)
        : speech.say('of', { n: speech.count(now), all: speech.count(of) }),
    before: '',
    change: '',
    isNotable: false,
  })
  const changes = [
    counted(
      speech.say('what_messages'),
      figures.messages,
      earlier.messages,
      spread.messages ?? usualSpread.messages,
    ),
    counted(
      speech.say('what_people'),
      figures.people,
      earlier.people,
      spread.people ?? usualSpread.people,
    ),
    told(speech.say(earlier.newIsSure ? 'what_new' : 'what_first_seen'), earlier.newPeople),
    told(speech.say('what_returning'), earlier.returning, earlier.people),
    told(speech.say('what_lost'), earlier.lost),
  ]
  const answers = answerChange(speech, summary.answerTimes, summary.earlier?.answerTimes, isWhole)
  if (answers !== null) changes.push(answers)
  // The period before was read by rules; a model counts otherwise, so the difference would be its own.
  const isAlike = summary.method.kind === 'extractive'
  if (isAlike && summary.earlier !== undefined && summary.totals !== undefined) {
    const { openQuestions } = summary.totals
    const usual = usualSpread.questions
    changes.push(
      counted(speech.say('what_open'), openQuestions, summary.earlier.openQuestions, usual),
    )
  }
  return changes
}

/** What the changes are against, in words; also where there is nothing. */
export function comparedWith(speech: Speech, { earlier }: Pick<RoomFigures, 'earlier'>): string {
  if (earlier === null) return speech.say('nothing_before')
  const period = speech.period({
    from: new Date(earlier.from).toISOString(),
    to: new Date(earlier.to).toISOString(),
  })
  return speech.say(earlier.isWhole ? 'against' : 'against_partly', { period })
}

/** `ferry (12, before 2), harbour (9, before 0)`; empty where no word changed. */
export const wordsText = (
  speech: Speech,
  words: readonly { word: string; now: number; before: number }[],
): string =>
  words
    .map(({ word, now, before }) =>
      speech.say('word_change', { word, now: speech.count(now), before: speech.count(before) }),
    )
    .join(', ')

function countChange(
  speech: Speech,
  now: number,
  before: number,
  spread: number,
  isWhole: boolean,
): Pick<Change, 'change' | 'isNotable'> {
  if (!isWhole) return { change: '', isNotable: false }
  const isNotable = beyondChance(now, before, spread) !== 0
  const change = isNotable ? arrowText(speech, now, before) : speech.say('no_change')
  return { change, isNotable }
}

/** How far a count changed, in standard deviations, up or down; 0 where chance may well have done it. */
export function beyondChance(now: number, before: number, spread: number): number {
  const sum = now + before
  const difference = now - before
  const z = difference / Math.sqrt(spread * sum)
  const isNotable =
    sum >= LEAST_SUM && Math.abs(z) >= LEAST_Z && Math.abs(difference) >= LEAST_CHANGE * before
  return isNotable ? z : 0
}

/** As `beyondChance`, of the messages of a room; 0 where it holds the time before only in part. */
export const messageChange = (now: number, { isWhole, messages, spread }: EarlierPeriod): number =>
  isWhole ? beyondChance(now, messages, spread.messages ?? usualSpread.messages) : 0

/** `▲ 34 %`, or `▲ 7` where a percentage would make much of little */
export function arrowText(speech: Speech, now: number, before: number): string {
  const difference = Math.abs(now - before)
  const size =
    before < LEAST_FOR_PERCENT ? speech.count(difference) : speech.perCent(difference, before)
  return `${now > before ? '▲' : '▼'} ${size}`
}

function answerChange(
  speech: Speech,
  now: AnswerTimes | undefined,
  before: AnswerTimes | undefined,
  isWhole: boolean,
): Change | null {
  if (now === undefined || before === undefined) return null
  if (now.medianSeconds === null && before.medianSeconds === null) return null
  const text = ({ answered, medianSeconds }: AnswerTimes): string =>
    medianSeconds === null
      ? speech.say('too_few_answers')
      : `${speech.duration(medianSeconds)} (${speech.count(answered)})`
  const row = { what: speech.say('what_median'), now: text(now), before: text(before) }
  const isComparable = isWhole && now.answered >= LEAST_ANSWERS && before.answered >= LEAST_ANSWERS
  const [a, b] = [now.medianSeconds ?? 0, before.medianSeconds ?? 0]
  if (!isComparable || a === 0 || b === 0) return { ...row, change: '', isNotable: false }
  const factor = Math.max(a / b, b / a)
  if (factor < LEAST_FACTOR) return { ...row, change: speech.say('no_change'), isNotable: false }
  const times = speech.decimal(factor)
  const change = speech.say(a > b ? 'times_as_long' : 'times_as_fast', { times })
  return { ...row, change, isNotable: true }
}
