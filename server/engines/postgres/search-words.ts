import type { SearchTerm } from '../../ports/search-words.ts'
import { wordsOf } from '../../ports/search-words.ts'

/** PostgreSQL refuses words of more than 2 kB, and all that is found in a text of more than 1 MB. */
const maxWordLength = 255
const maxLetters = 100_000
/** The last place of a word that PostgreSQL tells from the next one. */
const maxPlace = 16_383

const cut = (word: string): string => word.slice(0, maxWordLength)

/** A text as PostgreSQL writes a tsvector: each word, letters and digits alone, with its places. */
export function vectorOf(text: string): string {
  const places = new Map<string, number[]>()
  let letters = 0
  for (const [index, { text: word }] of wordsOf(text).entries()) {
    letters += word.length
    if (letters > maxLetters) break
    const kept = cut(word)
    const known = places.get(kept)
    if (known === undefined) places.set(kept, [index + 1])
    // More than 255 places of a word are dropped.
    else if (known.length < 255 && index < maxPlace) known.push(index + 1)
  }
  return [...places].map(([word, at]) => `'${word}':${at.join(',')}`).join(' ')
}

/** A question as PostgreSQL writes a tsquery. */
export const queryOf = (terms: readonly SearchTerm[]): string =>
  terms
    .map(({ words, isPrefix }) => {
      const quoted = words.map((word) => `'${cut(word)}'`)
      return `(${quoted.join(' <-> ')}${isPrefix ? ':*' : ''})`
    })
    .join(' & ')
