import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { QuitQuestion } from '../../../server/contract/desktop-api.ts'
import { createQuitQuestion } from './quit-question.ts'

const subject = { running: 3, waiting: 2, restarts: false }

const setUp = () => {
  const shown: (QuitQuestion | null)[] = []
  const said: string[] = []
  const asked: AbortSignal[] = []
  const load = { running: subject.running, waiting: subject.waiting }
  let answerOtherwise: (answer: 'quit' | 'stay') => void = () => {}
  const question = createQuitQuestion({
    show: (standing) => shown.push(standing),
    load: () => load,
    askOtherwise: (_question, signal) => {
      asked.push(signal)
      return new Promise((done) => {
        answerOtherwise = done
      })
    },
    onQuit: () => said.push('quit'),
    onStay: () => said.push('stay'),
  })
  return {
    load,
    question,
    shown,
    said,
    asked,
    otherwise: (a: 'quit' | 'stay') => answerOtherwise(a),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('request 29: counts ten seconds down and quits at zero', () => {
  const { question, shown, said } = setUp()
  question.ask(subject)
  question.answer('seen')
  vi.advanceTimersByTime(9_999)
  expect(said).toEqual([])
  expect(shown.map((standing) => standing?.secondsLeft)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  vi.advanceTimersByTime(1)
  expect(said).toEqual(['quit'])
  expect(shown.at(-1)).toBeNull()
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['quit'])
})

it('request 29: stays when the person says so, and can ask again', () => {
  const { question, shown, said } = setUp()
  question.ask(subject)
  question.answer('stay')
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['stay'])
  expect(question.isAsking()).toBe(false)
  question.ask(subject)
  expect(shown.at(-1)).toEqual({ ...subject, secondsLeft: 10 })
})

it('follows the reports that end while it stands, and is over with the last of them', () => {
  const { question, shown, said, load } = setUp()
  question.ask(subject)
  question.answer('seen')
  Object.assign(load, { running: 1, waiting: 0 })
  vi.advanceTimersByTime(1_000)
  expect(shown.at(-1)).toEqual({ running: 1, waiting: 0, restarts: false, secondsLeft: 9 })
  load.running = 0
  vi.advanceTimersByTime(1_000)
  expect(shown.at(-1)).toBeNull()
  expect(said).toEqual(['quit'])
})

it('takes a second quit for the answer "quit"', () => {
  const { question, said } = setUp()
  question.ask(subject)
  question.ask(subject)
  expect(said).toEqual(['quit'])
})

it('asks by another road when no page shows the question', async () => {
  const { question, said, asked, otherwise } = setUp()
  question.ask(subject)
  vi.advanceTimersByTime(2_000)
  expect(asked).toHaveLength(1)
  otherwise('stay')
  await vi.waitFor(() => expect(said).toEqual(['stay']))
})

it('asks once only when a page shows the question', () => {
  const { question, asked } = setUp()
  question.ask(subject)
  question.answer('seen')
  vi.advanceTimersByTime(5_000)
  expect(asked).toEqual([])
})

it('closes the other question at zero and takes no late answer from it', async () => {
  const { question, said, asked, otherwise } = setUp()
  question.ask(subject)
  vi.advanceTimersByTime(10_000)
  expect(asked[0]?.aborted).toBe(true)
  otherwise('stay')
  await Promise.resolve()
  expect(said).toEqual(['quit'])
})

it('ignores an answer to a question that nobody asked', () => {
  const { question, said, shown } = setUp()
  question.answer('seen')
  question.answer('quit')
  expect(said).toEqual([])
  expect(shown).toEqual([])
})
