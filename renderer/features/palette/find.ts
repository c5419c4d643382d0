import type { TablerIcon } from '@tabler/icons-react'

/** Something a person can have done by name. */
export interface Command {
  id: string
  title: string
  /** Default: a sign that stands for any command. */
  icon?: TablerIcon
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
    .replaceAll('ß', 'ss')

const split = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Letters of a word from which on one of them may be wrong; shorter words would fit too much. */
const forgiven = 4

/** Whether one letter more, less, other or exchanged with its neighbour makes one word of the other. */
const isOneOff = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB.slice(1)) return true
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true
  const isExchanged = restA[0] === restB[1] && restA[1] === restB[0]
  return isExchanged && restA.slice(2) === restB.slice(2)
}

/** Whether a word begins with something that is one letter away from what was typed. */
const beginsNear = (word: string, typed: string): boolean =>
  typed.length >= forgiven &&
  word[0] === typed[0] &&
  [-1, 0, 1].some((more) => isOneOff(word.slice(0, typed.length + more), typed))

/**
 * How well a text fits: 0 not at all, 1 every word is somewhere in it, 2 every word begins a word of
 * it, 3 it begins with the query; 0.25 where a letter is wrong.
 */
const fit = (text: string, query: string, words: readonly string[]): number => {
  const folded = fold(text)
  const begins = split(text)
  if (words.every((word) => folded.includes(word))) {
    if (folded.startsWith(fold(query).trim())) return 3
    return words.every((word) => begins.some((begin) => begin.startsWith(word))) ? 2 : 1
  }
  const isNear = (word: string): boolean =>
    folded.includes(word) || begins.some((begin) => beginsNear(begin, word))
  return words.every(isNear) ? 0.25 : 0
}

export interface FindOptions<T> {
  /** What is shown of an item. */
  textOf: (item: T) => string
  /** Other words that find it, behind all that are found by what is shown. */
  wordsOf?: (item: T) => string
  /** What stands first among items that fit equally well; the larger, the sooner. Default: none. */
  recencyOf?: (item: T) => number
  /** So many at most. */
  limit: number
}

export interface Ranked<T> {
  item: T
  /** See `fit`; 0 where nothing was typed. */
  fit: number
}

/** Items that fit with an error are shown only where so few fit without one. */
const few = 5

/** The items that fit a query, best first, otherwise in their own order. An empty query fits all. */
export const rank = <T>(
  items: readonly T[],
  query: string,
  options: FindOptions<T>,
): Ranked<T>[] => {
  const { textOf, wordsOf, recencyOf = () => 0, limit } = options
  const words = split(query)
  const fitOf = (item: T): number => {
    const shown = fit(textOf(item), query, words)
    if (shown > 0.5 || !wordsOf) return shown
    // What nobody sees is found by what is right alone.
    return fit(`${textOf(item)} ${wordsOf(item)}`, query, words) >= 1 ? 0.5 : shown
  }
  const found =
    words.length === 0
      ? items.map((item) => ({ item, fit: 0 }))
      : items.map((item) => ({ item, fit: fitOf(item) })).filter((each) => each.fit > 0)
  const exact = found.filter((each) => each.fit === 0 || each.fit >= 0.5)
  return (exact.length < few ? found : exact)
    .sort((a, b) => b.fit - a.fit || recencyOf(b.item) - recencyOf(a.item))
    .slice(0, limit)
}

/** The same without how well each fits. */
export const find = <T>(items: readonly T[], query: string, options: FindOptions<T>): T[] =>
  rank(items, query, options).map(({ item }) => item)
