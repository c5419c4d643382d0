import { extractiveLimits } from './limits.ts'
import type { Word } from './words.ts'

/** A stretch of one message that can be quoted by itself: whole sentences where possible. */
export interface Passage {
  /** Range of words, end exclusive. */
  firstWord: number
  endWord: number
  /** Range of characters, end exclusive. */
  start: number
  end: number
  /** True where its sentence began before it, or goes on behind it. */
  isCutBefore: boolean
  isCutBehind: boolean
}

/**
 * Cuts a message into passages of whole sentences: short ones are joined up to `joinedWords` words.
 * A sentence of more than `limit` words is cut, behind a comma where there is one in the second
 * half: speech without punctuation must not be lost.
 */
export function passagesOf(
  text: string,
  words: readonly Word[],
  limit: number = extractiveLimits.passageWords,
  joinedWords: number = limit,
): Passage[] {
  const passages: Passage[] = []
  let first = 0
  let sentence = 0
  const cutAt = (endWord: number): void => {
    if (endWord > first) passages.push(passage(text, words, first, endWord))
    first = endWord
  }
  for (let at = 0; at < words.length; at++) {
    const hasSentence = sentence > first
    if (at + 1 - first > (hasSentence ? joinedWords : limit)) {
      cutAt(hasSentence ? sentence : clauseEnd(text, words, at - Math.floor(limit / 2), at))
    }
    if (words[at]?.closes === true) sentence = at + 1
  }
  cutAt(words.length)
  return passages
}

/** The last word from `least` to `most` with a comma or a dash behind it, else `most`; end exclusive. */
function clauseEnd(text: string, words: readonly Word[], least: number, most: number): number {
  for (let end = most; end > least; end--) {
    const [last, next] = [words[end - 1], words[end]]
    if (last !== undefined && next !== undefined && clause.test(text.slice(last.end, next.start))) {
      return end
    }
  }
  return most
}

const clause = /[,;:–—、，]|\s-+\s/u

function passage(
  text: string,
  words: readonly Word[],
  firstWord: number,
  endWord: number,
): Passage {
  const before = firstWord === 0 ? undefined : words[firstWord - 1]
  const last = words[endWord - 1]
  const next = words[endWord]
  const start = before === undefined ? 0 : endOfWord(text, before, words[firstWord])
  const end = last === undefined ? text.length : endOfWord(text, last, next)
  const isCutBefore = before !== undefined && !before.closes
  const isCutBehind = next !== undefined && last?.closes === false
  return { firstWord, endWord, start, end, isCutBefore, isCutBehind }
}

const closers = /[.!?…。！？؟।)\]"'”’»]/

/** Where what belongs to a word ends: after the marks that close its sentence. */
function endOfWord(text: string, word: Word, next: Word | undefined): number {
  if (next === undefined) return text.length
  let end = word.end
  while (end < next.start && !closers.test(text.charAt(end))) end++
  if (end === next.start) return word.end
  while (end < next.start && closers.test(text.charAt(end))) end++
  return end
}
