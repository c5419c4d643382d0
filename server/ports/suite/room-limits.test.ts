import { expect, it } from 'vitest'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessages } from './invented.ts'

onEveryEngine('limits of rooms', (fresh) => {
  it('are kept for every thread and over a restart, and taken away', async () => {
    const { roomLimits } = fresh().engine
    expect(await roomLimits.list()).toEqual([])
    await roomLimits.set({ kind: 'room', oid: 'a', people: ['board'] })
    await roomLimits.set({ kind: 'room', oid: 'a', people: ['board', 'law – §'] })
    await roomLimits.set({ kind: 'group', oid: 'a', people: [] })
    const both = [
      { kind: 'group', oid: 'a', people: [] },
      { kind: 'room', oid: 'a', people: ['board', 'law – §'] },
    ]
    expect(await (await fresh().another()).roomLimits.list()).toEqual(both)
    await fresh().restart()
    expect(await fresh().engine.roomLimits.list()).toEqual(both)
    await fresh().engine.roomLimits.set({ kind: 'group', oid: 'a', people: null })
    await fresh().engine.roomLimits.set({ kind: 'group', oid: 'b', people: null })
    expect(await fresh().engine.roomLimits.list()).toEqual([both[1]])
  })

  it('are kept of several at once, of two for the same the last one', async () => {
    const { roomLimits } = fresh().engine
    const room = (oid: string, people: string[] | null) => ({ kind: 'room' as const, oid, people })
    await roomLimits.set(room('a', ['board']), room('b', []), room('c', ['law']))
    await roomLimits.set(
      room('a', null),
      room('b', ['x']),
      { ...room('b', []), kind: 'group' },
      room('c', null),
      room('c', ["o'law"]),
      room('d', null),
    )
    expect(await roomLimits.list()).toEqual([
      { kind: 'group', oid: 'b', people: [] },
      room('b', ['x']),
      room('c', ["o'law"]),
    ])
    await roomLimits.set()
    expect(await roomLimits.list()).toHaveLength(3)
  })

  it('know the groups of somebody, as an admin and as a provider says, each for itself', async () => {
    const { roomLimits } = fresh().engine
    expect(await roomLimits.groupsOf('ada')).toEqual({ own: [], claimed: [] })
    await roomLimits.setMember('ada', { claimed: ['staff'] })
    await roomLimits.setMember('ada', { own: ['board'] })
    await roomLimits.setMember('ben', { own: [] })
    const ada = { own: ['board'], claimed: ['staff'] }
    expect(await (await fresh().another()).roomLimits.groupsOf('ada')).toEqual(ada)
    await roomLimits.setMember('ada', { claimed: [] })
    expect(await roomLimits.members()).toEqual(
      new Map([
        ['ada', { own: ['board'], claimed: [] }],
        ['ben', { own: [], claimed: [] }],
      ]),
    )
  })

  it('leave rooms and counts of others out of a page', async () => {
    const { rooms, messages } = fresh().engine
    const made = ['a', 'b', 'c', 'd'].map((oid) => ({
      room: describedRoom(oid, `room ${oid}`),
      messages: newMessages(1),
    }))
    await messages.append(made, null)
    const asked = { query: null, sort: 'name', limit: 1, among: ['b', 'd', 'elsewhere'] } as const
    const first = await rooms.list({ ...asked, after: null })
    expect(first.items.map(({ roomOid }) => roomOid)).toEqual(['b'])
    const second = await rooms.list({ ...asked, after: first.next })
    expect([second.items.map(({ roomOid }) => roomOid), second.next]).toEqual([['d'], null])
    expect(await rooms.count(null, ['b', 'd', 'elsewhere'])).toBe(2)
    expect(await rooms.count('room b', ['b', 'd'])).toBe(1)
    expect(await rooms.count(null, [])).toBe(0)
    expect((await rooms.list({ ...asked, after: null, among: [] })).items).toEqual([])
  })
})
