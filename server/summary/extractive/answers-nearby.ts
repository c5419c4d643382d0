import type { StoredMessage } from '../../ports/message.ts'
import type { People } from './people.ts'
import { nonAnswers } from './phrases.ts'

/** An answer comes within so many messages; one that calls nobody is close to its question. */
const answerMessages = { plain: 3, called: 40 }
/** A later message is no answer, unless it says so by a reply. */
const answerMs = 30 * 60 * 1_000
/** Questions that are remembered. */
const capacity = 64

interface Asked<Question> {
  message: StoredMessage
  question: Question
  count: number
}

/**
 * Which message answers a question that was asked shortly before: its reply, else the next words of
 * somebody else. Where people call each other by name, words that do not call the asker are no answer.
 */
export class AnswersNearby<Question> {
  readonly #people: People
  #asked: Asked<Question>[] = []
  #count = 0

  constructor(people: People) {
    this.#people = people
  }

  ask(message: StoredMessage, question: Question): void {
    this.#asked.push({ message, question, count: this.#count })
    if (this.#asked.length > capacity) this.#asked.shift()
  }

  /** Call it for every message; the question is forgotten once it was answered. */
  answeredBy(message: StoredMessage): Question | null {
    this.#count++
    if (this.#asked.length === 0 || nonAnswers.test(message.text)) return null
    const found = this.#find(message)
    if (found === undefined) return null
    this.#asked = this.#asked.filter((asked) => asked !== found)
    return found.question
  }

  #find(message: StoredMessage): Asked<Question> | undefined {
    if (message.replyTo !== null) {
      return this.#asked.find(({ message: asked }) => asked.id === message.replyTo)
    }
    const near = this.#asked.filter(
      ({ message: asked, count }) =>
        this.#count - count <= answerMessages.called &&
        asked.authorKey !== message.authorKey &&
        !(asked.at !== null && message.at !== null && message.at - asked.at > answerMs),
    )
    if (near.length === 0) return undefined
    const called = this.#people.calledBy(message.text).map((name) => this.#people.named(name))
    if (called.length === 0) {
      const last = this.#people.callEachOther ? undefined : near.at(-1)
      return last !== undefined && this.#count - last.count <= answerMessages.plain
        ? last
        : undefined
    }
    return near.findLast(({ message: asked }) => called.includes(asked.author))
  }
}
