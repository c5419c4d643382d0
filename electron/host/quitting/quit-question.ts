import { hostLimits } from '../limits.ts'
import type { QuitQuestion } from '../../../server/contract/desktop-api.ts'

export interface QuitQuestionDeps {
  /** Shows the question, each second of its countdown, and takes it away with null. */
  show(question: QuitQuestion | null): void
  /** Reports that run and wait now; the question follows them and is over when there are none. */
  load(): { running: number; waiting: number } | null
  /** Asks in another way when no page has shown the question in time; aborted once it is settled. */
  askOtherwise(question: QuitQuestion, signal: AbortSignal): Promise<'quit' | 'stay'>
  onQuit(): void
  onStay(): void
}

export interface QuitQuestionPort {
  /** Puts the question. While it stands already, asking again is the answer "quit". */
  ask(subject: Pick<QuitQuestion, 'running' | 'waiting' | 'restarts'>): void
  answer(answer: 'seen' | 'quit' | 'stay'): void
  isAsking(): boolean
}

interface Standing {
  question: QuitQuestion
  settled: AbortController
  second: NodeJS.Timeout
  unseen: NodeJS.Timeout
}

/**
 * The question before quitting. It counts down and quits at zero, so that a person who has left, or a
 * system that is shutting down, is never held up; until then nothing has been stopped.
 */
export function createQuitQuestion(deps: QuitQuestionDeps): QuitQuestionPort {
  let standing: Standing | null = null

  function settle(answer: 'quit' | 'stay'): void {
    if (standing === null) return
    clearInterval(standing.second)
    clearTimeout(standing.unseen)
    standing.settled.abort()
    standing = null
    deps.show(null)
    if (answer === 'quit') deps.onQuit()
    else deps.onStay()
  }

  function tick(): void {
    if (standing === null) return
    const { question } = standing
    question.secondsLeft -= 1
    Object.assign(question, deps.load())
    const isDone = question.running + question.waiting === 0
    if (isDone || question.secondsLeft <= 0) settle('quit')
    else deps.show({ ...question })
  }

  function fallBack(): void {
    if (standing === null) return
    const { question, settled } = standing
    void deps.askOtherwise({ ...question }, settled.signal).then((answer) => {
      if (!settled.signal.aborted) settle(answer)
    })
  }

  return {
    isAsking: () => standing !== null,
    ask(subject) {
      if (standing !== null) return settle('quit')
      const question = { ...subject, secondsLeft: hostLimits.quitCountdownSeconds }
      standing = {
        question,
        settled: new AbortController(),
        second: setInterval(tick, 1_000),
        unseen: setTimeout(fallBack, hostLimits.quitSeenMs),
      }
      deps.show({ ...question })
    },
    answer(answer) {
      if (answer === 'seen') clearTimeout(standing?.unseen)
      else settle(answer)
    },
  }
}
