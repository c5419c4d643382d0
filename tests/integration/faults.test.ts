import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SearchPage } from '../../server/contract/search.ts'
import type { Report, ReportAnswer, ReportLogLine } from '../../server/contract/reports.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { startSmtp } from '../support/smtp.ts'
import { readWithOpenpyxl } from '../readers/readers.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer | null = null
const cleanUps: (() => void)[] = []
afterEach(async () => {
  vi.useRealTimers()
  await server?.dispose().catch(() => undefined)
  server = null
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp()
})

async function begin(config: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  server = await startTestServer(config)
  return server
}

const mib = 1_024 * 1_024

/** A disk of its own for the data; null where this account may not mount one. */
function smallDisk(bytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-disk-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    return null
  }
  cleanUps.push(() => execFileSync('umount', ['-l', folder]))
  return folder
}

const canMount = ((): boolean => {
  const disk = smallDisk(mib)
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp()
  if (disk === null) console.warn('SKIPPED: disks of their own cannot be mounted by this account')
  return disk !== null
})()

const ended = (report: Report): boolean =>
  ['finished', 'failed', 'cancelled'].includes(report.state)

async function allReports(of: TestServer): Promise<Report[]> {
  return (await of.json<{ items: Report[] }>('/api/reports?limit=1000')).items
}

/** Asks until every report has ended: the live channel itself may be what cannot be written. */
const untilAllEnded = (of: TestServer): Promise<Report[]> =>
  vi.waitFor(
    async () => {
      const reports = await allReports(of)
      expect(reports.filter((report) => !ended(report))).toEqual([])
      return reports
    },
    { timeout: 60_000, interval: 100 },
  )

async function retryAll(of: TestServer, reports: readonly Report[]): Promise<void> {
  for (const { reportOid } of reports) await of.post(`/api/reports/${reportOid}/retry`)
}

describe.skipIf(!canMount)('a full disk', () => {
  it('is a clear error of the rooms that it hits; the rest finishes, and a retry works once there is room', async () => {
    const disk = smallDisk(64 * mib) ?? ''
    const running = await begin({ dataDir: join(disk, 'data'), flags: { concurrency: 2 } })
    const rooms = ['large', ...Array.from({ length: 6 }, (_, i) => `small-${i}`)]
    await running.feed('large', 60_000)
    for (const room of rooms.slice(1)) await running.feed(room, 50)
    // The index of the search grows meanwhile: it would take what is measured here.
    await vi.waitFor(async () => {
      expect((await running.json<SearchPage>('/api/search?q=message')).pending).toBe(0)
    }, 60_000)
    const stream = running.events('rooms=*')
    // What the server takes by itself a minute after its start.
    writeFileSync(join(running.dataDir, 'reserve.bin'), Buffer.alloc(16 * mib, 1))
    const { bavail, bsize } = await statfs(disk)
    const filler = join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 192 * 1_024, 1))
    await running.post<ReportAnswer>('/api/reports', { roomOids: rooms })
    const reports = await untilAllEnded(running)
    const failed = reports.filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    expect(reports.length - failed.length, 'the rest finishes').toBeGreaterThan(0)
    for (const { error } of failed) {
      expect(error).toMatchObject({
        code: 'storage_full',
        retryable: true,
        message: 'The disk is full. Free some space, then retry.',
      })
    }
    expect(await readdir(join(running.dataDir, 'tmp'))).toEqual([])
    rmSync(filler)
    await retryAll(running, failed)
    await untilAllEnded(running)
    for (const room of rooms) {
      await stream.until(
        ({ event, data }) =>
          event === 'EXCEL_STATUS_END' && data.roomOid === room && data.state === 'finished',
      )
    }
    const folder = join(running.dataDir, 'reports')
    const files = (await readdir(folder)).map((name) => join(folder, name))
    expect((await readWithOpenpyxl(files)).size).toBe(rooms.length)
  }, 120_000)
})

describe.skipIf(!canMount)('a data folder that turns read-only', () => {
  it('fails its reports with the reason, and lets them go on once it is writable again', async () => {
    const running = await begin()
    for (const room of ['a', 'b', 'c']) await running.feed(room, 30)
    const folder = join(running.dataDir, 'tmp')
    execFileSync('mount', ['--bind', folder, folder])
    cleanUps.push(() => execFileSync('umount', ['-l', folder]))
    execFileSync('mount', ['-o', 'remount,bind,ro', folder])
    await running.post('/api/reports', { roomOids: ['a', 'b', 'c'] })
    const reports = await untilAllEnded(running)
    for (const { state, error } of reports) {
      expect(state).toBe('failed')
      expect(error).toMatchObject({
        code: 'storage_unwritable',
        stage: 'writing',
        message: 'The data folder is read-only. Make it writable, then retry.',
      })
    }
    execFileSync('umount', ['-l', folder])
    cleanUps.pop()
    await retryAll(running, reports)
    expect((await untilAllEnded(running)).map(({ state }) => state)).toEqual(
      reports.map(() => 'finished'),
    )
  }, 90_000)
})

describe('a database that another program keeps locked', () => {
  it('holds reports up and fails none; requests wait a while, and are told to come again where it takes long', async () => {
    const running = await begin({ flags: { concurrency: 3 } })
    const rooms = Array.from({ length: 9 }, (_, i) => `room-${i}`)
    for (const room of rooms) await running.feed(room, 40)
    await running.post('/api/queue', { paused: true })
    await running.post('/api/reports', { roomOids: rooms })
    const other = openDatabase(join(running.dataDir, 'rapporteur.db'))
    other.exec('BEGIN IMMEDIATE')
    let waiting: Promise<void> | null = null
    try {
      await running.post('/api/queue', { paused: false })
      const response = await running.api('/api/reports', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ roomOids: ['room-0'] }),
      })
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('1')
      expect(await response.json()).toMatchObject({ code: 'unavailable' })
      // A worker has given up waiting, and its stage waits for another try.
      await vi.waitFor(
        async () => {
          const active = await Promise.all(
            (await allReports(running)).map(({ reportOid }) =>
              running.json<Report>(`/api/reports/${reportOid}`),
            ),
          )
          expect(active.some(({ message }) => message.startsWith('Trying again in'))).toBe(true)
        },
        { timeout: 30_000, interval: 200 },
      )
      // What does not take long nobody has to send again; others are answered meanwhile.
      waiting = running.feed('live', 3)
      await running.json('/api/rooms')
    } finally {
      other.exec('ROLLBACK')
      other.close()
    }
    await waiting
    const reports = await untilAllEnded(running)
    expect(reports.map(({ state }) => state)).toEqual(rooms.map(() => 'finished'))
  }, 90_000)
})

describe('a clock that is set back', () => {
  it('by two hours in the middle of a report silences nothing', async () => {
    const running = await begin()
    await running.feed('room', 30_000)
    const stream = running.events('rooms=room')
    await running.post('/api/reports', { roomOids: ['room'] })
    await stream.until(({ data }) => data.state === 'collecting')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 2 * 60 * 60 * 1_000 })
    const before = stream.events.length
    const { data } = await stream.end('room')
    expect(data.state).toBe('finished')
    const counted = stream.events
      .slice(before)
      .filter((event) => event.event === 'EXCEL_STATUS' && event.data.progress.done > 0)
    expect(counted.length, 'counters go on').toBeGreaterThan(0)
    const ids = stream.events.filter(({ event }) => event.startsWith('EXCEL')).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  }, 60_000)
})

describe('a mail server that is down', () => {
  it('is asked again, then the delivery fails with its words and the workbook stays; a retry sends the mail', async () => {
    const gone = await startSmtp(() => undefined)
    const { port } = gone
    await gone.close()
    const running = await begin({ flags: { smtpHost: '127.0.0.1', smtpPort: port } })
    await running.feed('mailed', 10)
    await running.feed('plain', 10)
    const stream = running.events('rooms=*')
    const options = { recipients: ['boss@example.com'] }
    const { reports } = await running.post<ReportAnswer>('/api/reports', {
      roomOids: ['mailed'],
      options,
    })
    await running.post('/api/reports', { roomOids: ['plain'] })
    expect((await stream.end('plain')).data).toMatchObject({ state: 'finished', delivery: 'none' })
    const waiting = await stream.until(({ data }) => /waiting \d+ s/.test(data.message))
    expect(waiting.data).toMatchObject({
      roomOid: 'mailed',
      state: 'finished',
      delivery: 'pending',
    })
    const { data } = await stream.end('mailed')
    expect(data).toMatchObject({ state: 'finished', delivery: 'failed' })
    expect(data.message).toMatch(/ECONNREFUSED/)
    expect(data.workbook?.fileName).toBeDefined()

    const accepted: string[] = []
    const again = await startSmtp((_mail, to) => accepted.push(...to), { port })
    try {
      const reportOid = reports[0]?.reportOid ?? ''
      await running.post(`/api/reports/${reportOid}/retry`)
      await stream.until(({ data: status }) => status.delivery === 'sent')
      expect(accepted).toEqual(['boss@example.com'])
      const { items } = await running.json<{ items: ReportLogLine[] }>(
        `/api/reports/${reportOid}/log`,
      )
      expect(items.map(({ id }) => id)).toContain('report.retried')
      expect(items.filter(({ id }) => id === 'report.stage')).toHaveLength(3)
      const metrics = await (await running.api('/api/metrics')).text()
      expect(metrics).toContain('rapporteur_deliveries_total{state="failed"} 1')
      expect(metrics).toContain('rapporteur_deliveries_total{state="sent"} 1')
      expect(metrics).toContain('rapporteur_reports_ended_total{state="finished"} 2')
      expect(metrics).toContain('rapporteur_stage_runs_total{stage="writing"} 2')
    } finally {
      await again.close()
    }
  }, 60_000)
})
