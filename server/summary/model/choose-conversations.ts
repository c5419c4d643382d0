import type { ExchangeItem, Found } from '../exchanges/results.ts'
import type { RoomReading } from '../extractive/engine.ts'
import type { Weighed } from './plan.ts'

/** What makes a conversation worth sending, where not all can be sent. */
const worth = {
  decision: 8,
  action: 6,
  question: 2,
  answered: 2,
  /** Share of it for what is only possible. */
  possible: 0.4,
} as const

/** Stretches of the room that each get the same share, so that none is passed over. */
const stretches = 8

/**
 * The conversations that tell most for their length, within a budget of tokens: each stretch of the room
 * first spends its own share, then the best of what is left follow. None is cut.
 *
 * @param weighed in the order in which they begin
 */
export function chosenConversations(
  weighed: readonly Weighed[],
  { found, conversationOf }: Pick<RoomReading, 'found' | 'conversationOf'>,
  mostTokens: number,
): Set<number> {
  const outcomes = outcomesOf(found, (row) => conversationOf.of(row))
  const scoreOf = ({ conversation, messages, tokens }: Weighed): number =>
    ((outcomes.get(conversation) ?? 0) + Math.log2(messages)) / Math.sqrt(tokens)
  // One message alone is no conversation, unless something came of it.
  const worthwhile = weighed.filter((one) => scoreOf(one) > 0)
  const ranked = worthwhile.toSorted((a, b) => scoreOf(b) - scoreOf(a) || a.from - b.from)
  const last = weighed.at(-1)?.from ?? 1
  const stretchOf = ({ from }: Weighed): number =>
    Math.min(stretches - 1, Math.floor((from / last) * stretches))
  const chosen = new Set<number>()
  const shares = Array.from({ length: stretches }, () => mostTokens / stretches)
  let left = mostTokens
  for (const one of ranked) {
    const share = shares[stretchOf(one)] ?? 0
    if (one.tokens > share) continue
    shares[stretchOf(one)] = share - one.tokens
    left -= one.tokens
    chosen.add(one.conversation)
  }
  for (const one of ranked) {
    if (chosen.has(one.conversation) || one.tokens > left) continue
    left -= one.tokens
    chosen.add(one.conversation)
  }
  return chosen
}

function outcomesOf(found: Found, conversationOf: (row: number) => number | null) {
  const sums = new Map<number, number>()
  const add = (row: number, value: number): void => {
    const conversation = conversationOf(row)
    if (conversation === null) return
    sums.set(conversation, (sums.get(conversation) ?? 0) + value)
  }
  const addAll = (items: readonly ExchangeItem[], value: number): void => {
    for (const { number, certainty } of items) {
      add(number, certainty === 'found' ? value : value * worth.possible)
    }
  }
  addAll(found.lists.decisions, worth.decision)
  addAll(found.lists.actions, worth.action)
  addAll(found.lists.questions, worth.question)
  for (const { number } of found.answered) add(number, worth.answered)
  return sums
}
