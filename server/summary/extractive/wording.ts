import { weights } from './coverage.ts'
import { courtesies, farewells, greetings } from './phrases.ts'

const codeSymbol = /[/\\_=|<>{}[\]$#~^*;]/g

/** A question mark of any script at the end. */
export const asks = /[?？؟]\s*$/u

/** Greetings and farewells with little beside them. */
export const isSocial = (said: string, words: number): boolean =>
  (words <= 6 && greetings.test(said) && !asks.test(said)) || (words <= 10 && farewells.test(said))

/** 1 for prose, less the more of a passage is paths, commands and code. */
function proseOf(said: string, words: number): number {
  const symbols = said.match(codeSymbol)?.length ?? 0
  return Math.max(weights.code, 1 - symbols / words)
}

/** What the wording of a passage makes of its worth, at most 1. */
export const factorOf = (said: string, words: number): number =>
  (greetings.test(said) || courtesies.test(said) ? weights.greeting : 1) * proseOf(said, words)
