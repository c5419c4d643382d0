/** Something a person can have done by name. */
export interface Command {
  id: string
  title: string
  /** Other words that find it. */
  words?: string
  /** Keys that do the same, as they are shown. */
  keys?: string
  run: () => void
}

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase()

const split = (query: string): string[] =>
  fold(query)
    .split(/\s+/u)
    .filter((word) => word !== '')

/**
 * How well a text fits: 0 not at all, 1 every word is somewhere in it, 2 every word begins a word of
 * it, 3 it begins with the query.
 */
const fit = (text: string, query: string, words: readonly string[]): 0 | 1 | 2 | 3 => {
  const folded = fold(text)
  if (!words.every((word) => folded.includes(word))) return 0
  if (folded.startsWith(fold(query).trim())) return 3
  const begins = folded.split(/[^\p{L}\p{N}]+/u)
  return words.every((word) => begins.some((begin) => begin.startsWith(word))) ? 2 : 1
}

/**
 * The items that fit a query, best first, otherwise in their own order. An empty query fits all.
 *
 * @param options.textOf what is shown of an item
 * @param options.wordsOf other words that find it, behind all that are found by what is shown
 * @param options.limit so many at most
 */
export const find = <T>(
  items: readonly T[],
  query: string,
  options: { textOf: (item: T) => string; wordsOf?: (item: T) => string; limit: number },
): T[] => {
  const { textOf, wordsOf, limit } = options
  const fitOf = (item: T, words: readonly string[]): number => {
    const shown = fit(textOf(item), query, words)
    if (shown > 0 || !wordsOf) return shown
    return fit(`${textOf(item)} ${wordsOf(item)}`, query, words) > 0 ? 0.5 : 0
  }
  const words = split(query)
  if (words.length === 0) return items.slice(0, limit)
  return items
    .map((item) => ({ item, fit: fitOf(item, words) }))
    .filter((found) => found.fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, limit)
    .map(({ item }) => item)
}
