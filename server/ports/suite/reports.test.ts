import { describe, expect, it } from 'vitest'
import { reportLimits } from '../../contract/limits.ts'
import { sentence } from '../../contract/sentences.ts'
import type { HeardEvent, NewEvent } from '../event-log.ts'
import { waitingReport, type NewReport, type PinnedOptions } from '../report.ts'
import type { LoggedLine, Reports, Transition } from '../reports.ts'
import { onEveryEngine } from './engines.ts'

const asked = (reportOid: string, more: Partial<NewReport> = {}): NewReport => ({
  reportOid,
  roomOid: `room of ${reportOid}`,
  batchOid: 'batch',
  options: { recipients: ['ana@example.org'] },
  said: sentence('waiting_for_turn'),
  delivery: 'pending',
  createdAt: 1_000,
  ...more,
})

const event = (n: number, key?: string): NewEvent => ({
  room: 'r',
  event: 'E',
  data: String(n),
  coalesceKey: null,
  ...(key === undefined ? {} : { key }),
})

const insert = (reports: Reports, ...oids: string[]) =>
  reports.insert({ reports: oids.map((oid) => asked(oid)), events: [] })

const change = (more: Partial<Transition>): Transition => ({
  reportOid: 'a',
  lease: 0,
  patch: {},
  events: [],
  ...more,
})

/** Takes a report over, as the process `owner` does when it begins with it. */
async function hold(reports: Reports, reportOid: string, owner: string, lease = 0) {
  const held = await reports.transition(change({ reportOid, lease, owner }))
  if (held === null) throw new Error(`${reportOid} is held by somebody else`)
  return held
}

onEveryEngine('reports', (fresh) => {
  const reports = () => fresh().engine.reports
  const log = () => fresh().engine.eventLog

  async function heard(): Promise<HeardEvent[]> {
    const events: HeardEvent[] = []
    await log().follow((told) => events.push(...told.events))
    return events
  }

  describe('a new batch', () => {
    it('waits, held by nobody, and is there for every thread and after a restart', async () => {
      const inserted = await insert(reports(), 'a', 'b')
      if (inserted.kind !== 'inserted') throw new Error('repeated')
      const [a, b] = inserted.reports
      expect(a).toEqual({ ...waitingReport(asked('a')), reportId: expect.any(Number) })
      expect(b?.reportId).toBeGreaterThan(a?.reportId ?? Infinity)
      expect(await (await fresh().another()).reports.get('a')).toEqual(a)
      await fresh().restart()
      expect(await reports().get('b')).toEqual(b)
      expect(await reports().get('c')).toBeNull()
    })

    it('is told of by its events, in the same transaction', async () => {
      const events = await heard()
      await reports().insert({ reports: [asked('a')], events: [event(1), event(2)] })
      expect(events.map(({ data }) => data)).toEqual(['1', '2'])
      const again = reports().insert({ reports: [asked('b'), asked('a')], events: [event(3)] })
      await expect(again).rejects.toThrow()
      expect(await reports().get('b')).toBeNull()
      expect(events).toHaveLength(2)
    })

    it('is made once for each key; a repetition gets the answer of the first', async () => {
      const remember = { key: 'k', requestHash: 'h', answer: 'A', at: 5_000, forgetBefore: 0 }
      const batch = (oid: string, answer: string) =>
        reports().insert({
          reports: [asked(oid)],
          events: [],
          remember: { ...remember, answer },
        })
      const both = await Promise.all([batch('a', 'A'), batch('b', 'B')])
      // Which of two that come at once is the first is not said.
      const [made, left, answer] = both[0].kind === 'inserted' ? ['a', 'b', 'A'] : ['b', 'a', 'B']
      expect(both.find(({ kind }) => kind === 'inserted')).toMatchObject({
        reports: [{ reportOid: made }],
      })
      expect(both.find(({ kind }) => kind === 'repeated')).toMatchObject({
        requestHash: 'h',
        answer,
      })
      expect(await reports().get(left)).toBeNull()
      expect(await batch('c', 'C')).toMatchObject({ kind: 'repeated', answer })
    })

    it('may use a key anew when its answer has been forgotten', async () => {
      const remember = { key: 'k', requestHash: 'h', answer: 'A', at: 5_000, forgetBefore: 0 }
      await reports().insert({ reports: [asked('a')], events: [], remember })
      const later = { ...remember, at: 9_000, forgetBefore: 5_001 }
      expect(
        await reports().insert({ reports: [asked('b')], events: [], remember: later }),
      ).toMatchObject({ kind: 'inserted' })
    })
  })

  it('are taken for one mail without those of the request that have a mail of their own', async () => {
    const { owner } = fresh().engine
    const digest: PinnedOptions = { delivery: 'digest', recipients: ['ana@example.org'] }
    const apart: PinnedOptions = { delivery: 'single', recipients: ['bob@example.org'] }
    await reports().insert({
      reports: [asked('a', { options: digest }), asked('b', { options: apart })],
      events: [],
    })
    for (const reportOid of ['a', 'b']) {
      const patch = { state: 'finished', delivery: 'pending', finishedAt: 2_000 } as const
      await reports().transition(change({ reportOid, owner: null, patch }))
    }
    expect(await reports().dueBatches()).toEqual(['batch'])
    const taken = await reports().takeBatch('batch', owner)
    expect(taken.map(({ reportOid }) => reportOid)).toEqual(['a'])
  })

  describe('a transition', () => {
    it('changes what its patch names and nothing else', async () => {
      await insert(reports(), 'a', 'b')
      const before = await reports().get('a')
      const patch = {
        state: 'failed',
        delivery: 'none',
        attempt: 2,
        progress: { done: 1, total: 2, unit: 'rows' },
        percent: 50,
        etaSeconds: 3,
        said: sentence('writing'),
        recipients: [{ address: 'ana@example.org', state: 'sent' }],
        workbook: { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) },
        error: { code: 'internal', stage: 'writing', message: 'No', retryable: true },
        startedAt: 2,
        finishedAt: 3,
      } as const
      expect(await reports().transition(change({ patch }))).toBe(0)
      expect(await reports().get('a')).toEqual({ ...before, ...patch })
      await reports().transition(change({ patch: { error: null, recipients: [] } }))
      expect(await reports().get('a')).toEqual({ ...before, ...patch, error: null, recipients: [] })
      expect((await reports().get('b'))?.state).toBe('queued')
    })

    it('is told of by its events once the row has changed, never before', async () => {
      await insert(reports(), 'a')
      const other = await fresh().another()
      const states: Promise<string | undefined>[] = []
      await log().follow(() => states.push(other.reports.get('a').then((found) => found?.state)))
      await reports().transition(change({ patch: { state: 'collecting' }, events: [event(1)] }))
      await reports().transition(change({ patch: { state: 'summarizing' }, events: [event(2)] }))
      const [first, second] = await Promise.all(states)
      // Whoever looks may see what has come since.
      expect(first).toMatch(/^(collecting|summarizing)$/)
      expect(second).toBe('summarizing')
    })

    it('changes nothing where its events cannot be kept', async () => {
      await insert(reports(), 'a')
      const events = await heard()
      const notText = { ...event(1), data: null as unknown as string }
      const failing = reports().transition(
        change({ patch: { state: 'failed' }, events: [event(0), notText], endsAttempt: true }),
      )
      await expect(failing).rejects.toThrow()
      expect(await reports().get('a')).toMatchObject({ state: 'queued', lease: 0 })
      expect(await reports().attempts('a')).toEqual([])
      expect(events).toEqual([])
    })

    it('hands the report over under the next lease, to one of those who try at once', async () => {
      await insert(reports(), 'a')
      const both = await Promise.all(
        ['one', 'two'].map((owner) => reports().transition(change({ owner }))),
      )
      // Which of the two is not said.
      expect(both.toSorted()).toEqual([1, null])
    })

    it('of one who holds the report no longer writes nothing and tells nothing', async () => {
      await insert(reports(), 'a')
      const events = await heard()
      const zombie = await hold(reports(), 'a', 'one')
      await hold(reports(), 'a', 'two', zombie)
      const patch = { state: 'finished' } as const
      expect(
        await reports().transition(change({ lease: zombie, patch, events: [event(1)] })),
      ).toBeNull()
      expect((await reports().get('a'))?.state).toBe('queued')
      expect(events).toEqual([])
    })

    it('of a report that is not there holds nothing', async () => {
      expect(await reports().transition(change({ reportOid: 'nobody' }))).toBeNull()
    })

    it('may be repeated with its keys: it happens once and answers the same', async () => {
      await insert(reports(), 'a')
      const lease = await hold(reports(), 'a', 'one')
      const events = await heard()
      const end = change({
        lease,
        patch: { state: 'failed' },
        events: [event(1, 'key')],
        endsAttempt: true,
      })
      const first = await reports().transition(end)
      expect(first).toBe(lease + 1)
      expect(await reports().transition(end)).toBe(first)
      expect(events).toHaveLength(1)
    })

    it('that hands the report over may be repeated by who has got it, and by nobody else', async () => {
      await insert(reports(), 'a')
      const lease = await hold(reports(), 'a', 'one')
      expect(await reports().transition(change({ owner: 'one' }))).toBe(lease)
      expect(await reports().transition(change({ owner: 'two' }))).toBeNull()
      await hold(reports(), 'a', 'two', lease)
      expect(await reports().transition(change({ owner: 'one' }))).toBeNull()
    })

    it('that ends the attempt keeps it, and leaves the report to nobody', async () => {
      await insert(reports(), 'a')
      const lease = await hold(reports(), 'a', 'one')
      const error = { code: 'internal', stage: 'writing', message: 'No', retryable: true } as const
      const patch = { state: 'failed', delivery: 'none', error, finishedAt: 9_000 } as const
      const said = sentence('cancelled')
      const next = await reports().transition(
        change({ lease, patch: { ...patch, said, startedAt: 8_000 }, endsAttempt: true }),
      )
      expect(await reports().attempts('a')).toEqual([
        {
          attempt: 1,
          state: 'failed',
          delivery: 'none',
          ...said,
          message: expect.any(String),
          error,
          startedAt: new Date(8_000).toISOString(),
          finishedAt: new Date(9_000).toISOString(),
        },
      ])
      expect(await reports().transition(change({ lease, patch: { percent: 1 } }))).toBeNull()
      await reports().transition(
        change({ lease: next ?? -1, patch: { attempt: 2 }, endsAttempt: true }),
      )
      expect((await reports().attempts('a')).map(({ attempt }) => attempt)).toEqual([2, 1])
    })
  })

  describe('taking up', () => {
    it('gives a process what it held before it ended, oldest first, under new leases', async () => {
      await insert(reports(), 'a', 'b', 'c', 'd', 'e')
      for (const oid of ['b', 'a']) await hold(reports(), oid, 'one')
      await hold(reports(), 'c', 'two')
      const lease = await hold(reports(), 'd', 'one')
      await reports().transition(
        change({ reportOid: 'd', lease, patch: { state: 'failed', delivery: 'none' } }),
      )
      await fresh().restart()
      const taken = await reports().takeUp('one')
      expect(taken.map(({ reportOid }) => reportOid)).toEqual(['a', 'b'])
      expect(taken.every((each) => each.lease === 2)).toBe(true)
      expect((await reports().get('c'))?.lease).toBe(1)
      expect(await reports().transition(change({ lease: 1, patch: { percent: 9 } }))).toBeNull()
    })

    it('gives it also what is on its way and held by nobody, but not what waits', async () => {
      await insert(reports(), 'a', 'b')
      await reports().transition(change({ patch: { state: 'collecting' } }))
      expect(await reports().takeUp('one')).toMatchObject([{ reportOid: 'a', lease: 1 }])
      expect(await reports().takeUp('two')).toEqual([])
    })

    it('gives it also what is made and not yet delivered', async () => {
      await insert(reports(), 'a')
      const lease = await hold(reports(), 'a', 'one')
      await reports().transition(
        change({ lease, patch: { state: 'finished', delivery: 'sending' } }),
      )
      expect(await reports().takeUp('one')).toMatchObject([{ reportOid: 'a', delivery: 'sending' }])
    })
  })

  describe('lists', () => {
    it('have the newest first, in pages, with the number of all', async () => {
      await insert(reports(), 'a', 'b', 'c')
      const lease = await hold(reports(), 'b', 'one')
      await reports().transition(
        change({ reportOid: 'b', lease, patch: { state: 'failed', delivery: 'none' } }),
      )
      const first = await reports().list({}, { beforeId: null, limit: 2 })
      expect(first.items.map(({ reportOid }) => reportOid)).toEqual(['c', 'b'])
      expect(first.total).toBe(3)
      const beforeId = first.items.at(-1)?.reportId ?? null
      const rest = await reports().list({}, { beforeId, limit: 2 })
      expect(rest.items.map(({ reportOid }) => reportOid)).toEqual(['a'])
      expect(
        await reports().list(
          { state: 'queued', roomOid: 'room of a' },
          { beforeId: null, limit: 9 },
        ),
      ).toMatchObject({ items: [{ reportOid: 'a' }], total: 1 })
      expect(await reports().list({ state: 'writing' }, { beforeId: null, limit: 9 })).toEqual({
        items: [],
        total: 0,
      })
    })

    it('of some rooms are listed and counted by the room that they are of now, without other overviews', async () => {
      await reports().insert({
        reports: [
          asked('a'),
          asked('b'),
          asked('c'),
          asked('all', { roomOid: 'overview~0', options: { covers: [] } }),
        ],
        events: [],
      })
      const ofRooms = ['room of a', 'room of c', 'elsewhere']
      const page = { beforeId: null, limit: 1 }
      const first = await reports().list({ ofRooms }, page)
      expect([first.items.map(({ reportOid }) => reportOid), first.total]).toEqual([['c'], 2])
      const beforeId = first.items[0]?.reportId ?? null
      const rest = await reports().list({ ofRooms, state: 'queued' }, { beforeId, limit: 9 })
      expect(rest.items.map(({ reportOid }) => reportOid)).toEqual(['a'])
      expect(await reports().list({ ofRooms, roomOid: 'room of b' }, page)).toEqual({
        items: [],
        total: 0,
      })
      expect(await reports().list({ ofRooms: [] }, page)).toEqual({ items: [], total: 0 })
    })

    it('of many rooms are told apart by whether all of their rooms are among some', async () => {
      const over = (name: string, ...roomOids: string[]) =>
        asked(name, {
          roomOid: `overview~${name}`,
          options: {
            covers: roomOids.map((roomOid) => ({ reportOid: `of ${roomOid}`, roomOid, name: '' })),
          },
        })
      await reports().insert({
        reports: [
          over('ab', 'a', 'b'),
          over('ac', 'a', "c'"),
          { ...over('ab', 'a', 'b'), reportOid: 'again' },
          over('none'),
          // The id of a room that somebody has called so.
          asked('a', { roomOid: 'overview~room' }),
        ],
        events: [],
      })
      const found = async (...roomOids: string[]) =>
        Object.fromEntries(await reports().overviewsOver(roomOids))
      expect(await found('a', 'b')).toEqual({
        'overview~ab': true,
        'overview~ac': false,
        'overview~none': false,
      })
      expect(await found('a', "c'", 'd')).toMatchObject({
        'overview~ab': false,
        'overview~ac': true,
      })
      expect(await found()).toMatchObject({ 'overview~ab': false, 'overview~none': false })
    })

    it('of the present have the newest report of each room, and the place of the log', async () => {
      await reports().insert({
        reports: [asked('a', { roomOid: 'x' }), asked('b', { roomOid: 'x' }), asked('c')],
        events: [event(1)],
      })
      const { reports: found, head } = await reports().present(['x', 'nowhere', 'room of c'])
      expect(found.map(({ reportOid }) => reportOid)).toEqual(['b', 'c'])
      expect(head).toEqual(await log().head())
    })

    it('of the present have what has not ended, oldest first', async () => {
      await insert(reports(), 'a', 'b', 'c', 'd')
      const patches = {
        a: { state: 'finished', delivery: 'sent' },
        b: { state: 'finished', delivery: 'sending' },
        c: { state: 'cancelled', delivery: 'none' },
      } as const
      for (const [reportOid, patch] of Object.entries(patches)) {
        await reports().transition(change({ reportOid, patch }))
      }
      const { reports: found } = await reports().present('*')
      expect(found.map(({ reportOid }) => reportOid)).toEqual(['b', 'd'])
    })

    it('of the present show every change that the log has up to their place, and no later one', async () => {
      await insert(reports(), 'a')
      const said: { seq: number; percent: number }[] = []
      await log().follow(({ events }) => {
        for (const { seq, data } of events) said.push({ seq, percent: Number(data) })
      })
      const writing = (async () => {
        for (let n = 1; n <= 50; n++) {
          await reports().transition(change({ patch: { percent: n }, events: [event(n)] }))
        }
      })()
      const seen: { last: number; percent: number | null | undefined }[] = []
      for (let n = 0; n < 50; n++) {
        const { reports: found, head } = await reports().present('*')
        seen.push({ last: head.last, percent: found[0]?.percent })
        await new Promise((resolve) => setImmediate(resolve))
      }
      await writing
      for (const { last, percent } of seen) {
        expect(percent).toBe(said.findLast(({ seq }) => seq <= last)?.percent ?? 0)
      }
    })

    it('of what ended have the finished ones with a workbook, before a moment', async () => {
      await insert(reports(), 'a', 'b', 'c')
      const workbook = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }
      const patches = {
        a: { state: 'finished', workbook, finishedAt: 10 },
        b: { state: 'finished', workbook, finishedAt: 20 },
        c: { state: 'finished', finishedAt: 10 },
      } as const
      for (const [reportOid, patch] of Object.entries(patches)) {
        await reports().transition(change({ reportOid, patch }))
      }
      expect(await reports().endedBefore(20)).toMatchObject([{ reportOid: 'a', workbook }])
    })

    it('of those that are there, in the trash or not, say their workbook', async () => {
      await insert(reports(), 'a', 'b', 'c')
      const workbook = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }
      for (const reportOid of ['a', 'b']) {
        const patch = { state: 'finished', delivery: 'none', workbook, finishedAt: 10 } as const
        await reports().transition(change({ reportOid, patch, endsAttempt: true }))
      }
      await fresh().engine.trash.throw({
        trashOid: 't',
        until: 1,
        roomOids: [],
        reportOids: ['b'],
        importOids: [],
        withReports: false,
      })
      expect(await reports().workbooks(['a', 'b', 'c', 'd'])).toEqual(
        new Map([
          ['a', workbook],
          ['b', workbook],
          ['c', null],
        ]),
      )
    })
  })

  describe('a checkpoint', () => {
    const written = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64), temporaryFile: '/t' }

    it('is kept for every thread and after a restart, and replaces the one before', async () => {
      await insert(reports(), 'a')
      const { checkpoints } = (await fresh().another()).reports
      expect(await checkpoints.save({ reportOid: 'a', lease: 0 }, 'writing', written, 1)).toBe(true)
      const newer = { ...written, bytes: 2 }
      await checkpoints.save({ reportOid: 'a', lease: 0 }, 'writing', newer, 2)
      await fresh().restart()
      expect(await reports().checkpoints.get('a', 'writing')).toEqual(newer)
      expect(await reports().checkpoints.get('a', 'collecting')).toBeNull()
      expect(await reports().checkpoints.states('a')).toEqual({ writing: 'usable' })
      expect(await reports().checkpoints.states('b')).toEqual({})
    })

    it('of one who holds the report no longer is not kept', async () => {
      await insert(reports(), 'a')
      const lease = await hold(reports(), 'a', 'one')
      await hold(reports(), 'a', 'two', lease)
      const { checkpoints } = reports()
      expect(await checkpoints.save({ reportOid: 'a', lease }, 'writing', written, 1)).toBe(false)
      expect(await checkpoints.get('a', 'writing')).toBeNull()
    })

    it('is forgotten by who holds the report, and by nobody else', async () => {
      await insert(reports(), 'a')
      const { checkpoints } = reports()
      await checkpoints.save({ reportOid: 'a', lease: 0 }, 'writing', written, 1)
      const lease = await hold(reports(), 'a', 'one')
      expect(await checkpoints.drop({ reportOid: 'a', lease: 0 }, ['writing'])).toBe(false)
      expect(await checkpoints.states('a')).toEqual({ writing: 'usable' })
      expect(await checkpoints.drop({ reportOid: 'a', lease }, ['writing', 'collecting'])).toBe(
        true,
      )
      expect(await checkpoints.states('a')).toEqual({})
    })
  })

  it('tell of the files that reports on their way have written', async () => {
    await insert(reports(), 'a', 'b', 'c')
    const { checkpoints } = reports()
    for (const reportOid of ['a', 'b']) {
      const made = {
        fileName: 'a.xlsx',
        bytes: 1,
        sha256: 'a'.repeat(64),
        temporaryFile: reportOid,
      }
      await checkpoints.save({ reportOid, lease: 0 }, 'writing', made, 1)
    }
    await reports().transition(change({ reportOid: 'b', patch: { state: 'finished' } }))
    expect(await checkpoints.temporaryFiles()).toEqual(['a'])
  })

  describe('the lines of a report', () => {
    const line = (reportOid: string, n: number): LoggedLine => ({
      reportOid,
      line: {
        at: new Date(n).toISOString(),
        attempt: 1,
        level: 'info',
        id: 'report.note',
        ...sentence('runs_next'),
        message: `line ${n}`,
        ...(n === 1 ? { detail: { stage: 'writing' } } : {}),
      },
    })

    it('are kept in their order, each with its report', async () => {
      await reports().lines.add([line('a', 1), line('b', 2), line('a', 3)])
      expect(await reports().lines.list('a')).toEqual([line('a', 1).line, line('a', 3).line])
      expect(await reports().lines.list('c')).toEqual([])
    })

    it('are never more than the limit: the first ones and the newest stay', async () => {
      const most = reportLimits.maxLogLines
      const lines = Array.from({ length: most + 5 }, (_, index) => line('a', index + 1))
      await reports().lines.add(lines)
      const kept = await reports().lines.list('a')
      expect(kept).toHaveLength(most)
      expect(kept[0]?.message).toBe('line 1')
      expect(kept.at(-1)?.message).toBe(`line ${most + 5}`)
    })
  })
})
