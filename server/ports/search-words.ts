/**
 * Words as they are searched: of the index, of a question, and of a hit that is to be marked. All three
 * must be cut in the same way, so there is one place for it, and every engine stores what comes out of it.
 */

export interface Word {
  /** Lower case, without accents; one word, or two letters of a script that has no spaces. */
  text: string
  /** Where it stands in the text, in UTF-16 units; `end` is exclusive. */
  start: number
  end: number
}

/** What is asked for: words that follow one another. */
export interface SearchTerm {
  words: readonly string[]
  /** The last word may go on. */
  isPrefix: boolean
}

/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const wordLike = /[\p{L}\p{N}]/u
const marks = /\p{M}/gu
const ascii = /^[\x00-\x7F]*$/

/** What NFKD leaves apart and people write alike. */
const alike: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ة: 'ه',
  ى: 'ي',
  ٱ: 'ا',
  ς: 'σ',
}

const foldLetter = (letter: string): string => {
  if (letter.length === 1 && letter < '\u0080') return letter.toLowerCase()
  const bare = letter.normalize('NFKD').replace(marks, '').toLowerCase()
  return alike[bare] ?? bare
}

/** Marks that belong to the letter before them and are not searched, such as an accent or a vowel sign. */
const isMark = (letter: string): boolean => letter.replace(marks, '') === ''

/**
 * Cuts a text into words. A run of a script without spaces becomes its pairs of letters, each with the one
 * behind it, and its last letter alone: so "東京都" is found by 東, 東京, 京都 and 都.
 */
export function wordsOf(text: string): Word[] {
  if (ascii.test(text)) return asciiWords(text)
  const words: Word[] = []
  let word: Word | null = null
  let run: Word[] = []
  const endRun = (): void => {
    for (const [index, letter] of run.entries()) {
      const next = run[index + 1]
      words.push(
        next === undefined
          ? letter
          : { text: letter.text + next.text, start: letter.start, end: next.end },
      )
    }
    run = []
  }
  const endWord = (): void => {
    if (word !== null) words.push(word)
    word = null
  }
  let end = 0
  for (const letter of text) {
    const start = end
    end += letter.length
    if (isMark(letter)) {
      const last = run.at(-1) ?? word
      if (last !== null) last.end = end
      continue
    }
    const folded = wordLike.test(letter) ? foldLetter(letter) : ''
    if (folded === '') {
      endWord()
      endRun()
    } else if (unspaced.test(letter)) {
      endWord()
      run.push({ text: folded, start, end })
    } else {
      endRun()
      if (word === null) word = { text: folded, start, end }
      else {
        word.text += folded
        word.end = end
      }
    }
  }
  endWord()
  endRun()
  return words
}

function asciiWords(text: string): Word[] {
  const words: Word[] = []
  for (const { 0: found, index } of text.matchAll(/[A-Za-z0-9]+/g)) {
    words.push({ text: found.toLowerCase(), start: index, end: index + found.length })
  }
  return words
}

/** The words of a text, with spaces between them: what an engine puts into its index. */
export const indexedText = (text: string): string =>
  wordsOf(text)
    .map((word) => word.text)
    .join(' ')

/** One letter of a script with spaces begins too many words to be worth the wait. */
const goesOn = (word: string): boolean => word.length > 1 || unspaced.test(word)

/** @param isWhole between quotes: no word goes on */
function termOf(text: string, isWhole: boolean): SearchTerm[] {
  const words = wordsOf(text)
  // The last letter of a run stands alone only at the run's end: a question says it by its last pair.
  const kept = words.filter(
    ({ start, end, text: word }, index) =>
      !(unspaced.test(word) && index > 0 && isInside(words[index - 1], start, end)),
  )
  const last = kept.at(-1)
  if (last === undefined) return []
  return [{ words: kept.map((word) => word.text), isPrefix: !isWhole && goesOn(last.text) }]
}

const isInside = (before: Word | undefined, start: number, end: number): boolean =>
  before !== undefined && before.start < start && before.end >= end

/**
 * What a person has typed. All of it must be in a message: words in any order, each as the beginning of a
 * word; what stands between double quotes as it is. A word with signs in it, such as `foo-bar`, is its parts
 * in a row. Empty where nothing can be searched.
 */
export function termsOf(question: string): SearchTerm[] {
  const terms: SearchTerm[] = []
  for (const [, quoted, plain] of question.matchAll(/["“”„]([^"“”„]*)(?:["“”]|$)|([^\s"“”„]+)/g)) {
    terms.push(...(quoted === undefined ? termOf(plain ?? '', false) : termOf(quoted, true)))
  }
  return terms
}

/** Where the terms stand in a text: UTF-16 units, `end` exclusive, in order and without overlap. */
export function marksOf(text: string, terms: readonly SearchTerm[]): [number, number][] {
  const words = wordsOf(text)
  const found: [number, number][] = []
  for (const term of terms) {
    for (let at = 0; at + term.words.length <= words.length; at++) {
      if (!standsAt(words, at, term)) continue
      const [first, last] = [words[at], words[at + term.words.length - 1]]
      if (first !== undefined && last !== undefined) found.push([first.start, last.end])
    }
  }
  return merged(found)
}

const standsAt = (words: readonly Word[], at: number, { words: wanted, isPrefix }: SearchTerm) =>
  wanted.every((word, index) => {
    const there = words[at + index]?.text
    const isLast = index === wanted.length - 1
    return isLast && isPrefix ? there?.startsWith(word) : there === word
  })

function merged(ranges: [number, number][]): [number, number][] {
  const kept: [number, number][] = []
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = kept.at(-1)
    if (last === undefined || start > last[1]) kept.push([start, end])
    else last[1] = Math.max(last[1], end)
  }
  return kept
}
