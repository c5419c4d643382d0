import { expect, it } from 'vitest'
import type { Engine } from '../engine.ts'
import type { NewMessage } from '../message.ts'
import { personOidOf, type People } from '../people.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessage, resultOf, startedImport } from './invented.ts'

let number = 0
const says = (author: string, extra: Partial<NewMessage> = {}): NewMessage =>
  newMessage(number++, { author, ...extra })

const room = (roomOid: string, source = 'irc') => ({ ...describedRoom(roomOid), source })
const oid = (authorKey: string, source = 'irc'): string => personOidOf(source, authorKey)

async function write(engine: Engine, roomOid: string, messages: NewMessage[]): Promise<void> {
  await engine.messages.append([{ room: room(roomOid), messages }], null)
}

async function counted(people: People): Promise<void> {
  while (await people.catchUp());
}

/** Every author of a room under every name: `ann_ 2` for two messages. */
async function seenIn(people: People, roomOid: string | null = null): Promise<string[]> {
  await counted(people)
  return (await people.seen(roomOid)).map(({ author, messages }) => `${author} ${messages}`)
}

/** Reports' view of a room: who is whom. */
async function knownIn({ people, rooms }: Engine, roomOid: string): Promise<unknown[]> {
  const { roomId } = (await rooms.get(roomOid))!
  return (await people.ofRoom(roomId)).map(({ authorKey, personOid, name, role }) => [
    authorKey,
    personOid,
    name,
    role,
  ])
}

const peopleOf = async ({ rooms }: Engine, roomOid: string): Promise<number | undefined> =>
  (await rooms.get(roomOid))?.room.participantCount

/** A room of ann, ann_ and bob, counted. */
async function threeOf(engine: Engine): Promise<void> {
  await write(engine, 'one', [says('ann'), says('ann_'), says('ann_'), says('bob')])
  await counted(engine.people)
}

onEveryEngine('people', (fresh) => {
  it('are counted by room and by name, with their first and last times', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [
      says('Ann', { authorKey: 'u1', at: 5_000 }),
      says('Ann Lee', { authorKey: 'u1', at: 9_000 }),
      says('Ann', { authorKey: 'u1', at: 2_000 }),
      says('CI', { isBot: true, at: 1, timeSource: 'unknown' }),
      says('Ann', { authorKey: 'u1', kind: 'system', text: 'joined' }),
    ])
    await counted(engine.people)
    const seen = await engine.people.seen('one')
    expect(seen).toEqual([
      {
        roomOid: 'one',
        roomName: 'one',
        source: 'irc',
        authorKey: 'CI',
        personOid: oid('CI'),
        author: 'CI',
        messages: 1,
        botMessages: 1,
        firstAt: null,
        lastAt: null,
      },
      expect.objectContaining({ author: 'Ann', messages: 2, firstAt: 2_000, lastAt: 5_000 }),
      expect.objectContaining({ author: 'Ann Lee', messages: 1, personOid: oid('u1') }),
    ])
  })

  it('are counted again when messages come, and only in the rooms that have changed', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [says('ann')])
    await write(engine, 'two', [says('bob')])
    expect(await seenIn(engine.people)).toEqual(['ann 1', 'bob 1'])
    expect(await engine.people.catchUp()).toBe(false)
    await write(engine, 'two', [says('bob'), says('ann')])
    expect(await seenIn(engine.people)).toEqual(['ann 1', 'ann 1', 'bob 2'])
    expect(await seenIn(engine.people, 'one')).toEqual(['ann 1'])
  })

  it('of an import are seen once it has finished, and not while it is in the trash', async () => {
    const { engine } = fresh()
    const { messages, imports, people } = engine
    await write(engine, 'one', [says('ann')])
    const importId = await startedImport(engine, 'i')
    const brought = [{ room: room('one'), messages: [says('bob')] }]
    const totals = await messages.append(brought, importId)
    expect(await seenIn(people)).toEqual(['ann 1'])
    await imports.finish(importId, totals, resultOf(['one']))
    expect(await seenIn(people)).toEqual(['ann 1', 'bob 1'])
    const thrown = { trashOid: 't', until: 10, withReports: false, roomOids: [], reportOids: [] }
    await engine.trash.throw({ ...thrown, importOids: ['i'] })
    expect(await seenIn(people)).toEqual(['ann 1'])
    await engine.trash.restore('t', 1)
    expect(await seenIn(people)).toEqual(['ann 1', 'bob 1'])
  })

  it('of a deleted room are not seen, and are again when it comes back', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const thrown = { trashOid: 't', until: 10, withReports: false }
    await engine.trash.throw({ ...thrown, roomOids: ['one'], reportOids: [], importOids: [] })
    expect(await seenIn(engine.people)).toEqual([])
    await engine.trash.restore('t', 1)
    expect(await seenIn(engine.people)).toEqual(['ann 1', 'ann_ 2', 'bob 1'])
  })

  it('that are merged are one in reports, and in the count of their room', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const changed = await engine.people.merge({ into: oid('ann'), from: [oid('ann_')] })
    expect(changed).toEqual({ roomOids: ['one'] })
    expect(await knownIn(engine, 'one')).toEqual([
      ['ann', oid('ann'), 'ann', null],
      ['ann_', oid('ann'), 'ann', null],
    ])
    expect(await peopleOf(engine, 'one')).toBe(2)
  })

  it('that are merged are one in rooms that come later, too, and count once', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    await engine.people.merge({ into: oid('ann'), from: [oid('ann_')], name: 'Ann Lee' })
    await write(engine, 'two', [says('ann_'), says('ann')])
    expect(await knownIn(engine, 'two')).toEqual([
      ['ann', oid('ann'), 'Ann Lee', null],
      ['ann_', oid('ann'), 'Ann Lee', null],
    ])
    expect(await peopleOf(engine, 'two')).toBe(1)
    const importId = await startedImport(engine, 'i')
    const brought = [{ room: room('three'), messages: [says('ann_'), says('ann'), says('cy')] }]
    const totals = await engine.messages.append(brought, importId)
    await engine.people.merge({ into: oid('ann'), from: [oid('bob')] })
    await engine.imports.finish(importId, totals, resultOf(['three']))
    expect(await peopleOf(engine, 'three')).toBe(2)
  })

  it('of one id in two sources are two, and can be merged', async () => {
    const { engine } = fresh()
    const { messages, people } = engine
    await messages.append([{ room: room('one', 'irc'), messages: [says('7')] }], null)
    await messages.append([{ room: room('two', 'zulip'), messages: [says('7')] }], null)
    await counted(people)
    expect((await people.seen(null)).map(({ personOid }) => personOid)).toEqual([
      oid('7', 'irc'),
      oid('7', 'zulip'),
    ])
    await people.merge({ into: oid('7', 'irc'), from: [oid('7', 'zulip')], name: 'Sam' })
    expect(await knownIn(engine, 'two')).toEqual([['7', oid('7', 'irc'), 'Sam', null]])
  })

  it('that are merged in a chain are one person, and no circle', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    await people.merge({ into: oid('ann'), from: [oid('ann_')] })
    await people.merge({ into: oid('bob'), from: [oid('ann_')], name: 'Bob' })
    expect(await people.merge({ into: oid('ann'), from: [oid('bob')] })).toBeNull()
    expect((await knownIn(engine, 'one')).map((known) => (known as string[])[1])).toEqual([
      oid('bob'),
      oid('bob'),
      oid('bob'),
    ])
  })

  it('are split as they were: names, roles, and what was one before', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    await people.change([{ personOid: oid('ann_'), name: 'Underscore', role: 'guest' }])
    await people.merge({ into: oid('ann_'), from: [oid('ann')] })
    const before = await knownIn(engine, 'one')
    await people.change([{ personOid: oid('bob'), role: 'team' }])
    await people.merge({ into: oid('bob'), from: [oid('ann_')] })
    const undone = await people.split({
      personOid: oid('bob'),
      apart: [[oid('ann_'), oid('ann')]],
      name: null,
      role: null,
      areOthers: false,
    })
    expect(undone).toEqual({ roomOids: ['one'] })
    expect(await knownIn(engine, 'one')).toEqual(before)
    expect(await people.keptApart()).toEqual([])
    expect(await peopleOf(engine, 'one')).toBe(2)
  })

  it('that are split are remembered as others until they are merged again', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    await people.merge({ into: oid('ann'), from: [oid('ann_')] })
    await people.split({ personOid: oid('ann'), apart: [[oid('ann_')]], areOthers: true })
    expect(await people.keptApart()).toEqual([[oid('ann'), oid('ann_')].sort()])
    // Nothing is left to be said of them.
    expect(await people.said()).toEqual([])
    expect(await peopleOf(engine, 'one')).toBe(3)
    await people.merge({ into: oid('ann_'), from: [oid('ann')] })
    expect(await people.keptApart()).toEqual([])
    await people.keepApart([oid('bob'), oid('ann')], true)
    expect(await people.keptApart()).toHaveLength(1)
    await people.keepApart([oid('ann'), oid('bob')], false)
    expect(await people.keptApart()).toEqual([])
  })

  it('keep their name and role when the author that led them is split off', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    await people.merge({ into: oid('ann'), from: [oid('ann_'), oid('bob')], name: 'All' })
    await people.change([{ personOid: oid('bob'), role: 'team' }])
    await people.split({ personOid: oid('ann_'), apart: [[oid('ann')]], areOthers: true })
    const known = (await knownIn(engine, 'one')) as string[][]
    expect(known.map(([key, , name, role]) => [key, name, role])).toEqual([
      ['ann_', 'All', 'team'],
      ['bob', 'All', 'team'],
    ])
    expect(known[0]?.[1]).toBe(known[1]?.[1])
  })

  it('cannot be split so that nobody is left, nor if they are one', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    const areOthers = true
    await people.merge({ into: oid('ann'), from: [oid('ann_')] })
    const all = [[oid('ann'), oid('ann_')]]
    expect(await people.split({ personOid: oid('ann'), apart: all, areOthers })).toBeNull()
    const strange = [[oid('bob')]]
    expect(await people.split({ personOid: oid('ann'), apart: strange, areOthers })).toBeNull()
    expect(await people.split({ personOid: oid('bob'), apart: strange, areOthers })).toBeNull()
  })

  it('get a name and a role, and lose both', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    await people.change([
      { personOid: oid('ann'), name: 'Ann Lee' },
      { personOid: oid('bob'), role: 'bot' },
    ])
    expect(await knownIn(engine, 'one')).toEqual([
      ['ann', oid('ann'), 'Ann Lee', null],
      ['bob', oid('bob'), null, 'bot'],
    ])
    await people.change([
      { personOid: oid('ann'), name: null },
      { personOid: oid('bob'), role: null },
    ])
    expect(await people.said()).toEqual([])
  })

  it('who are not there change nothing', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    const { people } = engine
    const nobody = oid('nobody')
    const changes = [{ personOid: oid('ann'), role: 'bot' as const }, { personOid: nobody }]
    expect(await people.change(changes)).toBeNull()
    expect(await people.merge({ into: nobody, from: [oid('ann')] })).toBeNull()
    expect(await people.merge({ into: oid('ann'), from: [nobody] })).toBeNull()
    expect(await people.said()).toEqual([])
  })

  it('leave nothing behind when the last room that had them is gone for good', async () => {
    const { engine } = fresh()
    await threeOf(engine)
    await write(engine, 'two', [says('ann_')])
    const { people, trash } = engine
    await counted(people)
    await people.merge({ into: oid('ann'), from: [oid('ann_')], name: 'Ann Lee' })
    await people.change([{ personOid: oid('bob'), role: 'bot' }])
    await people.keepApart([oid('bob'), oid('ann')], true)
    const thrown = { trashOid: 't', until: 10, withReports: false }
    await trash.throw({ ...thrown, roomOids: ['one'], reportOids: [], importOids: [] })
    while (!(await trash.purge('t')).isDone);
    // ann_ is still in the other room, by the name that was given.
    expect(await people.said()).toEqual([
      {
        personOid: oid('ann_'),
        source: 'irc',
        authorKey: 'ann_',
        name: 'Ann Lee',
        role: null,
        partOf: null,
      },
    ])
    expect(await people.keptApart()).toEqual([])
    expect(await seenIn(people)).toEqual(['ann_ 1'])
  })

  it('whom only a removed import brought leave nothing behind in a room that stays', async () => {
    const { engine } = fresh()
    const { messages, imports, people } = engine
    await write(engine, 'one', [says('ann')])
    const importId = await startedImport(engine, 'i')
    const brought = [{ room: room('one'), messages: [says('bob')] }]
    const totals = await messages.append(brought, importId)
    await imports.finish(importId, totals, resultOf(['one']))
    await counted(people)
    await people.merge({ into: oid('bob'), from: [oid('ann')], name: 'Both' })
    await imports.reopen(importId)
    while (await imports.undo(importId));
    expect((await people.said()).map(({ authorKey, name }) => [authorKey, name])).toEqual([
      ['ann', 'Both'],
    ])
    expect(await peopleOf(engine, 'one')).toBe(1)
    expect(await seenIn(people)).toEqual(['ann 1'])
  })

  it('are the same for every thread, and after a restart', async () => {
    const { engine, another, restart } = fresh()
    await threeOf(engine)
    await engine.people.merge({ into: oid('ann'), from: [oid('ann_')], name: 'Ann Lee' })
    const other = await another()
    expect(await knownIn(other, 'one')).toEqual(await knownIn(engine, 'one'))
    await other.people.change([{ personOid: oid('ann'), role: 'team' }])
    await restart()
    expect(await knownIn(fresh().engine, 'one')).toEqual([
      ['ann', oid('ann'), 'Ann Lee', 'team'],
      ['ann_', oid('ann'), 'Ann Lee', 'team'],
    ])
  })
})
