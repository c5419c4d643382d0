import type { StoredMessage } from '../../ports/message.ts'
import type { Finding } from '../extractive/detections.ts'
import type { Ranked } from './spread.ts'
import type { ListName } from './tiers.ts'

/** Items of one list that are kept until the best are chosen; more are counted only. */
const maxKept = 400

/** What is told of one message beside an item. */
export type Said = Finding

export const saidOf = (message: StoredMessage): Said => ({
  number: message.number,
  messageId: message.id,
  author: message.author,
  at: message.at,
  text: message.text,
})

/** An item of a list, with all that the summary says of it. */
export interface ExchangeItem extends Said, Ranked {
  /** Rows of the exchange, ascending. */
  messages: number[]
  certainty: 'found' | 'possible'
  /** The proposal or request. */
  lead: Said | null
  /** Different people who spoke in the exchange. */
  people: number
  /** The telling line says by itself that it is settled, or promised. */
  isTold: boolean
  owner: string | null
}

export interface AnsweredItem extends Said, Ranked {
  reply: Said
  /** Null without times. */
  seconds: number | null
}

/** Items by the hundred thousand are counted, the best of them kept. */
export class Kept<Item extends Ranked> {
  #items: Item[] = []

  add(item: Item): void {
    this.#items.push(item)
    if (this.#items.length >= maxKept * 2) this.#items = this.#best()
  }

  remove(number: number): Item | null {
    const at = this.#items.findIndex((item) => item.number === number)
    return at < 0 ? null : (this.#items.splice(at, 1)[0] ?? null)
  }

  items(): readonly Item[] {
    return this.#items.length > maxKept ? this.#best() : this.#items
  }

  #best(): Item[] {
    return this.#items
      .toSorted((a, b) => b.probability - a.probability || a.number - b.number)
      .slice(0, maxKept)
  }
}

export interface Found {
  lists: Readonly<Record<ListName, readonly ExchangeItem[]>>
  answered: readonly AnsweredItem[]
  counts: Readonly<Record<ListName, { found: number; possible: number }>>
  answeredCount: number
  /** Seconds from question to answer, ascending. */
  answerSeconds: readonly number[]
}
