import { describe, expect, it } from 'vitest'
import { Membership } from '../conversations/membership.ts'
import type { ExchangeItem, Found } from '../exchanges/results.ts'
import { chosenConversations } from './choose-conversations.ts'
import type { Weighed } from './plan.ts'

/** Conversations of ten rows each, one behind the other. */
const weighed = (count: number, tokens = 100, messages = 10): Weighed[] =>
  Array.from({ length: count }, (_, conversation) => ({
    conversation,
    from: conversation * 10 + 1,
    messages,
    tokens,
  }))
const conversationOf = new Membership()
for (let row = 1; row <= 4_000; row++) conversationOf.set(row, Math.floor((row - 1) / 10))

const decisionIn = (conversation: number): ExchangeItem =>
  ({ number: conversation * 10 + 5, certainty: 'found' }) as ExchangeItem
const readingWith = (...decisions: ExchangeItem[]) => ({
  conversationOf,
  found: {
    lists: { decisions, actions: [], questions: [] },
    answered: [] as Found['answered'],
  } as unknown as Found,
})

describe('the conversations that stand for a room', () => {
  it('are those in which something came about, then the longer ones', () => {
    const room = weighed(40)
    const chosen = chosenConversations(room, readingWith(...[3, 17, 38].map(decisionIn)), 800)
    expect(chosen.size).toBe(8)
    for (const one of [3, 17, 38]) expect(chosen).toContain(one)
  })

  it('have no more tokens than they may, and none of them is cut', () => {
    const room = weighed(40).map((one) => ({ ...one, tokens: 70 + (one.conversation % 7) * 25 }))
    for (const most of [90, 1_000, 2_345]) {
      const chosen = chosenConversations(room, readingWith(), most)
      const taken = room.filter(({ conversation }) => chosen.has(conversation))
      expect(taken.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(most)
      expect(taken.length).toBeGreaterThan(0)
    }
  })

  it('come from every stretch of the room', () => {
    const decisions = Array.from({ length: 12 }, (_, at) => decisionIn(at))
    const chosen = chosenConversations(weighed(80), readingWith(...decisions), 1_600)
    const stretches = new Set([...chosen].map((one) => Math.floor(one / 10)))
    expect([...stretches].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('are no single messages that nothing came of', () => {
    expect(chosenConversations(weighed(20, 10, 1), readingWith(), 1_000).size).toBe(0)
  })
})
