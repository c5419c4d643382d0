import type { StoredMessage } from '../../store/message.ts'
import { extractiveLimits } from '../../contract/limits.ts'
import { findingOf, LastOf, type Finding } from './detections.ts'
import type { People } from './people.ts'
import { settled } from './phrases.ts'
import { englishStops } from './stop-words.ts'
import { wordsOf } from './words.ts'

/** An answer comes within a day or not at all. */
const answerWindowMs = 24 * 60 * 60 * 1_000
/** Messages of others that may pass before the words of an answer no longer count. */
const sharedWordWindow = 6
/** Messages that may pass before a call by name no longer counts. */
const calledWindow = 100
const settledWindow = 12
const maxActive = 60
/** From this share of messages that call somebody, talk runs in several threads at once. */
const threadedShare = 0.25

interface Pending extends Finding {
  authorKey: string
  stems: ReadonlySet<string>
  passed: number
  answered: boolean
}

/** One message, as the detectors see it. */
export interface Heard {
  message: StoredMessage
  /** Sentences of what was said. */
  sentences: readonly string[]
  stems: ReadonlySet<string>
  /** Lower-case names of the people it speaks to. */
  called: readonly string[]
}

const asks = /[?？؟]["'”’»)\]\s]*$/u

/**
 * Questions that nobody seems to have answered. Only a question mark makes a question: rules for
 * the others were right 7 times in 10, the mark is right 95 times in 100.
 *
 * A question counts as answered by a reply in its thread, by a message that calls the asker, by one
 * of the next messages that shares a word with it, or by the very next message of another person
 * unless that speaks to a third one or only asks something itself.
 */
export class OpenQuestions {
  readonly #people: People
  #active: Pending[] = []
  readonly #old = new LastOf<Pending>(extractiveLimits.detectorWindow)
  readonly #asked = new Map<string, Pending>()

  constructor(people: People) {
    this.#people = people
  }

  add(heard: Heard): void {
    const { message, sentences } = heard
    if (message.replyTo !== null) this.#answerThread(message.replyTo, message.authorKey)
    const question = sentences.findLast((sentence) => asks.test(sentence) && isFull(sentence))
    const onlyAsks = sentences.length > 0 && sentences.every((sentence) => asks.test(sentence))
    this.#active = this.#active.filter((pending) => this.#waits(pending, message))
    for (const pending of this.#active) this.#look(pending, heard, onlyAsks)
    if (question !== undefined) this.#ask(heard, question)
  }

  /** The last ones, in the order of the room. */
  open(limit: number): Finding[] {
    return [...this.#old.items(), ...this.#active]
      .filter((pending) => !pending.answered)
      .sort((a, b) => a.number - b.number)
      .slice(-limit)
  }

  #ask({ message, stems }: Heard, text: string): void {
    const pending: Pending = {
      ...findingOf(message, text),
      authorKey: message.authorKey,
      stems,
      passed: 0,
      answered: false,
    }
    this.#active.push(pending)
    if (this.#active.length > maxActive) this.#retire(this.#active.shift())
    if (this.#asked.size >= extractiveLimits.maxReplyTargets) this.#asked.clear()
    this.#asked.set(message.id, pending)
  }

  #answerThread(messageId: string, authorKey: string): void {
    const pending = this.#asked.get(messageId)
    if (pending !== undefined && pending.authorKey !== authorKey) pending.answered = true
  }

  #look(pending: Pending, { message, stems, called, sentences }: Heard, onlyAsks: boolean): void {
    if (message.authorKey === pending.authorKey) {
      if (pending.passed > 0 && pending.passed <= settledWindow) {
        pending.answered ||= sentences.some((sentence) => settled.test(sentence))
      }
      return
    }
    pending.passed++
    const asker = pending.author.trim().toLowerCase()
    if (called.includes(asker)) pending.answered = true
    else if (onlyAsks || called.length > 0) return
    else if (pending.passed === 1 && !this.#isThreaded()) pending.answered = true
    else if (pending.passed <= sharedWordWindow) pending.answered ||= shares(pending.stems, stems)
  }

  #isThreaded(): boolean {
    return this.#people.addressed > this.#people.messages * threadedShare
  }

  #waits(pending: Pending, message: StoredMessage): boolean {
    if (pending.answered) return false
    const late =
      message.at !== null && pending.at !== null && message.at - pending.at > answerWindowMs
    if (!late && pending.passed < calledWindow) return true
    this.#retire(pending)
    return false
  }

  #retire(pending: Pending | undefined): void {
    if (pending !== undefined && !pending.answered) this.#old.add(pending)
  }
}

/** "what?" and "you?" are not questions that wait for an answer. */
const isFull = (sentence: string): boolean => wordsOf(sentence).length >= 3

function shares(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  for (const stem of first)
    if (stem.length > 1 && second.has(stem) && !englishStops.has(stem)) return true
  return false
}
