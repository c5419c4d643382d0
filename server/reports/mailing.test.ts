import { afterEach, describe, expect, it } from 'vitest'
import { seeded } from '../../tests/support/seeded.ts'
import { isTerminal } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import { openDatabase, type Database } from '../engines/sqlite/database.ts'
import { sqliteEventLog } from '../engines/sqlite/event-log.ts'
import { sqliteReports } from '../engines/sqlite/reports.ts'
import type { NewReport, StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import { createActiveReports } from './active-reports.ts'
import { createApproving } from './approving.ts'
import { createChoosing } from './choosing.ts'
import { isWaiting } from './delivery-step.ts'
import { createEnding } from './ending.ts'
import { createKeeper } from './keeper.ts'
import { createMailing } from './mailing.ts'
import { recoverReports } from './recovery.ts'
import { createRetrying } from './retrying.ts'
import { IllegalTransition } from './state-machine.ts'
import { createTelling, type StatusPublisher } from './status.ts'

const boss = 'boss@site.example'
const owner = 'here'
const file = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }
const ready = sentence('workbook_ready')

/** In place of what stages leave; no test of mails looks into it. */
const checkpoints = {
  get: async (_: string, stage: string) =>
    stage === 'summarizing'
      ? { decisions: [], actionItems: [], openQuestions: [] }
      : { statistics: { participants: [], timeZone: 'UTC' } },
  figures: async () => null,
  drop: async () => true,
  save: async () => true,
} as unknown as Reports['checkpoints']

const publisherOf = (): StatusPublisher => ({
  event: () => ({ room: 'r', event: 'E', data: '{}', coalesceKey: null }),
  told: () => undefined,
  emitText: () => undefined,
})
const log = { of: () => () => undefined, list: async () => [] }

interface Sent {
  reportOids: string[]
  attempts: string[]
}

/** All that reports and their mails go through, but for the stages and the mail server; over a real database. */
class World {
  readonly db: Database
  readonly reports: Reports
  readonly mails: Sent[] = []
  readonly approved = new Set<string>()
  readonly declined = new Set<string>()
  readonly errors: unknown[] = []
  /** Reports whose turn has not come. */
  readonly queue = new Set<string>()
  /** 0 to 1. */
  private readonly random: () => number
  private process

  constructor(random: () => number) {
    this.random = random
    this.db = openDatabase(':memory:', { migrate: true })
    this.reports = { ...sqliteReports(this.db, sqliteEventLog(this.db)), checkpoints }
    this.process = this.begin()
  }

  private begin() {
    const { reports, errors, queue } = this
    const onError = (error: unknown): void => void errors.push(error)
    const keeper = createKeeper({ onError })
    const now = (): number => 1_000
    const active = createActiveReports({ log: log as never, publisherOf, reports, now, keeper })
    const shutdown = new AbortController()
    const mailing = createMailing({
      reports,
      rooms: { get: async (roomOid: string) => ({ room: { roomOid, name: roomOid } }) } as never,
      files: { find: async () => 'key' },
      owner,
      track: active.track,
      release: active.release,
      shutdown: shutdown.signal,
      onHeld: () => undefined,
      random: () => 0,
      onStorageError: onError,
      deliver: async ({ reports: those, onSending, recipients }) => {
        await this.pause()
        try {
          await onSending()
        } catch {
          return { state: 'failed', said: ready, recipients: [], retryable: true }
        }
        await this.pause()
        if (this.random() < 0.25) {
          const said = sentence('mail_stopped')
          const refused = recipients.map((address) => ({ address, state: 'failed' as const }))
          return { state: 'failed', said, recipients: refused, retryable: false }
        }
        this.mails.push({
          reportOids: those.map(({ reportOid }) => reportOid),
          attempts: those.map(({ reportOid, attempt }) => `${reportOid} ${attempt}`),
        })
        const got = recipients.map((address) => ({ address, state: 'sent' as const }))
        return { state: 'sent', said: ready, recipients: got, retryable: false }
      },
    })
    const telling = createTelling({ publisherOf, log, now })
    const find = async (oid: string): Promise<StoredReport | null> =>
      active.get(oid)?.tracker.report ?? (await reports.get(oid))
    const enqueue = async (those: readonly StoredReport[]): Promise<void> =>
      those.forEach(({ reportOid }) => queue.add(reportOid))
    const common = { reports, owner, active, mailing, telling, find, log }
    const approving = createApproving({
      ...common,
      dispatches: { release: async () => undefined, withdraw: async () => undefined } as never,
      onReleased: () => undefined,
      notes: {} as never,
      preview: async () => null,
      now,
    })
    return {
      active,
      mailing,
      approving,
      keeper,
      shutdown,
      retry: createRetrying({ ...common, enqueue }),
      ...createEnding({ ...common, queue: { remove: async (oid: string) => queue.delete(oid) } }),
      ...createChoosing({ ...common, runAgain: (report) => enqueue([report]), now }),
      telling,
    }
  }

  /** Lets others go first, now and then for long. */
  async pause(): Promise<void> {
    for (let turns = Math.floor(this.random() * 12); turns > 0; turns--) await Promise.resolve()
  }

  async make(reportOid: string, end: 'finish' | 'fail' | 'cancel'): Promise<void> {
    if (!this.queue.delete(reportOid)) return
    const { active, mailing } = this.process
    const stored = await this.reports.get(reportOid)
    if (stored?.state !== 'queued') return
    const entry = active.track(stored)
    const { tracker } = entry
    if (!(await tracker.takeUp(owner))) return
    for (const stage of ['collecting', 'summarizing', 'writing'] as const) {
      tracker.enter(stage)
      await this.pause()
    }
    if (entry.cancel.signal.aborted || end === 'cancel') await tracker.cancel()
    else if (end === 'finish') await tracker.finish(file, ready)
    else await tracker.fail({ code: 'internal', params: {}, stage: 'writing' } as never)
    // As the service does.
    if (mailing.isMailed(entry)) return
    if (isWaiting(tracker.report)) return mailing.due([entry])
    void active.release(entry)
    if (isTerminal(tracker.report.state)) mailing.left(tracker.report)
  }

  async decide(reportOid: string, isApproved: boolean): Promise<void> {
    const { mailing, approving } = this.process
    const held = mailing.held(reportOid) ?? []
    const known = held.map(({ reportOid: oid, attempt }) => `${oid} ${attempt}`)
    await approving.decide(reportOid, isApproved, 'a person')
    for (const each of known) {
      if (isApproved) this.approved.add(each)
      else this.declined.add(each.slice(0, each.indexOf(' ')))
    }
  }

  retry = (reportOid: string) => this.process.retry(reportOid)
  cancel = (reportOid: string) => this.process.cancel(reportOid)
  choose = (reportOid: string) => this.process.choose(reportOid, { items: [] } as never)
  async remove(reportOid: string): Promise<void> {
    await this.process.end({ roomOids: [], reportOids: [reportOid] })
    this.queue.delete(reportOid)
    this.db.prepare('DELETE FROM reports WHERE report_oid = ?').run(reportOid)
  }

  sendDue = () => this.process.mailing.sendDue()

  async idle(): Promise<void> {
    await this.process.mailing.idle()
    await this.process.active.idle()
    await this.process.keeper.idle()
  }

  /** The process ends, and another one goes on. */
  async restart(): Promise<void> {
    await this.idle()
    this.process.shutdown.abort()
    this.process.active.stop()
    this.process = this.begin()
    const { active, mailing, telling } = this.process
    const taken = await this.reports.takeUp(owner)
    const undelivered = await recoverReports({ reports: this.reports, telling, taken })
    mailing.due(undelivered.map(active.track))
  }

  async all(): Promise<StoredReport[]> {
    return (await this.reports.list({}, { beforeId: null, limit: 100 })).items
  }
}

let world: World
afterEach(() => world.db.close())

/** Reports of a request as rooms choose: most share the mail, one has its own, one has none. */
function asked(batchOid: string, count: number, random: () => number): NewReport[] {
  const isHeld = random() < 0.4
  return Array.from({ length: count }, (_, at) => {
    const kind = random() < 0.7 ? 'digest' : random() < 0.5 ? 'single' : 'silent'
    const approval = kind !== 'silent' && random() < (isHeld ? 0.7 : 0)
    return {
      reportOid: `${batchOid}${at}`,
      roomOid: `room ${at}`,
      batchOid,
      options: {
        recipients: kind === 'silent' ? [] : [boss],
        ...(kind === 'digest' ? { delivery: 'digest' as const } : {}),
        ...(approval ? { approval } : {}),
      },
      said: sentence('waiting_for_turn'),
      delivery: kind === 'silent' ? 'none' : 'pending',
      createdAt: 0,
    }
  })
}

async function live(random: () => number): Promise<void> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const news = ['a', 'b'].flatMap((batch) => asked(batch, 2 + Math.floor(random() * 4), random))
  await world.reports.insert({ reports: news, events: [] })
  for (const { reportOid } of news) world.queue.add(reportOid)
  const acts: (() => Promise<unknown>)[] = [
    ...Array.from({ length: 8 }, () => () => {
      const end = random() < 0.6 ? 'finish' : random() < 0.6 ? 'fail' : 'cancel'
      return world.make(pick(news).reportOid, end)
    }),
    () => world.decide(pick(news).reportOid, random() < 0.6),
    () => world.decide(pick(news).reportOid, random() < 0.6),
    () => world.retry(pick(news).reportOid),
    () => world.retry(pick(news).reportOid),
    () => world.cancel(pick(news).reportOid),
    () => world.choose(pick(news).reportOid),
    () => world.choose(pick(news).reportOid),
    () => world.remove(pick(news).reportOid),
  ]
  const running: Promise<unknown>[] = []
  for (let step = 0; step < 30; step++) {
    if (random() < 0.04) {
      await Promise.all(running)
      await world.restart()
    }
    const act = pick(acts)().catch((error: unknown) => {
      // What is not possible now is refused, and changes nothing.
      if (!(error instanceof IllegalTransition)) throw error
    })
    running.push(act)
    if (random() < 0.5) await act
    else await world.pause()
  }
  await Promise.all(running)
  // In the end all are made, and a person decides of all that waits.
  for (;;) {
    for (const reportOid of world.queue) await world.make(reportOid, 'finish')
    await world.idle()
    const waiting = (await world.all()).filter(isWaiting)
    const held = waiting.find(({ said }) => said.code === 'waits_for_approval')
    if (held === undefined && world.queue.size === 0) break
    if (held !== undefined) await world.decide(held.reportOid, true)
  }
  await world.idle()
}

describe('mails of reports', () => {
  /** Two that share a mail; the first of them waits for an approval if `approval` says so. */
  async function two(approval: boolean): Promise<void> {
    world = new World(() => 0.5)
    const options = { recipients: [boss], delivery: 'digest' as const }
    const [one, other] = ['a0', 'a1'].map((reportOid, at): NewReport => ({
      reportOid,
      roomOid: reportOid,
      batchOid: 'a',
      options: { ...options, ...(approval && at === 0 ? { approval } : {}) },
      said: sentence('waiting_for_turn'),
      delivery: 'pending',
      createdAt: 0,
    }))
    await world.reports.insert({ reports: [one!, other!], events: [] })
    for (const oid of ['a0', 'a1']) world.queue.add(oid)
  }
  const sent = () => world.mails.map(({ reportOids }) => reportOids)

  it('that wait for an approval take along what failed first and was retried', async () => {
    await two(true)
    await world.make('a1', 'fail')
    await world.make('a0', 'finish')
    await world.idle()
    await world.retry('a1')
    await world.make('a1', 'finish')
    await world.idle()
    expect(sent()).toEqual([])
    await world.decide('a0', true)
    await world.idle()
    expect(sent()).toEqual([['a0', 'a1']])
  })

  it('leave at the next look where storage failed when the last report ended', async () => {
    await two(false)
    const { takeBatch } = world.reports
    world.reports.takeBatch = async () => {
      throw new Error('disk full')
    }
    for (const oid of ['a0', 'a1']) await world.make(oid, 'finish')
    await world.idle()
    expect([sent(), world.errors.length > 0]).toEqual([[], true])
    world.reports.takeBatch = takeBatch
    await world.sendDue()
    await world.idle()
    expect(sent()).toEqual([['a0', 'a1']])
  })

  it.each(Array.from({ length: 100 }, (_, seed) => seed))(
    'all leave once, and nothing waits in the end, in whatever order reports end, are deleted, retried and decided (%i)',
    async (seed) => {
      const random = seeded(seed + 1)
      world = new World(random)
      await live(random)
      expect(world.errors).toEqual([])
      const reports = await world.all()
      for (const { reportOid, state, delivery, said } of reports) {
        const about = `${reportOid} ${state} ${delivery} ${said.code}`
        expect(isTerminal(state), about).toBe(true)
        expect(['none', 'sent', 'failed'], about).toContain(delivery)
        const mails = world.mails.filter(({ reportOids }) => reportOids.includes(reportOid))
        expect(mails, about).toHaveLength(delivery === 'sent' ? 1 : 0)
      }
      for (const { reportOid, state, delivery, options } of reports) {
        if (state !== 'finished' || options.recipients?.length === 0 || delivery !== 'none')
          continue
        expect(world.declined.has(reportOid), `${reportOid} goes to nobody`).toBe(true)
      }
      const held = new Set(
        reports.flatMap(({ reportOid, options }) => (options.approval ? [reportOid] : [])),
      )
      for (const { reportOids, attempts } of world.mails) {
        if (!reportOids.some((oid) => held.has(oid))) continue
        expect(
          attempts.some((each) => world.approved.has(each)),
          attempts.join(),
        ).toBe(true)
      }
    },
  )
})
