import { stemmer } from 'stemmer'

/** F1 of n-gram and longest-common-subsequence overlap (Lin, "ROUGE", 2004), 0 to 1. */
export interface Rouge {
  rouge1: number
  rouge2: number
  rougeL: number
}

/** Lower case, Porter stems for words of more than three letters; the best of the references counts. */
export function rouge(summary: string, references: readonly string[]): Rouge {
  const ours = tokens(summary)
  const best: Rouge = { rouge1: 0, rouge2: 0, rougeL: 0 }
  for (const reference of references) {
    const theirs = tokens(reference)
    best.rouge1 = Math.max(best.rouge1, overlap(ours, theirs, 1))
    best.rouge2 = Math.max(best.rouge2, overlap(ours, theirs, 2))
    best.rougeL = Math.max(best.rougeL, f1(commonLength(ours, theirs), ours.length, theirs.length))
  }
  return best
}

function tokens(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.map((word) => (word.length > 3 && /^[a-z]+$/.test(word) ? stemmer(word) : word))
}

function overlap(ours: readonly string[], theirs: readonly string[], n: number): number {
  const counted = grams(ours, n)
  let common = 0
  for (const [gram, count] of grams(theirs, n)) common += Math.min(count, counted.get(gram) ?? 0)
  return f1(common, ours.length - n + 1, theirs.length - n + 1)
}

function grams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (let at = 0; at + n <= words.length; at++) {
    const gram = words.slice(at, at + n).join(' ')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

const f1 = (common: number, ours: number, theirs: number): number =>
  common === 0 ? 0 : (2 * common) / (ours + theirs)

function commonLength(ours: readonly string[], theirs: readonly string[]): number {
  let above = new Uint32Array(theirs.length + 1)
  for (const word of ours) {
    const row = new Uint32Array(theirs.length + 1)
    for (let at = 1; at <= theirs.length; at++) {
      row[at] =
        word === theirs[at - 1]
          ? (above[at - 1] ?? 0) + 1
          : Math.max(above[at] ?? 0, row[at - 1] ?? 0)
    }
    above = row
  }
  return above[theirs.length] ?? 0
}
