import type { ItemChoice } from '../contract/summary.ts'

/** A choice names an item that is not there, adds one without a text, or is one too many. */
export class UnknownItem extends Error {
  override name = 'UnknownItem'
  readonly choice: Pick<ItemChoice, 'list' | 'item'>

  constructor({ list, item }: ItemChoice) {
    super(`No item ${item} in ${list}`)
    this.choice = { list, item }
  }
}
