import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divided, linesOf, packed, tokensOf, type Entry } from './parts.ts'

const entry = (conversation: number, id: string, tokens: number): Entry => ({
  id,
  conversation,
  line: JSON.stringify({ id, text: 'x' }),
  tokens,
})
const rooms = fc
  .array(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
  })
  .map((sizes) =>
    sizes.map((lines, conversation) =>
      lines.map((tokens, at) => entry(conversation, `${conversation}.${at}`, tokens)),
    ),
  )

describe('parts', () => {
  it('hold every message once, in order, and no more tokens than they may', () => {
    fc.assert(
      fc.property(rooms, fc.integer({ min: 60, max: 300 }), (room, most) => {
        const parts = packed(room, most, 1_000)
        const ids = parts.flatMap(({ entries }) => entries.map(({ id }) => id))
        expect(ids).toEqual(room.flat().map(({ id }) => id))
        for (const { tokens, entries } of parts) {
          expect(tokens).toBe(tokensOf(entries))
          expect(tokens).toBeLessThanOrEqual(most)
        }
      }),
    )
  })

  it('divide no conversation that would begin in the second half of a part and fits into the next', () => {
    const room = [[entry(0, 'a', 60)], [entry(1, 'b', 30), entry(1, 'c', 30)]]
    const ids = packed(room, 100, 10).map(({ entries }) => entries.map(({ id }) => id))
    expect(ids).toEqual([['a'], ['b', 'c']])
  })

  it('are filled to the brim where there would be too many of them', () => {
    const room = Array.from({ length: 8 }, (_, at) => [
      entry(at, `${at}a`, 30),
      entry(at, `${at}b`, 30),
    ])
    expect(packed(room, 110, 8)).toHaveLength(8)
    expect(packed(room, 110, 6).length).toBeLessThan(8)
  })

  it('name a conversation on its first line alone, also where it goes on in another part', () => {
    const room = [[entry(0, 'a', 40), entry(0, 'b', 40), entry(0, 'c', 40)], [entry(6, 'd', 10)]]
    const lines = packed(room, 100, 10).map((part) =>
      linesOf(part).map((line) => (JSON.parse(line) as { conversation?: string }).conversation),
    )
    expect(lines).toEqual([
      ['c1', undefined],
      ['c1', 'c7'],
    ])
  })

  it('that are too large are cut between conversations where one ends near by', () => {
    const entries = [0, 0, 0, 1, 1, 1, 1, 1].map((conversation, at) =>
      entry(conversation, `${at}`, 9),
    )
    const halves = divided({ entries, tokens: 0 }, 2)
    expect(halves.map((part) => part.entries.length)).toEqual([3, 4, 1])
    expect(divided({ entries: entries.slice(0, 1), tokens: 9 }, 2)).toEqual([])
  })
})
