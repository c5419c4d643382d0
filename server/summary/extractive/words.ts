import { stemmer } from 'stemmer'
import { extractiveLimits } from './limits.ts'

/** One word of a text: where it stands, and what it counts as. */
export interface Word {
  start: number
  end: number
  /** Lower-case stem; empty for a number, a single letter or an overlong word. */
  stem: string
  /** The word ends its sentence. */
  closes: boolean
}

const wordStart = /[\p{L}\p{N}]/gu
const wordRest = /[\p{L}\p{M}\p{N}'’]*/uy
/** Scripts that write words without spaces between them. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const asciiWord = /^[a-z]+$/
const numeric = /^[\p{N}'’]+$/u
/** Kana alone is grammar far more often than meaning: particles, endings, auxiliaries. */
const hiragana = /^\p{sc=Hiragana}+$/u
/** Laughter and hesitation, however long: "hahaha", "hmm", "uhh", "soooo". */
const filler =
  /^(?:h+m+|m+h+m*|u+[hm]+|a+h+|e+r*m+|(?:[hj][aei]+){2,}h?|lo+l+|\p{L}{0,2}(\p{L})\1{2,})$/u
const negation = /n['’]t$/u
/** Their full stop ends no sentence: "e.g.", "Dr. Lee", "z. B.". */
const abbreviated = /^(?:[a-z]|mr|mrs|ms|dr|st|vs|approx|prof|ca|bzw|evtl|ggf|nr|no|sr|sra)$/i
const closing = /[!?…。！？؟।\n]|\.["'”’»)\]]*(?:\s|$)/

/** A full stop and blanks, and no other mark. */
const stop = /^\.[ \t]+$/

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Stems are asked for again and again; the cache is thrown away when strange words fill it. */
const stems = new Map<string, string>()
const maxCachedStems = 50_000

/** What a word counts as, so that "meetings" and "meeting" are one concept. */
export function stemOf(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stem = freshStem(word)
  if (stems.size >= maxCachedStems) stems.clear()
  stems.set(word, stem)
  return stem
}

function freshStem(word: string): string {
  if (word.length > extractiveLimits.maxWordLength || numeric.test(word)) return ''
  if (negation.test(word) || filler.test(word)) return ''
  const bare = word.replace(/['’](?:s|ll|re|ve|d|m)?$/u, '')
  if (asciiWord.test(bare)) return bare.length > 1 ? stemmer(bare) : ''
  if (bare.length < 2) return unspaced.test(bare) && !hiragana.test(bare) ? bare : ''
  return hiragana.test(bare) ? '' : bare
}

/** Splits a text into words, in order. Linear in its length, whatever the script. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  // `test` tells where a match ends without making an object for each of millions of words.
  wordStart.lastIndex = 0
  while (wordStart.test(text)) {
    const behindFirst = wordStart.lastIndex
    const start = behindFirst - (isLowSurrogate(text.charCodeAt(behindFirst - 1)) ? 2 : 1)
    wordRest.lastIndex = behindFirst
    wordRest.test(text)
    const end = wordRest.lastIndex
    const found = text.slice(start, end)
    if (isUnspaced(found)) pushSegments(words, found, start)
    else words.push({ start, end, stem: stemOf(found.toLowerCase()), closes: false })
    wordStart.lastIndex = end
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) continue
    const next = words[at + 1]?.start ?? text.length
    word.closes = at === words.length - 1 || gapCloses(text, word, next)
  }
  return words
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

function isUnspaced(word: string): boolean {
  // Thai is the first of those scripts in Unicode, so most words are decided by one comparison.
  for (let at = 0; at < word.length; at++)
    if (word.charCodeAt(at) >= 0x0e00) return unspaced.test(word)
  return false
}

function pushSegments(words: Word[], run: string, offset: number): void {
  for (const { segment, index, isWordLike } of segmenter.segment(run)) {
    if (isWordLike === false) continue
    const start = offset + index
    words.push({
      start,
      end: start + segment.length,
      stem: stemOf(segment.toLowerCase()),
      closes: false,
    })
  }
}

function gapCloses(text: string, { start, end }: Word, next: number): boolean {
  // Nearly every gap is one space.
  if (next - end === 1) {
    const code = text.charCodeAt(end)
    return (code === 0x0a || code > 0x7f) && closing.test(text.slice(end, next))
  }
  const gap = text.slice(end, next)
  if (!closing.test(gap)) return false
  return !(stop.test(gap) && end - start <= 6 && abbreviated.test(text.slice(start, end)))
}
