import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReportStatus } from '../contract/reports.ts'
import { sentence, verbatim } from '../contract/sentences.ts'
import { openDatabase, type Database } from '../engines/sqlite/database.ts'
import { sqliteEventLog, type SqliteEventLog } from '../engines/sqlite/event-log.ts'
import { sqliteReports } from '../engines/sqlite/reports.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import { Outbox } from '../sse/outbox.ts'
import { SSEChannel } from '../sse/SSEChannel.ts'
import { createKeeper } from './keeper.ts'
import { createTracker } from './tracker.ts'

let db: Database
let log: SqliteEventLog
let reports: Reports
let queued: StoredReport

beforeEach(async () => {
  db = openDatabase(':memory:', { migrate: true })
  log = sqliteEventLog(db)
  reports = sqliteReports(db, log)
  const inserted = await reports.insert({
    reports: [
      {
        reportOid: 'r1',
        roomOid: 'room',
        batchOid: 'b1',
        options: {},
        said: sentence('waiting_for_turn'),
        delivery: 'none',
        createdAt: 0,
      },
    ],
    events: [],
  })
  const [report] = inserted.kind === 'inserted' ? inserted.reports : []
  if (report === undefined) throw new Error('not stored')
  queued = report
})
afterEach(() => db.close())

const ready = sentence('workbook_ready')
const workbook = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }

/** A report in another state than a new one, in its row too. */
async function stored(patch: Pick<Partial<StoredReport>, 'state' | 'delivery'>) {
  await reports.transition({ reportOid: 'r1', lease: queued.lease, patch, events: [] })
  return { ...queued, ...patch }
}

/** Everything that readers of the log hear of the report, and what its row says at that very moment. */
async function tracked(initial: StoredReport = queued) {
  const said: ReportStatus[] = []
  const ends: ReportStatus[] = []
  const rows: Promise<StoredReport | null>[] = []
  const turns: number[] = []
  const lines: string[] = []
  const told: string[] = []
  const errors: unknown[] = []
  let nowMs = 1_000
  let clockError = 0
  await log.follow(({ events }) => {
    turns.push(events.length)
    rows.push(reports.get('r1'))
    for (const { event, data } of events) {
      const status = JSON.parse(data) as ReportStatus
      if (event === 'STATUS') said.push(status)
      if (event === 'END') ends.push(status)
    }
  })
  const publisher = new SSEChannel({
    outbox: new Outbox({ log, onError: (error) => errors.push(error) }),
    channelKey: 'k',
    room: 'room',
    SSEMsgKey: 'STATUS',
    SSEEndKey: 'END',
  }).getSSEPublisher()
  const keeper = createKeeper({ onError: (error) => errors.push(error), retryMs: 5 })
  let isLost = false
  const tracker = createTracker(initial, {
    now: () => nowMs + clockError,
    ticks: () => nowMs,
    reports,
    keeper,
    log: (line) => lines.push(line.id),
    onLost: () => (isLost = true),
    publisher: {
      event: (status, isEnd) => (isEnd ? publisher.end(status) : publisher.status(status)),
      told: ({ state }, isEnd) => told.push(isEnd ? `end ${state}` : state),
      emitText: (piece) => void publisher.emitTransient('TEXT', piece),
    },
  })
  return {
    tracker,
    said,
    ends,
    rows,
    turns,
    lines,
    told,
    errors,
    isLost: () => isLost,
    advance: (ms: number) => (nowMs += ms),
    setClock: (ms: number) => (clockError = ms),
  }
}

describe('a tracked report', () => {
  it('says every transition, however close they come', async () => {
    const { tracker, said, ends } = await tracked()
    tracker.enter('collecting')
    tracker.enter('summarizing')
    tracker.enter('writing')
    void tracker.finish(workbook, ready)
    await tracker.kept()
    expect(said.map((status) => status.state)).toEqual(['collecting', 'summarizing', 'writing'])
    expect(ends.map((status) => status.state)).toEqual(['finished'])
  })

  it('keeps each state with what it says of it, once and at once, and its end with the attempt', async () => {
    const { tracker, said, ends, rows, turns, told } = await tracked()
    for (const stage of ['collecting', 'summarizing', 'writing'] as const) {
      tracker.enter(stage)
      // At the end of this turn, and not a turn later.
      await new Promise((resolve) => setImmediate(resolve))
      expect(said.at(-1)?.state).toBe(stage)
    }
    await tracker.finish(workbook, ready)
    await tracker.kept()
    expect(turns).toEqual([1, 1, 1, 1])
    const states = ['collecting', 'summarizing', 'writing', 'finished']
    expect((await Promise.all(rows)).map((row) => row?.state)).toEqual(states)
    expect([...said, ...ends].map(({ state }) => state)).toEqual(states)
    expect(told).toEqual(['collecting', 'summarizing', 'writing', 'end finished'])
    expect(await reports.attempts('r1')).toMatchObject([{ state: 'finished', attempt: 1 }])
  })

  it('keeps nothing that it could not say, and says nothing that it could not keep', async () => {
    const { tracker, said, ends, errors } = await tracked(await stored({ state: 'writing' }))
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT raise(ABORT, 'full'); END`)
    await tracker.cancel()
    expect(errors.length).toBeGreaterThan(0)
    expect((await reports.get('r1'))?.state).toBe('writing')
    expect(await reports.attempts('r1')).toEqual([])
    db.exec('DROP TRIGGER full')
    await tracker.kept()
    expect(said).toEqual([])
    expect(ends.map(({ state }) => state)).toEqual(['cancelled'])
    expect((await reports.get('r1'))?.state).toBe('cancelled')
  })

  it('holds its report from the moment at which it is taken up', async () => {
    const { tracker } = await tracked()
    expect(await tracker.takeUp('me')).toBe(true)
    tracker.enter('collecting')
    await tracker.kept()
    expect(tracker.report.lease).toBe(queued.lease + 1)
    expect(await reports.takeUp('me')).toMatchObject([{ reportOid: 'r1', state: 'collecting' }])
  })

  it('keeps and says nothing more once somebody else has taken the report over', async () => {
    const { tracker, said, ends, isLost } = await tracked()
    await tracker.takeUp('me')
    await reports.takeUp('me')
    tracker.enter('collecting')
    await tracker.cancel()
    expect(isLost()).toBe(true)
    expect([...said, ...ends]).toEqual([])
    expect(await reports.get('r1')).toMatchObject({ state: 'queued' })
    const late = await tracked()
    expect(await late.tracker.takeUp('me')).toBe(false)
  })

  it('says at most four counters a second', async () => {
    const { tracker, said, advance } = await tracked()
    tracker.enter('collecting')
    for (let done = 1; done <= 1_000; done++) {
      advance(10)
      tracker.hear({ type: 'progress', done: done, total: 1_000, unit: 'messages' })
    }
    await tracker.kept()
    // Ten seconds at four a second, and the transition.
    expect(said.length).toBeLessThanOrEqual(41)
    expect(said.length).toBeGreaterThan(30)
  })

  it('says its counters on while somebody sets the clock back', async () => {
    const { tracker, said, advance, setClock } = await tracked()
    tracker.enter('collecting')
    tracker.hear({ type: 'progress', done: 1, total: 1_000, unit: 'messages' })
    setClock(-7_200_000)
    await tracker.kept()
    const before = said.length
    for (let done = 2; done <= 12; done++) {
      advance(250)
      tracker.hear({ type: 'progress', done: done, total: 1_000, unit: 'messages' })
    }
    await tracker.kept()
    expect(said.length - before).toBeGreaterThanOrEqual(10)
    expect(tracker.report.etaSeconds ?? 1).toBeGreaterThan(0)
  })

  it('never lets the percent fall', async () => {
    const { tracker, advance } = await tracked()
    tracker.enter('collecting')
    tracker.hear({ type: 'progress', done: 900, total: 1_000, unit: 'messages' })
    const before = tracker.report.percent ?? 0
    advance(1_000)
    tracker.hear({ type: 'progress', done: 100, total: 1_000, unit: 'messages' })
    expect(tracker.report.percent).toBeGreaterThanOrEqual(before)
  })

  it('ends only when the mail is settled too', async () => {
    const { tracker, said, ends } = await tracked(
      await stored({ delivery: 'pending', state: 'writing' }),
    )
    await tracker.finish(workbook, ready)
    expect(ends).toEqual([])
    expect(said.at(-1)?.state).toBe('finished')
    expect(await tracker.deliver('sending', sentence('mail_sending', { count: 1 }))).toBe(true)
    expect(await reports.get('r1')).toMatchObject({ delivery: 'sending' })
    await tracker.deliver('sent', sentence('mail_sent', { count: 1 }))
    expect(ends.map((status) => status.delivery)).toEqual(['sent'])
  })

  it('sends no mail for a report that failed', async () => {
    const { tracker, ends } = await tracked(await stored({ delivery: 'pending' }))
    await tracker.fail({ code: 'internal', stage: 'collecting', message: 'No', retryable: true })
    expect(ends[0]?.delivery).toBe('none')
  })

  it('says that its stage waits, and takes the sentence back at the next sign of life', async () => {
    const { tracker, said } = await tracked()
    tracker.enter('summarizing')
    tracker.hear({ type: 'waiting', milliseconds: 23_000, reason: verbatim('too many requests') })
    tracker.hear({ type: 'waiting', milliseconds: 46_000, reason: verbatim('too many requests') })
    await tracker.kept()
    expect(said.at(-1)?.message).toBe('Waiting 46 s for the model server: too many requests')
    tracker.hear({ type: 'progress', done: 1, total: 10, unit: 'messages' })
    expect(tracker.report.said).toEqual(sentence('summarizing'))
  })

  it('says nothing after its end', async () => {
    const { tracker, said, ends } = await tracked(await stored({ state: 'writing' }))
    void tracker.finish(workbook, ready)
    tracker.hear({ type: 'progress', done: 1, total: 2, unit: 'rows' })
    await tracker.say(sentence('runs_next'))
    await tracker.kept()
    expect(said).toEqual([])
    expect(ends).toHaveLength(1)
  })

  it('writes a line for each thing that happens to it', async () => {
    const { tracker, lines } = await tracked(await stored({ delivery: 'pending' }))
    tracker.enter('collecting')
    tracker.pause(sentence('waiting_for_model_place'))
    tracker.enter('summarizing')
    tracker.enter('writing')
    void tracker.finish(workbook, ready)
    void tracker.deliver('sending', sentence('mail_sending', { count: 1 }))
    await tracker.deliver('sent', sentence('mail_sent', { count: 1 }))
    expect(lines).toEqual([
      'report.stage',
      'report.waiting',
      'report.stage',
      'report.stage',
      'report.finished',
      'report.delivery',
      'report.delivery',
    ])
  })

  it('may enter the stage that it waits in once more', async () => {
    const { tracker } = await tracked()
    tracker.enter('collecting')
    tracker.pause(sentence('waiting_for_model_place'))
    tracker.enter('collecting')
    expect(tracker.report).toMatchObject({
      state: 'collecting',
      said: { code: 'collecting' },
    })
  })

  it('gives the time left as a range, and none once it has ended', async () => {
    const { tracker, said, advance } = await tracked()
    tracker.enter('collecting')
    for (let done = 10; done <= 100; done += 10) {
      advance(1_000)
      tracker.hear({ type: 'progress', done: done, total: 100, unit: 'messages' })
    }
    await tracker.kept()
    const { etaRange, etaSeconds } = said.at(-1) ?? {}
    expect(etaRange?.low).toBeLessThanOrEqual(etaSeconds ?? 0)
    expect(etaRange?.high).toBeGreaterThan(etaRange?.low ?? 0)
    await tracker.cancel()
    expect(tracker.report.etaRange).toBeNull()
  })
})

describe('a tracked report whose state cannot be written down', () => {
  it('is not forgotten: its end is kept and said as soon as that is possible, once', async () => {
    const { tracker, ends, told, errors } = await tracked(await stored({ state: 'writing' }))
    db.exec(`CREATE TRIGGER full BEFORE UPDATE ON reports BEGIN SELECT raise(ABORT, 'full'); END`)
    await tracker.fail({ code: 'storage_full', stage: 'writing', message: 'Full', retryable: true })
    expect(tracker.report.state).toBe('failed')
    await expect.poll(() => errors.length).toBeGreaterThan(3)
    expect(ends).toEqual([])
    db.exec('DROP TRIGGER full')
    await tracker.kept()
    expect(ends.map(({ state }) => state)).toEqual(['failed'])
    expect(told).toEqual(['end failed'])
  })

  it('says that a mail is not yet known to be on its way', async () => {
    const { tracker } = await tracked(await stored({ state: 'finished', delivery: 'pending' }))
    db.exec(`CREATE TRIGGER full BEFORE UPDATE ON reports BEGIN SELECT raise(ABORT, 'full'); END`)
    expect(await tracker.deliver('sending', sentence('mail_sending', { count: 1 }))).toBe(false)
  })
})
