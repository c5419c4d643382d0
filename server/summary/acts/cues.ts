import { cueClasses, cuePhrases } from './cue-phrases.ts'
import { folded } from './tokens.ts'

/** A turn of phrase as words; a word may be `_` (any) or end in `*` (any ending). */
interface Phrase {
  words: readonly string[]
  cue: number
}

/** Phrases by their first word; those whose first word ends in `*` by its first three letters. */
const byWord = new Map<string, Phrase[]>()
const byBeginning = new Map<string, Phrase[]>()

for (const [cue, name] of cueClasses.entries()) {
  for (const text of folded(cuePhrases[name]).split('|')) {
    const words = text.trim().split(/\s+/)
    const first = words[0] ?? ''
    if (first === '') continue
    const open = first.endsWith('*')
    const [table, key] = open ? [byBeginning, first.slice(0, 3)] : [byWord, first]
    const phrases = table.get(key) ?? []
    phrases.push({ words, cue })
    table.set(key, phrases)
  }
}

const fits = (pattern: string, word: string | undefined): boolean => {
  if (word === undefined) return false
  if (pattern === '_' || pattern === word) return true
  return pattern.endsWith('*') && word.startsWith(pattern.slice(0, -1))
}

/** Which classes of phrases stand in a message, and where the first of each begins (-1: nowhere). */
export function cuesIn(words: readonly string[]): Int8Array {
  const found = new Int8Array(cueClasses.length).fill(-1)
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    look(byWord.get(word), words, at, found)
    if (word.length >= 3) look(byBeginning.get(word.slice(0, 3)), words, at, found)
  }
  return found
}

function look(
  phrases: readonly Phrase[] | undefined,
  words: readonly string[],
  at: number,
  found: Int8Array,
): void {
  if (phrases === undefined) return
  for (const phrase of phrases) {
    if ((found[phrase.cue] ?? 0) < 0 && stands(phrase, words, at)) {
      found[phrase.cue] = Math.min(at, 127)
    }
  }
}

function stands({ words: pattern }: Phrase, words: readonly string[], at: number): boolean {
  for (let offset = 0; offset < pattern.length; offset++) {
    if (!fits(pattern[offset] ?? '', words[at + offset])) return false
  }
  return true
}
