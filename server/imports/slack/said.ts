import { blockTexts } from './blocks.ts'
import type { SlackNames } from './markup.ts'

/**
 * One text of the two forms in which Slack carries the words of a message. `text` is all that was
 * typed, or only the line that a program wants in a notification; `blocks` is the same again, or all
 * the rest. What stands in both is said once.
 *
 * @param typed `text` as people see it
 */
export function saidText(typed: string, blocks: unknown, names: SlackNames): string {
  const laidOut = blockTexts(blocks, names)
  if (laidOut.length === 0) return typed
  const all = laidOut.map(({ text }) => text).join('\n')
  if (typed.trim() === '' || holds(all, typed)) {
    // What was typed keeps its own form where the blocks add nothing to it.
    return typed.trim() !== '' && holds(typed, all) ? typed : all
  }
  const others = laidOut.filter(({ type, text }) =>
    type === 'rich_text' ? !isRetold(text, typed) : !holds(typed, text),
  )
  return [typed, ...others.map(({ text }) => text)].join('\n')
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** True if the words of `part` stand in `whole` in the same order; marks between them do not count. */
export function holds(whole: string, part: string): boolean {
  if (whole.includes(part.trim())) return true
  const words = wordsOf(part).join(' ')
  return words !== '' && ` ${wordsOf(whole).join(' ')} `.includes(` ${words} `)
}

/** Share of words that tells a second form of one text from another text. */
const RETOLD = 0.7

/** True if rich text says what was typed; names and dates may be spelled in another way. */
function isRetold(text: string, typed: string): boolean {
  const known = new Set(wordsOf(typed))
  const words = wordsOf(text)
  return words.filter((word) => known.has(word)).length >= RETOLD * words.length
}
