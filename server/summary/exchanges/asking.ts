import { cueClasses } from '../acts/cue-phrases.ts'
import type { Exchanges } from './anchor-features.ts'

/** Fewer words ("what?", "who by?") lean on what was said before, and tell a reader nothing. */
const leastWords = 3
/** In a transcript of speech people ask back all the time ("a what ?"). */
const leastSpokenWords = 5
const leastAsking = 0.1
/** A line with neither a mark nor a question's words must seem a question otherwise. */
const leastFormless = 0.3
/** A pair of question and answer is told as such only of what is a question rather than not. */
const leastForAnswer = 0.3
const ask = cueClasses.indexOf('ask')

/** Whether a line may be a question that somebody wants to know the answer of. */
export function mayAsk({ talk, p, isSpoken }: Exchanges, at: number): boolean {
  const line = talk.lines[at]
  if (line?.isBot !== false) return false
  const { signs } = line
  if (signs.words < (isSpoken ? leastSpokenWords : leastWords)) return false
  const hasForm = signs.asks || signs.isInverted || (signs.cues[ask] ?? -1) >= 0
  return p(at, 'ask') >= (hasForm ? leastAsking : leastFormless)
}

/** Letters of scripts in which nobody has learned what a question sounds like. */
const strangeLetter = /(?!\p{Script=Latin})\p{L}/gu
const strangeShare = 0.5

/** Whether a line asks by its mark alone: in a script that was not learned, its words say nothing. */
export function asksByMark({ talk }: Exchanges, at: number): boolean {
  const line = talk.lines[at]
  if (line?.isBot !== false || !line.signs.endsAsking) return false
  const strange = line.text.match(strangeLetter)?.length ?? 0
  return strange >= strangeShare * line.text.replace(/\P{L}/gu, '').length && strange > 0
}

/** Whether it is told with its answer, where one is found. */
export const isAsked = ({ p }: Exchanges, at: number): boolean => p(at, 'ask') >= leastForAnswer
