import { hasOuterBlanks } from '../text/cell-text.ts'

/** Names that come up again and again are kept once; beyond this many they are written in place. */
const MAX_STRINGS = 20_000

/** Strings that many cells share, appended to the ones exceljs has written. */
export class SharedStrings {
  readonly #first: number
  readonly #base: string
  readonly #uses: number
  readonly #indexes = new Map<string, number>()
  #added = 0

  constructor(partXml: string) {
    const head = /<sst [^>]*?count="(\d+)"[^>]*?uniqueCount="(\d+)"/.exec(partXml)
    if (head === null) throw new Error('The shared strings have no count')
    this.#uses = Number(head[1])
    this.#first = Number(head[2])
    this.#base = partXml
  }

  /** The number of a string that is ready as XML, or -1 when there is no room for another. */
  indexOf(textXml: string): number {
    const known = this.#indexes.get(textXml)
    if (known === undefined && this.#indexes.size >= MAX_STRINGS) return -1
    this.#added += 1
    if (known !== undefined) return known
    const index = this.#first + this.#indexes.size
    this.#indexes.set(textXml, index)
    return index
  }

  /** Says of cells that were added or taken away elsewhere how many more of them use a string. */
  recount(difference: number): void {
    this.#added += difference
  }

  xml(): string {
    const items = [...this.#indexes.keys()].map(
      (text) => `<si><t${hasOuterBlanks(text) ? ' xml:space="preserve"' : ''}>${text}</t></si>`,
    )
    return this.#base
      .replace(/count="\d+"/, `count="${this.#uses + this.#added}"`)
      .replace(/uniqueCount="\d+"/, `uniqueCount="${this.#first + this.#indexes.size}"`)
      .replace('</sst>', () => `${items.join('')}</sst>`)
  }
}
