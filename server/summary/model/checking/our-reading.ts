import type { AnsweredItem, ExchangeItem, Found } from '../../exchanges/results.ts'
import type { ListName } from '../../exchanges/tiers.ts'

/** What our own reading of a room has found, by the rows of the exchanges. */
export class OurReading {
  readonly #lists: Readonly<Record<ListName, ReadonlyMap<number, readonly ExchangeItem[]>>>
  readonly #answered: ReadonlyMap<number, AnsweredItem>

  /**
   * @param knowsLanguage false where the room speaks a language in which nobody has learned what decisions
   *   and tasks sound like: what is found there is chance, and supports nothing
   */
  constructor({ lists, answered }: Pick<Found, 'lists' | 'answered'>, knowsLanguage = true) {
    this.#lists = {
      decisions: byRow(knowsLanguage ? lists.decisions : []),
      actions: byRow(knowsLanguage ? lists.actions : []),
      questions: byRow(lists.questions),
    }
    this.#answered = new Map(answered.map((item) => [item.number, item]))
  }

  /** The item of a list whose exchange holds one of the rows; a found one before a possible one. */
  at(list: ListName, rows: readonly number[]): ExchangeItem | null {
    const items = rows.flatMap((row) => this.#lists[list].get(row) ?? [])
    return items.find(({ certainty }) => certainty === 'found') ?? items[0] ?? null
  }

  /** The answer that was found to the question in one of the rows. */
  answerTo(rows: readonly number[]): AnsweredItem | null {
    for (const row of rows) {
      const found = this.#answered.get(row)
      if (found !== undefined) return found
    }
    return null
  }
}

function byRow(items: readonly ExchangeItem[]): Map<number, ExchangeItem[]> {
  const rows = new Map<number, ExchangeItem[]>()
  for (const item of items) {
    for (const row of new Set([item.number, ...item.messages])) {
      const there = rows.get(row)
      if (there === undefined) rows.set(row, [item])
      else there.push(item)
    }
  }
  return rows
}
