import { EventSource } from 'eventsource'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OverviewAnswer } from '../../server/contract/overviews.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { isSettled } from '../../server/reports/state-machine.ts'
import { checkpointsOf, inspect, repeatedStages } from './inspect.ts'
import { openMailbox, type Mailbox } from './mailbox.ts'
import { startModel, type Model } from './model.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'

export interface CrashTotals {
  runs: number
  reports: number
  lost: number
  stuck: number
  broken: number
  mailedTwice: number
  repeatedCalls: number
}

const reportsPerRun = 20
/** A report says about this many things on its way; the kill falls somewhere among them. */
const eventsPerReport = 6
const settleMs = 120_000

/** Small seeded generator (mulberry32), so that a bad run can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

function call(server: ServerProcess, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(server.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${server.accessToken}`, 'Content-Type': 'application/json' },
  })
}

async function feed(
  server: ServerProcess,
  roomOid: string,
  marker: string,
  count: number,
): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: String(i),
      at: Date.UTC(2026, 0, 1) + i * 60_000,
      author: `Person ${i % 5}`,
      text: `${marker} We decided to ship part ${i % 11}. Can you review it by Friday?`,
    }),
  )
  const response = await call(server, `/api/rooms/${roomOid}/messages?name=${marker}`, {
    method: 'POST',
    body: lines.join('\n'),
  })
  if (!response.ok) throw new Error(await response.text())
}

/** Follows every room of the server, and resolves as soon as `isOver` says so of an event. */
function follow(
  server: ServerProcess,
  isOver: (status: Report, events: number) => boolean,
): {
  over: Promise<void>
  close(): void
} {
  const source = new EventSource(`${server.url}/api/events?rooms=*`, {
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        headers: { ...init.headers, Authorization: `Bearer ${server.accessToken}` },
      }),
  })
  let events = 0
  const over = new Promise<void>((resolve) => {
    for (const name of ['EXCEL_STATUS', 'EXCEL_STATUS_END']) {
      source.addEventListener(name, (event) => {
        events++
        if (isOver(JSON.parse(event.data as string) as Report, events)) resolve()
      })
    }
  })
  return { over, close: () => source.close() }
}

async function allReports(server: ServerProcess): Promise<Report[]> {
  const response = await call(server, '/api/reports?limit=1000')
  return ((await response.json()) as { items: Report[] }).items
}

/** Waits, by the live channel, until every report has ended and its mail is settled. */
async function settled(server: ServerProcess): Promise<Report[]> {
  const open = new Set<string>()
  const ended = new Set<string>()
  let looked = false
  const { over, close } = follow(server, (status) => {
    if (isSettled(status)) ended.add(status.reportOid)
    return looked && [...open].every((oid) => ended.has(oid))
  })
  // The stream is open before the question, so no end falls between the two.
  for (const report of await allReports(server)) if (!isSettled(report)) open.add(report.reportOid)
  looked = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, settleMs)))
  const isDone = [...open].every((oid) => ended.has(oid))
  if (!isDone) await Promise.race([over, late])
  clearTimeout(timer)
  close()
  return allReports(server)
}

/** What stays up while the server dies. */
interface Outside {
  mailbox: Mailbox
  model: Model
}

/** A word that names the room in everything the model is asked about it. */
const markerOf = (run: number, room: string): string => `Run${run}Room${room.replace('room-', '')}`

/** Calls about rooms whose summary had been kept by then. */
function callsBought(before: Bought, now: ReadonlyMap<string, number>): number {
  let again = 0
  for (const [marker, calls] of before) again += (now.get(marker) ?? 0) - calls
  return again
}

/** Calls made for each room whose summary is kept. */
type Bought = ReadonlyMap<string, number>

/** One run: twenty reports in flight, one or two kills at random moments, then peace. */
async function crashOnce(
  random: () => number,
  outside: Outside,
  totals: CrashTotals,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rapporteur-crash-'))
  const env = {
    RAPPORTEUR_SMTP_HOST: '127.0.0.1',
    RAPPORTEUR_SMTP_PORT: String(outside.mailbox.port),
    RAPPORTEUR_SUMMARY_ENGINE: 'openai',
    RAPPORTEUR_SUMMARY_BASE_URL: `${outside.model.url}/v1`,
    RAPPORTEUR_SUMMARY_MODEL: 'scripted',
    RAPPORTEUR_SUMMARY_CONCURRENCY: '4',
    RAPPORTEUR_CONCURRENCY: '6',
  }
  try {
    let server = await startServerProcess(dataDir, env)
    const rooms = Array.from({ length: reportsPerRun }, (_, i) => `room-${i}`)
    for (const room of rooms)
      await feed(server, room, markerOf(totals.runs, room), 20 + Math.floor(random() * 400))
    const killAfter = Math.floor(random() * reportsPerRun * eventsPerReport)
    let watcher = follow(server, (_status, events) => events > killAfter)
    const delivery = totals.runs % 2 === 0 ? 'single' : 'digest'
    const options = { recipients: ['boss@example.com'], delivery }
    const response = await call(server, '/api/reports', {
      method: 'POST',
      body: JSON.stringify({ roomOids: rooms, options }),
    })
    const answer = (await response.json()) as ReportAnswer
    const overview = (await (
      await call(server, '/api/overviews', {
        method: 'POST',
        body: JSON.stringify({ roomOids: rooms, options: { recipients: [] } }),
      })
    ).json()) as OverviewAnswer
    // It covers the reports that were just asked for.
    const started = [...answer.reports, ...overview.reports, overview.report]
    const acknowledged = started.map((report) => report.reportOid)
    await watcher.over
    watcher.close()
    await server.kill()
    const roomOf = new Map(started.map((report) => [report.reportOid, report.roomOid]))
    /** What was kept when the server was killed: stages, and the model calls that made them. */
    const kept = (): { stages: Map<string, number>; bought: Bought } => {
      const stages = checkpointsOf(dataDir)
      const calls = outside.model.calls()
      const markers = [...stages.keys()]
        .filter((id) => id.endsWith(' summarizing'))
        .map((id) => markerOf(totals.runs, roomOf.get(id.split(' ')[0] ?? '') ?? ''))
      return { stages, bought: new Map(markers.map((marker) => [marker, calls.get(marker) ?? 0])) }
    }
    const countRepeats = (before: ReturnType<typeof kept>): void => {
      totals.repeatedCalls += repeatedStages(before.stages, checkpointsOf(dataDir))
      totals.repeatedCalls += callsBought(before.bought, outside.model.calls())
    }
    let before = kept()
    server = await startServerProcess(dataDir, env)
    if (random() < 0.5) {
      // Again, while it is taking up what the first one left.
      const secondKill = Math.floor(random() * reportsPerRun)
      watcher = follow(server, (_status, events) => events > secondKill)
      const rest = settled(server).catch(() => [])
      await Promise.race([watcher.over, rest])
      watcher.close()
      await server.kill()
      countRepeats(before)
      before = kept()
      server = await startServerProcess(dataDir, env)
    }
    const reports = await settled(server)
    await server.stop()
    const verdict = inspect(dataDir, acknowledged, reports)
    countRepeats(before)
    totals.runs++
    totals.reports += acknowledged.length
    totals.lost += verdict.lost
    totals.stuck += verdict.stuck
    totals.broken += verdict.broken
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Kills the server `runs` times or more at moments that `seed` chooses, and counts what came of it. */
export async function runCrashes(options: {
  runs: number
  seed: number
  onRun?(totals: Readonly<CrashTotals>): void
}): Promise<CrashTotals> {
  const random = seeded(options.seed)
  const mailbox = await openMailbox()
  const model = await startModel()
  const totals: CrashTotals = {
    runs: 0,
    reports: 0,
    lost: 0,
    stuck: 0,
    broken: 0,
    mailedTwice: 0,
    repeatedCalls: 0,
  }
  try {
    for (let run = 0; run < options.runs; run++) {
      await crashOnce(random, { mailbox, model }, totals)
      totals.mailedTwice = [...mailbox.accepted.values()].filter((count) => count > 1).length
      options.onRun?.(totals)
    }
    return totals
  } finally {
    await mailbox.close()
    await model.close()
  }
}
