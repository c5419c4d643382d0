import type { ReadLine } from '../acts/lines.ts'
import { onlyListens } from './said-forms.ts'

/** From this share of lines that only listen or stumble on, and this many, a talk was spoken. */
export const spokenShare = 0.06
const spokenLines = 4
const stumbles = new Set('uh uhm mm mmm hmm mhm ahm euh'.split(' '))

/** Share of the lines that only show that somebody listens ("yeah"), or that stumble ("uh"). */
export function listeningShare(lines: readonly ReadLine[]): number {
  let count = 0
  for (const { signs } of lines) {
    if (onlyListens(signs) || signs.tokens.all.some((word) => stumbles.has(word))) count++
  }
  return count < spokenLines ? 0 : count / lines.length
}

/** Share of the lines that call somebody by name, as on IRC. */
export function callingShare(lines: readonly ReadLine[]): number {
  const calling = lines.reduce((sum, { to }) => sum + (to === null ? 0 : 1), 0)
  return calling / Math.max(1, lines.length)
}
