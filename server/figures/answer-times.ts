import type { RoomFigures } from '../contract/statistics.ts'
import type { AnswerTimes, OpenQuestion, Summary } from '../contract/summary.ts'
import { count, duration, plural } from './amounts.ts'
import { byCertainty } from './lists.ts'
import { MAX_ANSWERERS } from './room-figures.ts'

/** Below this number a share is told as "4 of 6" and nothing is said of a person's load. */
const LEAST_FOR_SHARE = 10
const LEAST_FOR_WITHIN = 5
/** A younger question is still waiting; an older one was left without an answer. */
const UNANSWERED_SECONDS = 86_400

/** The figures of an engine, which may leave out how the times are spread. */
type Told = AnswerTimes

/**
 * The times to an answer that a report tells: those of the engine, which judges the answers, else those
 * that reply marks and names tell. Null where nothing was answered, or nobody could tell.
 */
export function answerTimesOf(
  figures: Pick<RoomFigures, 'answers'>,
  summary: Pick<Summary, 'answerTimes'>,
): Told | null {
  const told = summary.answerTimes ?? figures.answers
  return told.answered > 0 ? told : null
}

/** What a report says of questions and answers, as pairs of what is told and the words. */
export function answerFacts(figures: RoomFigures, summary: Summary): [string, string][] {
  const told = answerTimesOf(figures, summary)
  const facts: [string, string][] = []
  if (told !== null) {
    facts.push(['Answered', `${count(told.answered)} of ${plural(told.asked, 'question')}`])
    const time = timeText(told)
    if (time !== '') facts.push(['Time to an answer', time])
    if (told.within !== undefined && told.asked >= LEAST_FOR_WITHIN) {
      facts.push(['First answer', withinText(told, told.within)])
    }
  }
  // Of one reading: questions that reply marks leave open are others than those the engine does.
  const waiting =
    summary.answerTimes === undefined
      ? ''
      : waitingText(summary.openQuestions, summary.totals?.openQuestions)
  if (waiting !== '') facts.push(['Without an answer', waiting])
  const load = loadText(figures, summary)
  if (load !== '') facts.push(['Answered most', load])
  return facts
}

function timeText({ answered, timed = answered, medianSeconds, p90Seconds }: Told): string {
  // A median of fewer than five answers is an accident.
  if (medianSeconds === null) return ''
  const slowest = p90Seconds === null ? '' : `, nine in ten within ${duration(p90Seconds)}`
  return `Median ${duration(medianSeconds)}${slowest} (${plural(timed, 'answer')})`
}

/** Shares of everything that was asked: leaving out what was never answered would flatter. */
function withinText({ asked }: Told, within: NonNullable<Told['within']>): string {
  const share = (amount: number): string =>
    asked < LEAST_FOR_SHARE ? count(amount) : `${Math.round((100 * amount) / asked)} %`
  return (
    `Within 15 min ${share(within.minutes15)}, within 1 h ${share(within.hour)}, ` +
    `within 1 day ${share(within.day)} of ${plural(asked, 'question')}`
  )
}

function waitingText(all: readonly OpenQuestion[], inAll = all.length): string {
  const { found, possible } = byCertainty(all)
  // Possible ones are known to be such only where the list holds all.
  const isAll = all.length === inAll
  const [questions, total] = isAll ? [found, found.length] : [all, inAll]
  const more = isAll && possible.length > 0 ? `${count(possible.length)} more possibly` : ''
  if (total === 0) return more
  const ages = questions.flatMap(({ ageSeconds }) => ageSeconds ?? [])
  const oldest = Math.max(...ages)
  const old = ages.filter((age) => age >= UNANSWERED_SECONDS).length
  if (ages.length === 0) return [count(total), more].filter((part) => part !== '').join(', ')
  // Of a cut list only the oldest is known, not how many are old.
  if (ages.length < total) return `${count(total)}, oldest ${duration(oldest)}`
  const parts = [
    old > 0 ? `${count(old)} for a day or more (oldest ${duration(oldest)})` : '',
    old < total ? `${count(total - old)} still waiting for less than a day` : '',
    more,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** Who carries the answers; who is of the team is not known, so those who answer most stand for it. */
function loadText(figures: RoomFigures, { answerTimes }: Summary): string {
  // Of one reading, too: an engine finds answers that no reply mark tells of.
  const [total, answerers] =
    answerTimes?.answerers === undefined
      ? [figures.answersOfPeople, figures.answerers]
      : [answerTimes.answered, answerTimes.answerers]
  if (total < LEAST_FOR_SHARE) return ''
  return answerers
    .slice(0, MAX_ANSWERERS)
    .map(({ author, answers }) => {
      const share = `${Math.round((100 * answers) / total)} %`
      return `${author} ${count(answers)} (${share})`
    })
    .join(', ')
}
