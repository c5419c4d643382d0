import { describe, expect, it } from 'vitest'
import type { GroupRule } from '../contract/groups.ts'
import type { RoomTraits } from '../ports/rooms.ts'
import { isLike, membersOf } from './membership.ts'

describe('a pattern of names', () => {
  it.each([
    ['help', 'it-help-desk', true],
    ['HELP', 'Help desk', true],
    ['help-*', 'help-desk', true],
    ['help-*', 'it-help-desk', false],
    ['*-desk', 'help-desk', true],
    ['h?lp', 'help', true],
    ['h?lp', 'helps', false],
    ['*', '', true],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXcYb', false],
    ['straße*', 'STRASSE 1', false],
    ['ärger*', 'Ärger im Hafen', true],
    ['?', '🎉', true],
    // Letters that mean something elsewhere mean themselves.
    ['a.c', 'abc', false],
    ['[dev]*', '[dev] chat', true],
  ])('%j fits %j: %s', (pattern, name, expected) => {
    expect(isLike(name, pattern)).toBe(expected)
  })

  it('is answered at once, however it was made to take long', () => {
    const started = performance.now()
    expect(isLike('a'.repeat(512), `${'*a'.repeat(250)}*b`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('a group', () => {
  const room = (roomOid: string, traits: Partial<RoomTraits> = {}): RoomTraits => ({
    roomOid,
    name: roomOid,
    source: 'slack',
    workspace: null,
    ...traits,
  })
  const rooms = [
    room('a', { name: 'help-one', workspace: 'Acme export.zip' }),
    room('b', { name: 'help-two', source: 'irc' }),
    room('c', { name: 'lounge', workspace: 'Acme export.zip' }),
  ]
  const has = (roomOids: string[], rule: GroupRule | null, moved = new Map<string, string>()) =>
    membersOf({ roomOids, rule }, rooms, moved).map(({ roomOid, by }) => `${roomOid} ${by.join()}`)

  it('has rooms by hand, by rule and by both, each once', () => {
    expect(has(['c', 'a'], { nameLike: 'help-*' })).toEqual(['a hand,rule', 'b rule', 'c hand'])
    expect(has([], null)).toEqual([])
  })

  it('takes what fits all parts of its rule', () => {
    expect(has([], { source: 'Slack', nameLike: 'help-*' })).toEqual(['a rule'])
    expect(has([], { workspace: 'acme' })).toEqual(['a rule', 'c rule'])
    expect(has([], { source: 'slack', workspace: 'other*' })).toEqual([])
  })

  it('has the room that a room of its own has become part of, and none that is gone', () => {
    expect(has(['old', 'gone'], null, new Map([['old', 'b']]))).toEqual(['b hand'])
  })
})
