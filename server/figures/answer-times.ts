import type { RoomFigures } from '../contract/statistics.ts'
import type { AnswerTimes, OpenQuestion, Summary } from '../contract/summary.ts'
import type { Speech } from '../words/speech.ts'
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
export function answerFacts(
  speech: Speech,
  figures: RoomFigures,
  summary: Summary,
): [string, string][] {
  const told = answerTimesOf(figures, summary)
  const facts: [string, string][] = []
  if (told !== null) {
    const answered = speech.say('answered_of', {
      n: speech.count(told.answered),
      questions: speech.many('questions', told.asked),
    })
    facts.push([speech.say('answered'), answered])
    const time = timeText(speech, told)
    if (time !== '') facts.push([speech.say('time_to_answer'), time])
    // Without times nobody knows how many came within an hour; that is not none.
    const isTimed = (told.timed ?? told.answered) > 0
    if (told.within !== undefined && isTimed && told.asked >= LEAST_FOR_WITHIN) {
      facts.push([speech.say('first_answer'), withinText(speech, told, told.within)])
    }
  }
  // Of one reading: questions that reply marks leave open are others than those the engine does.
  const waiting =
    summary.answerTimes === undefined
      ? ''
      : waitingText(speech, summary.openQuestions, summary.totals?.openQuestions)
  if (waiting !== '') facts.push([speech.say('without_answer'), waiting])
  const load = loadText(speech, figures, summary)
  if (load !== '') {
    const isTeam = summary.answerTimes?.answerers ? summary.answerTimes.isTeam : figures.isTeam
    facts.push([speech.say(isTeam ? 'answered_by_team' : 'answered_most'), load])
  }
  return facts
}

function timeText(
  speech: Speech,
  { answered, timed = answered, medianSeconds, p90Seconds }: Told,
): string {
  // A median of fewer than five answers is an accident.
  if (medianSeconds === null) return ''
  const median = speech.duration(medianSeconds)
  const answers = speech.many('answers', timed)
  return p90Seconds === null
    ? speech.say('median', { median, answers })
    : speech.say('median_p90', { median, p90: speech.duration(p90Seconds), answers })
}

/** Shares of everything that was asked: leaving out what was never answered would flatter. */
function withinText(speech: Speech, { asked }: Told, within: NonNullable<Told['within']>): string {
  const share = (amount: number): string =>
    asked < LEAST_FOR_SHARE ? speech.count(amount) : speech.perCent(amount, asked)
  return speech.say('within', {
    minutes15: share(within.minutes15),
    hour: share(within.hour),
    day: share(within.day),
    questions: speech.many('questions', asked),
  })
}

function waitingText(speech: Speech, all: readonly OpenQuestion[], inAll = all.length): string {
  const { found, possible } = byCertainty(all)
  // Possible ones are known to be such only where the list holds all.
  const isAll = all.length === inAll
  const [questions, total] = isAll ? [found, found.length] : [all, inAll]
  const n = (amount: number): { n: string } => ({ n: speech.count(amount) })
  const maybe = isAll ? possible.length : 0
  if (total === 0) return maybe === 0 ? '' : speech.say('possibly', n(maybe))
  const more = maybe === 0 ? '' : speech.say('more_possibly', n(maybe))
  const ages = questions.flatMap(({ ageSeconds }) => ageSeconds ?? [])
  const old = ages.filter((age) => age >= UNANSWERED_SECONDS).length
  if (ages.length === 0) return [n(total).n, more].filter((part) => part !== '').join(', ')
  const age = speech.duration(Math.max(...ages))
  // Of a cut list only the oldest is known, not how many are old.
  if (ages.length < total) return speech.say('oldest', { ...n(total), age })
  const parts = [
    old > 0 ? speech.say('left_a_day', { ...n(old), age }) : '',
    old < total ? speech.say('still_waiting', n(total - old)) : '',
    more,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** Who carries the answers: the team, or where nobody has said who that is, those who answer most. */
function loadText(speech: Speech, figures: RoomFigures, { answerTimes }: Summary): string {
  // Of one reading, too: an engine finds answers that no reply mark tells of.
  const [total, answerers] =
    answerTimes?.answerers === undefined
      ? [figures.answersOfPeople, figures.answerers]
      : [answerTimes.answered, answerTimes.answerers]
  if (total < LEAST_FOR_SHARE) return ''
  return answerers
    .slice(0, MAX_ANSWERERS)
    .map(
      ({ author, answers }) =>
        `${author} ${speech.count(answers)} (${speech.perCent(answers, total)})`,
    )
    .join(', ')
}
