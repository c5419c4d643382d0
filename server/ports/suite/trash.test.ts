import { describe, expect, it } from 'vitest'
import { importLimits, reportLimits } from '../../contract/limits.ts'
import { sentence } from '../../contract/sentences.ts'
import type { Engine } from '../engine.ts'
import { termsOf } from '../search-words.ts'
import type { TrashRequest } from '../trash.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessage, newMessages, resultOf, startedImport } from './invented.ts'

const until = 50_000
const request = (more: Partial<TrashRequest>): TrashRequest => ({
  trashOid: 't',
  until,
  roomOids: [],
  reportOids: [],
  importOids: [],
  withReports: false,
  ...more,
})

onEveryEngine('what was thrown away', (fresh) => {
  const engine = (): Engine => fresh().engine

  const live = (roomOid: string, count: number) =>
    engine().messages.append(
      [{ room: describedRoom(roomOid), messages: newMessages(count, {}) }],
      null,
    )
  const report = async (reportOid: string, roomOid: string): Promise<void> => {
    await engine().reports.insert({
      reports: [
        {
          reportOid,
          roomOid,
          batchOid: 'b',
          options: {},
          said: sentence('waiting_for_turn'),
          delivery: 'none',
          createdAt: 1,
        },
      ],
      events: [],
    })
    const workbook = { fileName: `${reportOid}.xlsx`, bytes: 1, sha256: 'a'.repeat(64) }
    await engine().reports.transition({
      reportOid,
      lease: 0,
      patch: { state: 'finished', workbook, finishedAt: 2 },
      events: [
        {
          room: roomOid,
          event: 'EXCEL_STATUS_END',
          data: JSON.stringify({ reportOid }),
          coalesceKey: null,
        },
      ],
      endsAttempt: true,
    })
  }
  async function imported(importOid: string, roomOid: string, from: number, count: number) {
    const importId = await startedImport(engine(), importOid)
    const messages = Array.from({ length: count }, (_, n) => newMessage(from + n))
    const totals = await engine().messages.append(
      [{ room: { ...describedRoom(roomOid), source: 'irc' }, messages }],
      importId,
    )
    await engine().imports.finish(importId, totals, resultOf([roomOid]))
  }
  const countOf = async (roomOid: string): Promise<number | null> =>
    (await engine().rooms.get(roomOid))?.room.messageCount ?? null
  const idsIn = async (roomOid: string): Promise<string[]> => {
    const found = await engine().rooms.get(roomOid)
    if (found === null) return []
    const page = await engine().messages.page(
      { roomId: found.roomId },
      { after: null, limit: 100_000 },
    )
    return page.items.map(({ id }) => id)
  }
  /** Removes everything, and says which blobs had to go. */
  async function purge(trashOid: string): Promise<string[]> {
    const removed: string[] = []
    for (;;) {
      const { blobs, isDone } = await engine().trash.purge(trashOid, removed)
      removed.push(...blobs)
      if (isDone) return removed
    }
  }

  describe('a room', () => {
    it('is gone at once, and as it was when it is taken back', async () => {
      await live('a', 30)
      await live('b', 3)
      const before = await engine().rooms.get('a')
      expect(await engine().trash.throw(request({ roomOids: ['a', 'nobody'] }))).toEqual({
        roomOids: ['a'],
        reportOids: [],
        importOids: [],
      })
      expect(await engine().rooms.get('a')).toBeNull()
      expect(await engine().rooms.count(null)).toBe(1)
      await fresh().restart()
      expect((await engine().trash.restore('t', until - 1))?.roomOids).toEqual(['a'])
      expect(await engine().rooms.get('a')).toEqual(before)
      expect(await idsIn('a')).toHaveLength(30)
      expect(await engine().trash.restore('t', 1)).toBeNull()
    })

    it('makes room for a new one of its id, and gets another id when it comes back', async () => {
      await live('a', 3)
      await engine().trash.throw(request({ roomOids: ['a'] }))
      await live('a', 5)
      expect(await countOf('a')).toBe(5)
      const back = await engine().trash.restore('t', 1)
      const [oid = ''] = back?.roomOids ?? []
      expect(oid).not.toBe('a')
      expect([await countOf('a'), await countOf(oid)]).toEqual([5, 3])
    })

    it('takes its reports along where they are to go, and leaves them otherwise', async () => {
      await live('a', 1)
      await live('b', 1)
      await report('ra', 'a')
      await report('rb', 'b')
      const thrown = await engine().trash.throw(request({ roomOids: ['a'], withReports: true }))
      expect(thrown?.reportOids).toEqual(['ra'])
      expect(await engine().reports.get('ra')).toBeNull()
      await engine().trash.throw(request({ trashOid: 'u', roomOids: ['b'] }))
      expect(await engine().reports.get('rb')).not.toBeNull()
      await engine().trash.restore('t', 1)
      expect(await engine().reports.get('ra')).toMatchObject({ state: 'finished', roomOid: 'a' })
      expect(await engine().reports.attempts('ra')).toHaveLength(1)
    })

    it('is removed for good in steps that a kill may interrupt, with its words and its people', async () => {
      await live('a', 3 * importLimits.rowsPerTransaction)
      await live('b', 2)
      while (await engine().search.catchUp());
      await engine().trash.throw(request({ roomOids: ['a'] }))
      await engine().trash.purge('t')
      expect(await engine().trash.restore('t', 1)).toBeNull()
      await fresh().restart()
      expect(await engine().trash.due(0)).toEqual(['t'])
      await purge('t')
      expect(await engine().trash.due(Infinity)).toEqual([])
      while (await engine().search.catchUp());
      const { total } = await engine().search.find({ terms: termsOf('text'), limit: 10 })
      expect(total).toBe(2)
      await live('a', 1)
      expect((await engine().rooms.get('a'))?.room).toMatchObject({
        messageCount: 1,
        participantCount: 1,
      })
    })
  })

  it('of which the index still has words leaves none of them to a room that comes after it', async () => {
    await live('a', 20)
    while (await engine().search.catchUp());
    await engine().trash.throw(request({ roomOids: ['a'] }))
    await purge('t')
    await live('new', 3)
    const find = () => engine().search.find({ terms: termsOf('text'), limit: 50 })
    expect((await find()).items).toEqual([])
    while (await engine().search.catchUp());
    expect((await find()).items.map(({ roomOid }) => roomOid)).toEqual(['new', 'new', 'new'])
    expect((await find()).pending).toBe(0)
  })

  describe('a report', () => {
    it('is gone from every list, and as it was when it is taken back', async () => {
      await report('r', 'a')
      const before = await engine().reports.get('r')
      const thrown = await engine().trash.throw(request({ reportOids: ['r', 'nobody'] }))
      expect(thrown?.reportOids).toEqual(['r'])
      expect(await engine().reports.list({}, { beforeId: null, limit: 9 })).toMatchObject({
        total: 0,
      })
      expect((await engine().reports.present(['a'])).reports).toEqual([])
      await engine().trash.restore('t', 1)
      expect(await engine().reports.get('r')).toEqual(before)
    })

    it('comes back, and goes for good, whatever a model or a server has put into its words', async () => {
      const text = 'NUL \0, half a pair \ud83d, and \\u0000 as letters'
      const said = sentence('cancelled')
      const error = { code: 'internal', stage: 'writing', message: text, retryable: true } as const
      await report('r', 'a')
      await engine().reports.transition({
        reportOid: 'r',
        lease: 1,
        patch: { error, said },
        events: [{ room: 'a', event: 'E', data: JSON.stringify({ text }), coalesceKey: text }],
      })
      await engine().reports.lines.add([
        {
          reportOid: 'r',
          line: {
            at: '2026-01-01T00:00:00.000Z',
            attempt: 1,
            level: 'info',
            id: 'report.note',
            ...said,
            message: text,
            detail: { text },
          },
        },
      ])
      await engine().trash.throw(request({ reportOids: ['r'] }))
      expect((await engine().trash.restore('t', 1))?.reportOids).toEqual(['r'])
      expect((await engine().reports.get('r'))?.error?.message).toContain('\\u0000 as letters')
      expect(await engine().reports.lines.list('r')).toHaveLength(1)
      await engine().trash.throw(request({ trashOid: 'u', reportOids: ['r'] }))
      await purge('u')
      expect(await engine().reports.get('r')).toBeNull()
    })

    it('gives no sequence of the log back, though its events were the newest', async () => {
      await report('r', 'a')
      await engine().trash.throw(request({ reportOids: ['r'] }))
      const { last } = await engine().eventLog.head()
      await purge('t')
      await fresh().restart()
      const event = { room: 'a', event: 'E', data: '1', coalesceKey: null }
      await engine().eventLog.append([event])
      const { first } = await engine().eventLog.head()
      const page = await engine().eventLog.readAfter(first - 1, 10)
      expect(page?.events).toMatchObject([event])
      expect(page?.events[0]?.seq).toBeGreaterThan(last)
    })

    it('comes back beside what was made and said meanwhile', async () => {
      const line = (reportOid: string, message: string) => ({
        reportOid,
        line: {
          at: '2026-01-01T00:00:00.000Z',
          attempt: 1,
          level: 'info' as const,
          id: 'report.note',
          ...sentence('runs_next'),
          message,
        },
      })
      const { lines } = engine().reports
      await report('r', 'a')
      await lines.add([line('r', 'one')])
      await engine().trash.throw(request({ reportOids: ['r'] }))
      await report('s', 'a')
      await lines.add([line('r', 'late'), line('s', 'another')])
      await engine().trash.restore('t', 1)
      expect((await lines.list('r')).map(({ message }) => message).sort()).toEqual(['late', 'one'])
      expect((await lines.list('s')).map(({ message }) => message)).toEqual(['another'])
      const { items } = await engine().reports.list({}, { beforeId: null, limit: 9 })
      expect(items.map(({ reportOid }) => reportOid).sort()).toEqual(['r', 's'])
      await engine().trash.throw(request({ trashOid: 'u', reportOids: ['r'] }))
      await lines.add([line('r', 'later')])
      await purge('u')
      expect(await lines.list('r')).toEqual([])
    })

    it('is removed for good with its blobs first, its lines and its events', async () => {
      const oids = Array.from({ length: 70 }, (_, n) => `r${n}`)
      for (const oid of oids) await report(oid, 'a')
      const { first } = await engine().eventLog.head()
      await engine().trash.throw(request({ reportOids: oids.slice(0, 69) }))
      const step = await engine().trash.purge('t')
      expect(step.blobs.length).toBeGreaterThan(0)
      const removed = await purge('t')
      for (const oid of oids.slice(0, 69)) expect(removed).toContain(`reports/${oid}.xlsx`)
      const kept = await engine().eventLog.readAfter(first - 1, reportLimits.maxLogLines)
      expect(kept?.events.map(({ data }) => data)).toEqual([JSON.stringify({ reportOid: 'r69' })])
    })
  })

  describe('an import', () => {
    it('takes along what it has brought and nothing else did, and brings it back', async () => {
      await imported('one', 'a', 0, 10)
      await imported('two', 'a', 10, 5)
      const before = await engine().rooms.get('a')
      await engine().trash.throw(request({ importOids: ['one'] }))
      expect(await countOf('a')).toBe(5)
      expect(await idsIn('a')).toHaveLength(5)
      expect(await engine().imports.get('one')).toBeNull()
      await fresh().restart()
      expect(await engine().imports.unfinished()).toEqual([])
      await engine().trash.restore('t', 1)
      expect(await engine().rooms.get('a')).toEqual(before)
      expect((await engine().imports.get('one'))?.status.state).toBe('finished')
    })

    it('hides a room that it alone has filled, and is found by no search', async () => {
      await imported('one', 'a', 0, 10)
      while (await engine().search.catchUp());
      await engine().trash.throw(request({ importOids: ['one'] }))
      expect(await engine().rooms.get('a')).toBeNull()
      const { items } = await engine().search.find({ terms: termsOf('text'), limit: 5 })
      expect(items).toEqual([])
      await engine().trash.restore('t', 1)
      expect(await countOf('a')).toBe(10)
    })

    it('is removed for good', async () => {
      await imported('one', 'a', 0, 10)
      await imported('two', 'a', 10, 5)
      await engine().trash.throw(request({ importOids: ['one'] }))
      await purge('t')
      expect(await idsIn('a')).toHaveLength(5)
      await imported('three', 'a', 0, 10)
      expect(await countOf('a')).toBe(15)
    })

    it('stays unseen where its room was thrown away meanwhile', async () => {
      await imported('one', 'a', 0, 10)
      const other = { room: describedRoom('a'), messages: [newMessage(10)] }
      await engine().messages.append([other], null)
      await engine().trash.throw(request({ importOids: ['one'] }))
      await engine().trash.throw(request({ trashOid: 'u', roomOids: ['a'] }))
      await engine().trash.restore('t', 1)
      expect(await engine().rooms.count(null)).toBe(0)
      await engine().trash.restore('u', 1)
      expect(await idsIn('a')).toHaveLength(11)
      expect(await countOf('a')).toBe(11)
    })

    it('that has not finished stays', async () => {
      await startedImport(engine(), 'one')
      expect(await engine().trash.throw(request({ importOids: ['one'] }))).toBeNull()
    })
  })

  it('is due at its time, in order, and says when the next one is', async () => {
    await live('a', 1)
    await live('b', 1)
    await engine().trash.throw(request({ trashOid: 'late', until: 200, roomOids: ['a'] }))
    await engine().trash.throw(request({ trashOid: 'soon', until: 100, roomOids: ['b'] }))
    expect(await engine().trash.due(99)).toEqual([])
    expect(await engine().trash.nextDue(99)).toBe(100)
    expect(await engine().trash.due(200)).toEqual(['soon', 'late'])
    expect(await engine().trash.restore('soon', 100)).toBeNull()
    expect(await engine().trash.nextDue(200)).toBeNull()
  })
})
