import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { isSettled } from '../../server/reports/state-machine.ts'
import { openMailbox, type Mailbox } from '../crash/mailbox.ts'
import { startModel, type Model } from '../crash/model.ts'
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts'
import { hasS3, s3Credentials, startS3, type S3Server } from '../support/s3-server.ts'
import { viewOf } from './database-view.ts'
import { startNode, type NodeProcess } from './node-process.ts'
import { follow } from './reader.ts'
import { planOf, type Failure } from './seeded-plan.ts'

/** What must stay 0. */
export interface ClusterFaults {
  lost: number
  stuck: number
  /** Ends that a reader heard twice or out of order, and summaries that were made twice. */
  doubled: number
  mailedTwice: number
  repeatedCalls: number
}

export interface ClusterTotals extends ClusterFaults {
  runs: number
  reports: number
  /** From the death of a node until others hold all that it held. */
  takeoverP99Seconds: number
}

export interface ClusterOptions {
  runs: number
  /** Of the first run; the next one has the next number, so that each can be had again by itself. */
  seed: number
  nodes: number
  reports: number
  leaseSeconds: number
  /** Files lie in a folder that all nodes see, even where an S3 server could be started. Default false. */
  inFolder?: boolean
  onRun?(totals: Readonly<ClusterTotals>, what: string): void
  /** Told what is known of a run in which something went wrong. */
  onFault?(found: string): void
}

const lookMs = 100
/** Where nobody hears anything for so long, what has not ended is stuck. A busy machine is slow, but goes on. */
const stillMs = 90_000
const frozenMs = 3_000

/** What stays up while nodes die. */
interface Outside {
  postgres: PostgresServer
  /** Null: a shared folder holds the files. */
  s3: S3Server | null
  mailbox: Mailbox
  model: Model
}

const noFaults = (): ClusterFaults => ({
  lost: 0,
  stuck: 0,
  doubled: 0,
  mailedTwice: 0,
  repeatedCalls: 0,
})

interface RunResult {
  faults: ClusterFaults
  takeovers: number[]
  what: string
}

async function runOnce(
  options: ClusterOptions,
  run: number,
  { postgres, s3, mailbox, model }: Outside,
): Promise<RunResult> {
  const kinds: Failure[] = ['kill', 'hold', 'restart', ...(s3 ? (['freeze'] as const) : [])]
  const seed = options.seed + run
  const plan = planOf(seed, { reports: options.reports, kinds })
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-cluster-'))
  const databaseUrl = await postgres.createDatabase()
  const blobs = s3 === null ? pathToFileURL(join(folder, 'files')).href : await s3.createBucket()
  const view = viewOf(databaseUrl)
  const start = (index: number): Promise<NodeProcess> =>
    startNode({
      folder,
      name: `node${index}`,
      databaseUrl,
      blobs,
      leaseSeconds: options.leaseSeconds,
      env: {
        ...s3Credentials,
        RAPPORTEUR_SMTP_HOST: '127.0.0.1',
        RAPPORTEUR_SMTP_PORT: String(mailbox.port),
        RAPPORTEUR_SUMMARY_ENGINE: 'openai',
        RAPPORTEUR_SUMMARY_BASE_URL: `${model.url}/v1`,
        RAPPORTEUR_SUMMARY_MODEL: 'scripted',
        RAPPORTEUR_SUMMARY_CONCURRENCY: '4',
        RAPPORTEUR_CONCURRENCY: '4',
      },
    })
  const nodes = await Promise.all(Array.from({ length: options.nodes }, (_, index) => start(index)))
  const ended: NodeProcess[] = []
  /** Those that answer now. */
  const up = new Set(nodes.keys())
  let asked = 0
  const anyNode = (): NodeProcess => nodes[[...up][asked++ % up.size] ?? 0] as NodeProcess
  const readers = [0, 1].map(() => follow(anyNode))

  let heard = 0
  let heardAt = performance.now()
  /** Whether anything has come in the last while. */
  function goesOn(): boolean {
    const now = readers.reduce((sum, reader) => sum + reader.count(), 0)
    if (now !== heard) heardAt = performance.now()
    heard = now
    return performance.now() - heardAt < stillMs
  }
  async function waitWhile(isMissing: () => boolean | Promise<boolean>): Promise<void> {
    while ((await isMissing()) && goesOn()) await sleep(lookMs)
  }

  const takeovers: number[] = []
  /** Until others hold what the node held that is silent from now on. */
  async function takenOver(owner: string): Promise<void> {
    const died = performance.now()
    await waitWhile(async () => (await view.held(owner)) > 0)
    takeovers.push((performance.now() - died) / 1_000)
  }
  async function fail(kind: Failure): Promise<void> {
    if (kind === 'restart') {
      await postgres.pause()
      await postgres.resume()
      return
    }
    if (kind === 'freeze') {
      s3?.freeze()
      await sleep(frozenMs)
      s3?.thaw()
      return
    }
    const [owner] = await view.busiest()
    const index = Math.max(
      0,
      nodes.findIndex((node) => node.nodeId === owner),
    )
    const victim = nodes[index] as NodeProcess
    up.delete(index)
    if (kind === 'kill') {
      await victim.kill()
      ended.push(victim)
    } else victim.hold()
    await takenOver(victim.nodeId)
    if (kind === 'kill') nodes[index] = await start(index)
    else victim.goOn()
    up.add(index)
  }

  try {
    const markerOf = (index: number): string => `Run${run}Room${index}`
    for (const [index, count] of plan.rooms.entries()) {
      const marker = markerOf(index)
      const lines = Array.from({ length: count }, (_, n) =>
        JSON.stringify({
          id: `${n}`,
          at: Date.UTC(2026, 0, 1) + n * 60_000,
          author: `Person ${n % 5}`,
          text: `${marker} We decided to ship part ${n % 11}. Can you review it by Friday?`,
        }),
      )
      const path = `/api/rooms/room-${index}/messages?name=${marker}`
      await anyNode().ask(path, { method: 'POST', body: lines.join('\n') })
    }
    const answer = await anyNode().post<ReportAnswer>('/api/reports', {
      roomOids: plan.rooms.map((_, index) => `room-${index}`),
      options: { recipients: ['boss@example.com'], delivery: plan.delivery },
    })
    const markers = new Map(
      answer.reports.map(({ reportOid }, index) => [reportOid, markerOf(index)]),
    )
    heardAt = performance.now()

    /** Summaries that were there before something failed: when they were made, and after how many calls. */
    const bought = new Map<string, { madeAt: string; calls: number }>()
    const callsFor = (oid: string): number => model.calls().get(markers.get(oid) ?? '') ?? 0
    for (const { kind, after } of plan.failures) {
      await waitWhile(() => (readers[0]?.count() ?? 0) < after)
      for (const [oid, madeAt] of await view.summarized()) {
        if (!bought.has(oid)) bought.set(oid, { madeAt, calls: callsFor(oid) })
      }
      await fail(kind)
    }

    const list = async (): Promise<Report[]> =>
      (await anyNode().ask<{ items: Report[] }>('/api/reports?limit=1000')).items
    let reports: Report[] = []
    await waitWhile(async () => {
      reports = await list().catch(() => reports)
      return !(
        reports.length > 0 &&
        reports.every(isSettled) &&
        readers.every((reader) => reader.ends().size >= answer.reports.length)
      )
    })
    const after = await view.summarized()
    const found = new Map(reports.map((report) => [report.reportOid, report]))
    const faults = noFaults()
    for (const { reportOid } of answer.reports) {
      const report = found.get(reportOid)
      if (report?.state !== 'finished') faults.lost += 1
      if (report !== undefined && !isSettled(report)) faults.stuck += 1
      for (const reader of readers) {
        const times = reader.ends().get(`${reportOid} 1`) ?? 0
        if (times === 0) faults.lost += 1
        if (times > 1) faults.doubled += times - 1
      }
    }
    for (const reader of readers) faults.doubled += reader.outOfOrder()
    for (const [oid, { madeAt, calls }] of bought) {
      if (after.get(oid) !== madeAt) faults.doubled += 1
      faults.repeatedCalls += callsFor(oid) - calls
    }
    faults.mailedTwice = [...mailbox.accepted]
      .filter(([name]) => name.includes(`Run${run}Room`))
      .filter(([, times]) => times > 1).length
    const failed = plan.failures.map(({ kind, after: events }) => `${kind} after ${events} events`)
    const what = `seed ${seed}: ${failed.join(', ')}`
    if (Object.values(faults).some((count) => count > 0)) {
      const bad = reports.filter((report) => report.state !== 'finished' || !isSettled(report))
      const outputs = [...ended, ...nodes].map((node) => `${node.nodeId}\n${node.output()}`)
      const rows = [...(await view.unsettled()), ...bad].map((row) => JSON.stringify(row))
      options.onFault?.([what, JSON.stringify(faults), ...rows, ...outputs].join('\n'))
    }
    return { faults, takeovers, what }
  } finally {
    for (const reader of readers) reader.close()
    for (const node of nodes) await node.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Lets things fail in each run at moments that its seed chooses, and counts what came of it. */
export async function runCluster(options: ClusterOptions): Promise<ClusterTotals> {
  const totals: ClusterTotals = { runs: 0, reports: 0, ...noFaults(), takeoverP99Seconds: 0 }
  const takeovers: number[] = []
  const postgres = await startPostgres({ durable: true })
  const s3 = options.inFolder !== true && hasS3() ? await startS3() : null
  const [mailbox, model] = [await openMailbox(), await startModel()]
  try {
    for (let run = 0; run < options.runs; run++) {
      const result = await runOnce(options, run, { postgres, s3, mailbox, model })
      totals.runs += 1
      totals.reports += options.reports
      for (const [name, count] of Object.entries(result.faults)) {
        totals[name as keyof ClusterFaults] += count
      }
      takeovers.push(...result.takeovers)
      const sorted = takeovers.toSorted((a, b) => a - b)
      const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0
      totals.takeoverP99Seconds = Math.round(p99 * 100) / 100
      options.onRun?.(totals, result.what)
    }
    return totals
  } finally {
    await model.close()
    await mailbox.close()
    await s3?.stop()
    await postgres.stop()
  }
}
