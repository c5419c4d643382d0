import { describe, expect, it } from 'vitest'
import { emptyImportCounts } from '../../contract/imports.ts'
import type { Engine } from '../engine.ts'
import type { NewMessage } from '../message.ts'
import type { RoomTotals } from '../rooms.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessage, newMessages, resultOf, startedImport } from './invented.ts'

onEveryEngine('imports', (fresh) => {
  const engine = (): Engine => fresh().engine
  const source = { paths: ['/tmp/a.zip'], timeZone: 'Europe/Berlin', upload: 'uploads/a' }

  async function write(
    roomOid: string,
    messages: readonly NewMessage[],
    importId: number | null,
  ): Promise<RoomTotals> {
    // A room that only imports have filled goes with them.
    const room = { ...describedRoom(roomOid), source: importId === null ? 'live' : 'slack' }
    const [totals] = await engine().messages.append([{ room, messages }], importId)
    return totals!
  }
  const counted = async (roomOid: string) => {
    const found = await engine().rooms.get(roomOid)
    if (found === null) return null
    const { messageCount, systemCount, participantCount } = found.room
    return [messageCount, systemCount, participantCount]
  }
  async function takeBack(importId: number): Promise<void> {
    await engine().imports.reopen(importId)
    while (await engine().imports.undo(importId));
  }

  describe('are kept', () => {
    it('queued, with all that is needed to read them, also after a restart', async () => {
      const created = await engine().imports.create({ importOid: 'i', name: 'a.zip', source })
      expect(created).toMatchObject({ source, status: { importOid: 'i', name: 'a.zip' } })
      expect(created.status).toMatchObject({ state: 'queued', counts: emptyImportCounts() })
      await fresh().restart()
      expect(await engine().imports.get('i')).toEqual(created)
      expect(await engine().imports.get('j')).toBeNull()
    })

    it('as unfinished until they end, oldest first', async () => {
      const oids = async () =>
        (await engine().imports.unfinished()).map(({ status }) => [status.importOid, status.state])
      const ids: number[] = []
      for (const importOid of ['b', 'a', 'c']) {
        const { importId } = await engine().imports.create({ importOid, name: importOid, source })
        ids.push(importId)
      }
      await engine().imports.start(ids[0]!)
      await engine().imports.end(ids[1]!, resultOf([], { state: 'cancelled' }))
      await fresh().restart()
      expect(await oids()).toEqual([
        ['b', 'reading'],
        ['c', 'queued'],
      ])
      await engine().imports.finish(ids[0]!, [], resultOf([]))
      expect(await oids()).toEqual([['c', 'queued']])
    })

    it('with how they have ended', async () => {
      const importId = await startedImport(engine(), 'i')
      const error = { code: 'unreadable_file', message: 'Cannot read it.' } as const
      const counts = { ...emptyImportCounts(), unparsed: 3 }
      const choices = { formats: [] }
      const result = resultOf([], { state: 'failed', error, counts, choices, bytesTotal: null })
      await engine().imports.end(importId, result)
      expect((await engine().imports.get('i'))?.status).toEqual({
        ...result,
        importOid: 'i',
        name: 'i',
      })
    })

    it('with the uploads of those that have left something to choose', async () => {
      const { imports } = engine()
      const choices = { formats: [] }
      for (const [path, given] of [
        ['/a', choices],
        ['/b', undefined],
      ] as const) {
        const upload = { paths: [], upload: `uploads${path}` }
        const row = await imports.create({ importOid: path, name: path, source: upload })
        await imports.end(row.importId, resultOf([], { state: 'failed', choices: given }))
      }
      const own = await imports.create({ importOid: 'c', name: 'c', source: { paths: ['/c'] } })
      await imports.end(own.importId, resultOf([], { state: 'failed', choices }))
      expect(await imports.keptUploads()).toEqual(['uploads/a'])
    })
  })

  describe('end', () => {
    it('with their rooms seen and counted, all at once', async () => {
      await write('r', [newMessage(100)], null)
      const importId = await startedImport(engine(), 'i')
      const rooms = [
        await write('r', newMessages(12), importId),
        await write('new', newMessages(2, { kind: 'system', author: '' }), importId),
        await write('empty', [], importId),
      ]
      expect(await counted('r')).toEqual([1, 0, 1])
      expect(await engine().rooms.existing(['new', 'empty'])).toEqual(new Set())
      expect(await engine().rooms.count(null)).toBe(1)
      const roomOids = ['r', 'new', 'empty']
      await engine().imports.finish(importId, rooms, resultOf(roomOids))
      expect(await counted('r')).toEqual([13, 0, 3])
      expect(await counted('new')).toEqual([0, 2, 0])
      expect(await counted('empty')).toEqual([0, 0, 0])
      expect((await engine().rooms.get('r'))?.room).toMatchObject({
        firstMessageAt: new Date(1_000).toISOString(),
        lastMessageAt: new Date(1_100).toISOString(),
      })
      expect((await engine().imports.get('i'))?.status).toMatchObject({
        state: 'finished',
        roomOids,
      })
    })
  })

  describe('are taken back', () => {
    it('with nothing left of them but what live messages and others have brought', async () => {
      await write('r', [newMessage(1)], null)
      const importId = await startedImport(engine(), 'i')
      await write('r', newMessages(1_500, { author: 'guest' }), importId)
      await write('own', newMessages(700), importId)
      const other = await startedImport(engine(), 'other')
      const totals = await write('r', [newMessage(2_000, { author: 'Eve' })], other)
      await engine().imports.finish(other, [totals], resultOf(['r']))
      await takeBack(importId)
      expect(await counted('r')).toEqual([2, 0, 2])
      // Nothing of it stands in the way of the same messages, nor of the room, when they come again.
      const again = await startedImport(engine(), 'again')
      const rooms = [
        await write('r', newMessages(1_500, { author: 'guest' }), again),
        await write('own', newMessages(700), again),
      ]
      expect(rooms).toMatchObject([
        { messages: 1_499, duplicates: 1, participants: 1 },
        { messages: 700, duplicates: 0, participants: 3 },
      ])
    })

    it('harmlessly once more, as after a crash in the middle, or where there is nothing', async () => {
      await write('r', [newMessage(1)], null)
      const importId = await startedImport(engine(), 'i')
      await write('r', newMessages(10), importId)
      await write('own', newMessages(10), importId)
      await engine().imports.reopen(importId)
      expect(await engine().imports.undo(importId)).toBe(true)
      await fresh().restart()
      await takeBack(importId)
      await takeBack(importId)
      expect(await counted('r')).toEqual([1, 0, 1])
      expect(await engine().imports.undo(importId)).toBe(false)
    })

    it('although they had finished, when they are queued once more', async () => {
      await write('r', [newMessage(1)], null)
      const other = await startedImport(engine(), 'other')
      const shared = await write('shared', newMessages(3), other)
      await engine().imports.finish(other, [shared], resultOf(['shared']))
      const importId = await startedImport(engine(), 'i')
      const rooms = [
        await write('r', newMessages(10), importId),
        await write('own', newMessages(5), importId),
        await write('shared', newMessages(6, { author: 'guest' }), importId),
      ]
      await engine().imports.finish(importId, rooms, resultOf(['r', 'own', 'shared']))
      expect(await counted('shared')).toEqual([6, 0, 4])

      const queued = await engine().imports.retry('i', { timeZone: 'Asia/Tokyo' })
      expect(queued).toMatchObject({ importId, source: { reading: { timeZone: 'Asia/Tokyo' } } })
      expect(queued?.status).toMatchObject({ state: 'queued', warnings: [], bytesRead: 0 })
      expect((await engine().imports.unfinished()).map((each) => each.importId)).toEqual([importId])
      await engine().imports.reopen(importId)
      expect(await counted('own')).toBeNull()
      expect((await counted('r'))?.slice(0, 2)).toEqual([1, 0])
      await takeBack(importId)
      expect(await counted('r')).toEqual([1, 0, 1])
      expect(await counted('shared')).toEqual([3, 0, 3])
      expect((await engine().rooms.get('r'))?.room.lastMessageAt).toBe(
        new Date(1_001).toISOString(),
      )
    })
  })

  it('bring no first or last message with system lines, in whatever order they come and go', async () => {
    const system = { kind: 'system', author: '' } as const
    const days = async () => {
      const room = (await engine().rooms.get('r'))?.room
      return [room?.firstMessageAt, room?.lastMessageAt].map((at) => (at ? Date.parse(at) : at))
    }
    await write('r', [newMessage(50), newMessage(60, system)], null)
    const importId = await startedImport(engine(), 'i')
    const lines = [newMessage(1, system), newMessage(40), newMessage(99, system)]
    const rooms = [await write('r', lines, importId)]
    await engine().imports.finish(importId, rooms, resultOf(['r']))
    expect(await days()).toEqual([1_040, 1_050])
    await engine().trash.throw({
      trashOid: 't',
      until: 1,
      withReports: false,
      roomOids: [],
      reportOids: [],
      importOids: ['i'],
    })
    expect(await days()).toEqual([1_050, 1_050])
    await engine().trash.restore('t', 0)
    expect(await days()).toEqual([1_040, 1_050])
  })

  it('are forgotten where they have brought nothing, and only there', async () => {
    const { imports } = engine()
    const ids: number[] = []
    for (const importOid of ['waits', 'failed', 'finished']) {
      ids.push((await imports.create({ importOid, name: importOid, source })).importId)
    }
    await imports.end(ids[1]!, resultOf([], { state: 'failed' }))
    await imports.finish(ids[2]!, [], resultOf([]))
    for (const importOid of ['waits', 'finished', 'nobody']) {
      expect(await imports.remove(importOid)).toBeNull()
    }
    expect(await imports.remove('failed')).toMatchObject(source)
    expect(await imports.get('failed')).toBeNull()
    expect(await imports.get('finished')).not.toBeNull()
  })

  it('that have not ended cannot be queued once more, also by two at once', async () => {
    const importId = await startedImport(engine(), 'i')
    expect(await engine().imports.retry('i', {})).toBeNull()
    await engine().imports.end(importId, resultOf([], { state: 'failed' }))
    const { imports } = await fresh().another()
    const answers = await Promise.all([engine().imports.retry('i', {}), imports.retry('i', {})])
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
    expect(await engine().imports.retry('nobody', {})).toBeNull()
  })
})
