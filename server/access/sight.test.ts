import { describe, expect, it } from 'vitest'
import type { StoredGroup } from '../ports/groups.ts'
import type { PeopleGroups, RoomLimit } from '../ports/room-limits.ts'
import { theOwner, type Who } from './access-service.ts'
import { createSights, isVisible, type PartSight } from './sight.ts'

it.each([
  [[], [], true],
  [[], [['board']], false],
  [['board'], [['board']], true],
  [['board', 'staff'], [['law', 'board']], true],
  // Each limit must let them in, and one of nobody lets nobody in.
  [['board'], [['board'], ['law']], false],
  [['board', 'law'], [['board'], ['law']], true],
  [['board'], [[]], false],
  // A name is a name, and no part of one.
  [['Board'], [['board']], false],
])('groups %j and limits %j: seen is %s', (groups, limits, seen) => {
  expect(isVisible(new Set(groups), limits)).toBe(seen)
})

const person = (memberOid: string, role: Who['role'] = 'viewer'): Who => ({
  ...theOwner,
  kind: 'person',
  role,
  memberOid,
})
const group = (groupOid: string): StoredGroup => ({
  groupOid,
  name: groupOid,
  roomOids: [],
  rule: null,
  options: null,
  delivery: null,
  createdAt: 0,
  revision: 1,
})

/** Rooms a, b and c; `old` has become part of b; the group g has c, and h has nothing. */
function world(limits: RoomLimit[], members: Record<string, Partial<PeopleGroups>> = {}) {
  let asked = 0
  const sights = createSights({
    roomLimits: {
      async list() {
        asked++
        return limits
      },
      groupsOf: async (oid) => ({ own: [], claimed: [], ...members[oid] }),
    },
    groups: { list: async () => [group('g'), group('h')] },
    rooms: {
      traits: async () =>
        ['a', 'b', 'c'].map((roomOid) => ({
          roomOid,
          name: `room ${roomOid}`,
          source: 'live',
          workspace: null,
        })),
      async place(roomOid) {
        const there = roomOid === 'old' ? 'b' : roomOid
        return ['a', 'b', 'c'].includes(there)
          ? { roomOid: there, roomId: 1, isMerged: true }
          : null
      },
    },
    membersOf: async (those) =>
      new Map(those.map(({ groupOid }) => [groupOid, groupOid === 'g' ? ['c'] : []])),
  })
  return { sights, asked: () => asked }
}
const seen = (sight: unknown): string[] => [...(sight as PartSight).names.keys()]

describe('who asks', () => {
  it('sees all without limits, and as an admin, whom nothing is looked up for', async () => {
    expect(await world([]).sights.of(person('ada'))).toBe('all')
    const { sights, asked } = world([{ kind: 'room', oid: 'a', people: [] }])
    expect(await sights.of(theOwner)).toBe('all')
    expect(await sights.of(person('ada', 'admin'))).toBe('all')
    expect(asked()).toBe(0)
    expect(seen(await sights.of(person('ada', 'operator')))).toEqual(['b', 'c'])
  })

  it('sees a limited room, and those of a limited group, by the word of an admin or of the provider', async () => {
    const { sights } = world(
      [
        { kind: 'room', oid: 'a', people: ['board'] },
        { kind: 'group', oid: 'g', people: ['law'] },
      ],
      {
        ada: { own: ['board'] },
        ben: { claimed: ['law'] },
        cy: { own: ['law'], claimed: ['board'] },
      },
    )
    expect(seen(await sights.of(person('ada')))).toEqual(['a', 'b'])
    expect(seen(await sights.of(person('ben')))).toEqual(['b', 'c'])
    expect(seen(await sights.of(person('nobody')))).toEqual(['b'])
    expect(await sights.of(person('cy'))).toBe('all')
  })

  it('does not see what a hidden room has become part of, under either id', async () => {
    const { sights } = world([{ kind: 'room', oid: 'old', people: ['board'] }])
    const sight = await sights.of(person('ada'))
    expect(seen(sight)).toEqual(['a', 'c'])
    const part = sight as PartSight
    expect(await sights.hides(part, 'b')).toBe(true)
    expect(await sights.hides(part, 'old')).toBe(true)
    expect(await sights.hides(part, 'a')).toBe(false)
    expect(await sights.hides(part, 'nowhere')).toBe(false)
  })

  it('sees not all while a limited group has no rooms: the next room may belong to it', async () => {
    const { sights } = world([{ kind: 'group', oid: 'h', people: ['board'] }])
    const sight = await sights.of(person('ada'))
    expect(seen(sight)).toEqual(['a', 'b', 'c'])
    expect(await sights.isLimited('h')).toBe(true)
    expect(await sights.isLimited('g')).toBe(false)
  })
})
