import type { AnswerFigures } from '../contract/statistics.ts'
import { isByProgram } from '../summary/extractive/people.ts'
import { spokenText } from '../summary/extractive/talk.ts'
import type { StoredMessage } from '../ports/message.ts'
import { answerFigures } from './answer-figures.ts'
import { medianOf, NumberList } from './number-list.ts'

const DAY_MS = 86_400_000
/** A question that is put again so soon is the same one, and waits since its first time. */
const AGAIN_MS = 600_000
/** Questions that are remembered at a time; the oldest is given up for a new one. */
const MAX_WAITING = 5_000
const LEAST_WORDS = 2

const mark = /[?？؟]/
const asks = /[?？؟]["'”’»)\]]*(?:\s|$)/u
/** One sentence, and that one asks: no answer, but a question back. */
const onlyAsks = /^[^.!?？؟\n]*[?？؟]["'”’»)\]\s]*$/u

interface Waiting {
  person: number
  /** NaN without a time. */
  at: number
  id: string
  /** The message it hangs on, where it hangs on one: the head of a topic, for one. */
  thread: string | null
}

/** One message, and whom it speaks to. */
export interface Heard {
  message: StoredMessage
  /** Index of the speaker. */
  person: number
  /** Index of the person it calls by name at its start; null if nobody. */
  named: number | null
}

/**
 * Measures how long questions wait for their answer, in one pass and in memory that the room does not
 * make larger but by eight bytes an answer. The clock runs from a question to the first later message
 * of another person that replies to it, or calls the asker by name within a day. A reply mark often
 * names only the head of a topic, so it is the question that waits in the topic that counts and never
 * the head. Programs neither ask nor answer, and a question back is no answer.
 */
export class Answers {
  asked = 0
  answered = 0
  readonly #waiting = new Set<Waiting>()
  readonly #byPlace = new Map<string, Waiting[]>()
  readonly #byPerson = new Map<number, Waiting>()
  readonly #people = new NumberList((length) => new Int32Array(length))
  readonly #seconds = new NumberList((length) => new Float32Array(length))

  hear({ message, person, named }: Heard): void {
    const hasMark = mark.test(message.text)
    // Most messages neither ask nor speak to anybody.
    if ((!hasMark && named === null && message.replyTo === null) || isByProgram(message)) return
    const spoken = hasMark ? spokenText(message.text) : message.text
    const place = { message, person, named }
    if (!hasMark || !onlyAsks.test(spoken)) this.#answer(place)
    if (hasMark && asks.test(spoken) && spoken.trim().split(/\s+/).length >= LEAST_WORDS) {
      this.#ask(place)
    }
  }

  /** Of the whole room. */
  figures(): AnswerFigures {
    return answerFigures(this.#all(), { asked: this.asked, answered: this.answered })
  }

  /** Exact medians: the answers of one person lie side by side after a counting sort. */
  ofPeople(count: number): { answers: number; medianSeconds: number | null }[] {
    const starts = new Int32Array(count + 1)
    for (let index = 0; index < this.#people.length; index += 1) {
      const after = this.#people.at(index) + 1
      starts[after] = (starts[after] ?? 0) + 1
    }
    for (let index = 1; index <= count; index += 1) {
      starts[index] = (starts[index] ?? 0) + (starts[index - 1] ?? 0)
    }
    const sorted = new Float32Array(this.#seconds.length)
    const next = starts.slice()
    for (let index = 0; index < this.#people.length; index += 1) {
      const person = this.#people.at(index)
      sorted[next[person] ?? 0] = this.#seconds.at(index)
      next[person] = (next[person] ?? 0) + 1
    }
    return Array.from({ length: count }, (_, index) => {
      const own = sorted.subarray(starts[index] ?? 0, starts[index + 1] ?? 0)
      return { answers: own.length, medianSeconds: medianOf(own) }
    })
  }

  #all(): Float32Array {
    return Float32Array.from({ length: this.#seconds.length }, (_, index) =>
      this.#seconds.at(index),
    )
  }

  #answer({ message, person, named }: Heard): void {
    const question = this.#questionFor(message, person, named)
    if (question === undefined) return
    this.#forget(question)
    this.answered += 1
    // An answer that stands before its question comes from a wrong clock.
    const ms = (message.at ?? Number.NaN) - question.at
    if (!(ms >= 0)) return
    this.#people.push(person)
    this.#seconds.push(ms / 1_000)
  }

  #questionFor(message: StoredMessage, person: number, named: number | null): Waiting | undefined {
    // Addressing someone who asked a day ago starts something new.
    const isRecent = ({ at }: Waiting): boolean => !((message.at ?? Number.NaN) - at > DAY_MS)
    const { replyTo } = message
    if (replyTo !== null) {
      const here = (this.#byPlace.get(replyTo) ?? []).filter((one) => one.person !== person)
      const asked = named === null ? undefined : here.findLast((one) => one.person === named)
      const marked = here.find(({ id }) => id === replyTo)
      const found = asked ?? marked ?? (named === null ? here.findLast(isRecent) : undefined)
      if (found !== undefined) return found
    }
    const own = named === null || named === person ? undefined : this.#byPerson.get(named)
    return own !== undefined && isRecent(own) ? own : undefined
  }

  #ask({ message, person }: Heard): void {
    const { id, replyTo: thread } = message
    const at = message.at ?? Number.NaN
    const before = this.#byPerson.get(person)
    if (before?.thread === thread && at - before.at <= AGAIN_MS) return
    const question: Waiting = { person, at, id, thread }
    this.asked += 1
    this.#waiting.add(question)
    this.#byPerson.set(person, question)
    for (const key of placesOf(question)) {
      const here = this.#byPlace.get(key)
      if (here === undefined) this.#byPlace.set(key, [question])
      else here.push(question)
    }
    if (this.#waiting.size > MAX_WAITING) {
      const [oldest] = this.#waiting
      if (oldest !== undefined) this.#forget(oldest)
    }
  }

  #forget(question: Waiting): void {
    this.#waiting.delete(question)
    if (this.#byPerson.get(question.person) === question) this.#byPerson.delete(question.person)
    for (const key of placesOf(question)) {
      const rest = (this.#byPlace.get(key) ?? []).filter((one) => one !== question)
      if (rest.length === 0) this.#byPlace.delete(key)
      else this.#byPlace.set(key, rest)
    }
  }
}

const placesOf = ({ id, thread }: Waiting): string[] => (thread === null ? [id] : [id, thread])
