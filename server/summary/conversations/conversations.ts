import type { StoredMessage } from '../../ports/message.ts'
import type { ReadLine } from '../acts/lines.ts'
import type { Talk } from '../acts/talk-view.ts'
import { GroupBlocks } from './group-blocks.ts'
import { Linker } from './linker.ts'
import type { Names } from './names.ts'
import { Recent } from './recent.ts'
import { spokenLine, type SpokenLine } from './spoken-line.ts'

export type Outcome = 'decision' | 'action' | 'answered' | 'open' | 'talk'
/** Most weighty first. */
const outcomes: readonly Outcome[] = ['decision', 'action', 'answered', 'open', 'talk']

/** One matter that was talked about. */
export interface Matter {
  opening: StoredMessage
  /** Messages in all, and the rows of the first of them. */
  size: number
  rows: number[]
  until: number | null
  /** Messages by person. */
  people: Map<string, number>
  ended: Outcome
}

const maxRows = 500
/** Matters that are kept; small ones that ended long ago go first. */
const maxMatters = 1_500
const smallSize = 4
/** Lines back to which the matter of a line is remembered. */
const reach = 1_000

export interface ConversationOptions {
  names: Names
  /** Several talks at once, told apart by the names people call; otherwise one after the other. */
  isThreaded: boolean
}

/** Sorts the lines of a room into the matters they are about. */
export class Conversations {
  readonly #options: ConversationOptions
  readonly #linker = new Linker()
  readonly #blocks = new GroupBlocks()
  /** Lines that the reader of links may still be told to answer, by their spoken position. */
  readonly #linked = new Recent<SpokenLine>(reach)
  readonly #authors = new Map<string, string>()
  #matters = new Map<number, Matter>()
  readonly #matterOf = new Recent<Matter>(reach)
  #onPlaced: ((row: number, conversation: number) => void) | null = null
  #count = 0

  constructor(options: ConversationOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#count
  }

  /** Tells the number of its conversation for each row that is read from now on. */
  follow(onPlaced: (row: number, conversation: number) => void): void {
    this.#onPlaced = onPlaced
  }

  /** A line that nobody said; a person who has just come is likelier to begin something. */
  system(message: StoredMessage): void {
    if (message.authorKey !== '' && /\bjoined\b/i.test(message.text)) {
      this.#linker.joined(message.authorKey)
    }
  }

  /** Tells which line a line answers, where names tell it; null where the model of groups must. */
  add(message: StoredMessage, line: ReadLine, spoken: number): number | null {
    this.#authors.set(message.authorKey, message.author)
    if (!this.#options.isThreaded) return null
    const place = { index: spoken, spoken, author: line.author, at: line.at, isBot: line.isBot }
    const { names } = this.#options
    const own = spokenLine(line.text, place, names.calledIn(line.text, line.author), {
      hasSpoken: (person) => this.#linker.hasSpoken(person),
      isName: (word) => names.isName(word),
    })
    const answered = this.#linker.link(own, this.#linked.get(line.replyTo))
    this.#linked.set(spoken, own)
    return answered === own ? -1 : answered.index
  }

  /** Takes the lines `from` to `to` of a stretch that has been read into their matters. */
  read(
    placed: readonly { message: StoredMessage; spoken: number }[],
    talk: Talk,
    { from, to }: { from: number; to: number },
  ): void {
    for (let at = from; at < to; at++) {
      const one = placed[at]
      if (one === undefined) continue
      const { message, spoken } = one
      const number = this.#options.isThreaded
        ? (this.#linked.get(spoken)?.conversation ?? spoken)
        : this.#blocks.add(talk, at, spoken)
      this.#put(number, message, spoken)
    }
  }

  /** The matter of one of the last lines. */
  matterOf(spoken: number): Matter | undefined {
    return this.#matterOf.get(spoken)
  }

  /** Says what came of a matter; what weighs more stays. */
  ended(matter: Matter | undefined, outcome: Outcome): void {
    if (matter !== undefined && outcomes.indexOf(outcome) < outcomes.indexOf(matter.ended)) {
      matter.ended = outcome
    }
  }

  nameOf(authorKey: string): string | null {
    return this.#authors.get(authorKey) ?? null
  }

  /** In the order in which they began. */
  list(): readonly Matter[] {
    return [...this.#matters.values()]
  }

  #put(number: number, message: StoredMessage, spoken: number): void {
    let matter = this.#matters.get(number)
    if (matter === undefined) {
      if (this.#matters.size >= maxMatters) this.#forgetSmall()
      matter = {
        opening: message,
        size: 0,
        rows: [],
        until: null,
        people: new Map(),
        ended: 'talk',
      }
      this.#matters.set(number, matter)
      this.#count++
    }
    matter.size++
    this.#onPlaced?.(message.number, number)
    if (matter.rows.length < maxRows) matter.rows.push(message.number)
    if (message.at !== null) matter.until = Math.max(matter.until ?? message.at, message.at)
    matter.people.set(message.author, (matter.people.get(message.author) ?? 0) + 1)
    this.#matterOf.set(spoken, matter)
  }

  #forgetSmall(): void {
    const all = [...this.#matters]
    const recent = all.slice(-maxMatters / 5)
    const large = all.slice(0, -maxMatters / 5).filter(([, { size }]) => size >= smallSize)
    large.sort(([, a], [, b]) => b.size - a.size)
    const kept = large.slice(0, maxMatters / 2).sort(([a], [b]) => a - b)
    this.#matters = new Map([...kept, ...recent])
  }
}
