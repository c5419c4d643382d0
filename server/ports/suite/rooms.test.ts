import { describe, expect, it } from 'vitest'
import type { RoomSort } from '../../contract/rooms.ts'
import type { Engine } from '../engine.ts'
import type { RoomPosition } from '../rooms.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessages, resultOf, startedImport } from './invented.ts'

onEveryEngine('rooms', (fresh) => {
  const engine = (): Engine => fresh().engine

  /** Rooms with as many messages as their place in the list. */
  async function make(names: readonly string[]): Promise<void> {
    const batches = names.map((name, n) => ({
      room: { ...describedRoom(`room-${n}`, name), source: n % 2 === 0 ? 'irc' : 'slack' },
      messages: newMessages(n),
    }))
    await engine().messages.append(batches, null)
  }

  async function listed(sort: RoomSort, query: string | null = null, limit = 2): Promise<string[]> {
    const names: string[] = []
    let after: RoomPosition | null = null
    do {
      const page: Awaited<ReturnType<Engine['rooms']['list']>> = await engine().rooms.list({
        query,
        sort,
        after,
        limit,
      })
      names.push(...page.items.map(({ name }) => name))
      after = page.next === null ? null : (JSON.parse(JSON.stringify(page.next)) as RoomPosition)
    } while (after !== null)
    return names
  }

  describe('are found', () => {
    it('one by one, with their newest message', async () => {
      await make(['a', 'b', 'c'])
      const found = await engine().rooms.get('room-2')
      expect(found).toMatchObject({ lastOrd: 2, room: { name: 'c', messageCount: 2 } })
      expect(await engine().rooms.get('nobody')).toBeNull()
    })

    it('several at once, without those that are not there', async () => {
      await make(['a', 'b', 'c'])
      const found = await engine().rooms.getMany(['room-2', 'nobody', 'room-0'])
      expect(found.map(({ room }) => room.name).sort()).toEqual(['a', 'c'])
      const asked = ['room-1', 'nobody', "'; DROP TABLE rooms"]
      expect(await engine().rooms.existing(asked)).toEqual(new Set(['room-1']))
      expect(await engine().rooms.getMany([])).toEqual([])
    })

    it('all of them by what a rule of a group looks at, in the order of their names', async () => {
      await make(['b', 'a'])
      const importId = await startedImport(engine(), 'export.zip')
      const batch = { room: describedRoom('imported', 'c'), messages: newMessages(1) }
      const totals = await engine().messages.append([batch], importId)
      await engine().imports.finish(importId, totals, resultOf(['imported']))
      expect(await engine().rooms.traits()).toEqual([
        { roomOid: 'room-1', name: 'a', source: 'slack', workspace: null },
        { roomOid: 'room-0', name: 'b', source: 'irc', workspace: null },
        { roomOid: 'imported', name: 'c', source: 'live', workspace: 'export.zip' },
      ])
    })

    it('only once the import that makes them has finished', async () => {
      const importId = await startedImport(engine(), 'i')
      const batch = { room: describedRoom('hidden'), messages: newMessages(3) }
      await engine().messages.append([batch], importId)
      const { rooms } = engine()
      expect(await rooms.get('hidden')).toBeNull()
      expect(await rooms.getMany(['hidden'])).toEqual([])
      expect(await rooms.existing(['hidden'])).toEqual(new Set())
      expect(await listed('name')).toEqual([])
      expect(await rooms.count(null)).toBe(0)
      expect(await rooms.change('hidden', { localOnly: true })).toBeNull()
      // Live messages show it at once.
      await engine().messages.append([{ ...batch, messages: [] }], null)
      expect((await rooms.get('hidden'))?.room.messageCount).toBe(0)
    })
  })

  describe('are listed in pages', () => {
    const names = ['delta', 'Élan', 'alpha', 'Beta', 'room 10', 'room 9', 'beta']

    it('by name as people sort', async () => {
      await make(names)
      expect(await listed('name')).toEqual([
        'alpha',
        'Beta',
        'beta',
        'delta',
        'Élan',
        'room 9',
        'room 10',
      ])
      expect(await listed('-name')).toEqual((await listed('name')).toReversed())
    })

    it('by messages, last message and source, each once where many are equal', async () => {
      await make(names)
      expect(await listed('-messages')).toEqual(names.toReversed())
      expect(await listed('lastMessage')).toEqual(names)
      for (const limit of [1, 2, 3, 100]) {
        const all = await listed('source', null, limit)
        expect(all.toSorted()).toEqual(names.toSorted())
      }
    })

    it('by part of a name, in any case of any script, and counted so', async () => {
      await make(['Ärger', 'ÄRZTE', 'Отдел продаж', '100 %', '100 of it'])
      expect((await listed('name', 'är')).toSorted()).toEqual(['ÄRZTE', 'Ärger'].toSorted())
      expect(await listed('name', 'ПРОДАЖ')).toEqual(['Отдел продаж'])
      expect(await listed('name', '0 %')).toEqual(['100 %'])
      expect(await engine().rooms.count('ÄR')).toBe(2)
      expect(await engine().rooms.count(null)).toBe(5)
    })
  })

  it('are renamed, sorted and found by the new name, and keep it when more is brought', async () => {
    await make(['alpha', 'beta', 'gamma'])
    const changed = await engine().rooms.change('room-0', { name: 'Zulu crew' })
    expect(changed?.room).toMatchObject({ roomOid: 'room-0', name: 'Zulu crew' })
    expect(await listed('name')).toEqual(['beta', 'gamma', 'Zulu crew'])
    expect(await listed('name', 'ZULU')).toEqual(['Zulu crew'])
    await engine().messages.append([{ room: describedRoom('room-0', 'alpha'), messages: [] }], null)
    expect((await engine().rooms.get('room-0'))?.room.name).toBe('Zulu crew')
    expect(await engine().rooms.change('nobody', { name: 'x' })).toBeNull()
  })

  it('stay on this computer once it is said, for every thread and after a restart', async () => {
    await make(['a', 'b'])
    expect(await engine().rooms.isLocalOnly('room-1')).toBe(false)
    const changed = await engine().rooms.change('room-1', { localOnly: true })
    expect(changed?.room).toMatchObject({ name: 'b', localOnly: true })
    expect(await (await fresh().another()).rooms.isLocalOnly('room-1')).toBe(true)
    await fresh().restart()
    expect(await engine().rooms.isLocalOnly('room-1')).toBe(true)
    expect(await engine().rooms.isLocalOnly('room-0')).toBe(false)
    expect((await engine().rooms.change('room-1', { localOnly: false }))?.room.localOnly).toBe(
      false,
    )
    expect(await engine().rooms.change('nobody', { localOnly: true })).toBeNull()
  })
})
