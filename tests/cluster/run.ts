import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { isSettled } from '../../server/reports/state-machine.ts'
import { openMailbox, type Mailbox } from '../crash/mailbox.ts'
import { startModel, type Model } from '../crash/model.ts'
import { seeded } from '../crash/run.ts'
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts'
import { hasS3, s3Credentials, startS3, type S3Server } from '../support/s3-server.ts'
import { startNode, type NodeProcess } from './node-process.ts'
import { follow } from './reader.ts'

export interface ClusterTotals {
  runs: number
  reports: number
  lost: number
  stuck: number
  /** Ends that a reader heard twice or out of order, and summaries that were made twice. */
  doubled: number
  mailedTwice: number
  repeatedCalls: number
  /** From the death of a node until others hold all that it held. */
  takeoverP99Seconds: number
}

export interface ClusterOptions {
  runs: number
  seed: number
  nodes: number
  reports: number
  leaseSeconds: number
  onRun?(totals: Readonly<ClusterTotals>, what: string): void
}

const lookMs = 100
const settleMs = 180_000
const eventsPerReport = 6

/** What stays up while nodes die. */
interface Outside {
  postgres: PostgresServer
  /** Null: a shared folder holds the files. */
  s3: S3Server | null
  mailbox: Mailbox
  model: Model
}

type Failure = 'kill' | 'hold' | 'restart' | 'freeze'

const markerOf = (run: number, index: number): string => `Run${run}Room${index}`

/** Asks the database itself what no node would tell. */
function openView(databaseUrl: string) {
  const rows = async <Row>(text: string, parameters: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client(databaseUrl)
    await client.connect()
    try {
      return (await client.query(text, parameters)).rows as Row[]
    } finally {
      await client.end()
    }
  }
  return {
    /** Reports that this node holds although they have not come to rest. */
    held: async (owner: string): Promise<number> =>
      (
        await rows(
          `SELECT 1 FROM reports WHERE owner = $1 AND (state NOT IN ('finished', 'failed', 'cancelled')
             OR delivery IN ('pending', 'sending'))`,
          [owner],
        )
      ).length,
    busiest: async (): Promise<string[]> =>
      (
        await rows<{ owner: string }>(
          `SELECT owner FROM reports WHERE owner IS NOT NULL GROUP BY owner ORDER BY count(*) DESC, owner`,
        )
      ).map(({ owner }) => owner),
    summarized: async (): Promise<Map<string, string>> =>
      new Map(
        (
          await rows<{ oid: string; at: string }>(
            `SELECT report_oid AS oid, made_at AS at FROM checkpoints WHERE stage = 'summarizing'`,
          )
        ).map(({ oid, at }) => [oid, at]),
      ),
  }
}

async function runOnce(
  options: ClusterOptions,
  random: () => number,
  outside: Outside,
  totals: ClusterTotals,
  takeovers: number[],
): Promise<string> {
  const { postgres, s3, mailbox, model } = outside
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-cluster-'))
  const databaseUrl = await postgres.createDatabase()
  const blobs = s3 === null ? pathToFileURL(join(folder, 'files')).href : await s3.createBucket()
  const view = openView(databaseUrl)
  const start = (name: string): Promise<NodeProcess> =>
    startNode({
      folder,
      name,
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
  const nodes = await Promise.all(
    Array.from({ length: options.nodes }, (_, index) => start(`node${index}`)),
  )
  /** Those that answer now. */
  const up = new Set(nodes.keys())
  const pick = (): number => [...up][Math.floor(random() * up.size)] ?? 0
  const readers = [0, 1].map(() => follow(() => nodes[pick()] as NodeProcess))
  try {
    const first = nodes[0] as NodeProcess
    for (let index = 0; index < options.reports; index++) {
      const marker = markerOf(totals.runs, index)
      const count = 20 + Math.floor(random() * 400)
      const lines = Array.from({ length: count }, (_, n) =>
        JSON.stringify({
          id: `${n}`,
          at: Date.UTC(2026, 0, 1) + n * 60_000,
          author: `Person ${n % 5}`,
          text: `${marker} We decided to ship part ${n % 11}. Can you review it by Friday?`,
        }),
      )
      const path = `/api/rooms/room-${index}/messages?name=${marker}`
      await first.ask(path, { method: 'POST', body: lines.join('\n') })
    }
    const delivery = totals.runs % 2 === 0 ? 'single' : 'digest'
    const answer = await first.post<ReportAnswer>('/api/reports', {
      roomOids: Array.from({ length: options.reports }, (_, index) => `room-${index}`),
      options: { recipients: ['boss@example.com'], delivery },
    })
    const markers = new Map(
      answer.reports.map(({ reportOid }, index) => [reportOid, markerOf(totals.runs, index)]),
    )
    const at = Math.floor(random() * options.reports * eventsPerReport)
    const deadline = performance.now() + settleMs
    while ((readers[0]?.count() ?? 0) < at && performance.now() < deadline) await sleep(lookMs)

    const kinds: Failure[] = [
      'kill',
      'kill',
      'hold',
      'restart',
      ...(s3 ? (['freeze'] as const) : []),
    ]
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'kill'
    const before = await view.summarized()
    const calls = model.calls()
    /** Until others hold what the node held that is silent from now on. */
    async function takenOver(owner: string): Promise<void> {
      const died = performance.now()
      while ((await view.held(owner)) > 0 && performance.now() < deadline) await sleep(lookMs)
      takeovers.push((performance.now() - died) / 1_000)
    }
    if (kind === 'kill' || kind === 'hold') {
      const [owner] = await view.busiest()
      const index = Math.max(
        0,
        nodes.findIndex((node) => node.nodeId === owner),
      )
      const victim = nodes[index] as NodeProcess
      up.delete(index)
      if (kind === 'kill') await victim.kill()
      else victim.hold()
      await takenOver(victim.nodeId)
      if (kind === 'kill') nodes[index] = await start(`node${index}`)
      else victim.goOn()
      up.add(index)
    } else if (kind === 'restart') {
      await postgres.pause()
      await postgres.resume()
    } else {
      s3?.freeze()
      await sleep(3_000)
      s3?.thaw()
    }

    const list = async (): Promise<Report[]> =>
      (await (nodes[pick()] as NodeProcess).ask<{ items: Report[] }>('/api/reports?limit=1000'))
        .items
    let reports = await list().catch(() => [])
    const isOver = (): boolean =>
      reports.length > 0 &&
      reports.every(isSettled) &&
      readers.every((reader) => reader.ends().size >= answer.reports.length)
    while (!isOver() && performance.now() < deadline) {
      await sleep(lookMs)
      reports = await list().catch(() => reports)
    }
    const after = await view.summarized()
    const found = new Map(reports.map((report) => [report.reportOid, report]))
    totals.runs += 1
    totals.reports += answer.reports.length
    for (const { reportOid } of answer.reports) {
      const report = found.get(reportOid)
      if (report?.state !== 'finished') totals.lost += 1
      if (report !== undefined && !isSettled(report)) totals.stuck += 1
      for (const reader of readers) {
        const heard = reader.ends().get(`${reportOid} 1`) ?? 0
        if (heard === 0) totals.lost += 1
        if (heard > 1) totals.doubled += heard - 1
      }
    }
    for (const reader of readers) totals.doubled += reader.outOfOrder()
    const callsAfter = model.calls()
    for (const [oid, madeAt] of before) {
      if (after.get(oid) !== madeAt) totals.doubled += 1
      const marker = markers.get(oid) ?? ''
      totals.repeatedCalls += (callsAfter.get(marker) ?? 0) - (calls.get(marker) ?? 0)
    }
    totals.mailedTwice = [...mailbox.accepted.values()].filter((times) => times > 1).length
    return `${kind} after ${at} events`
  } finally {
    for (const reader of readers) reader.close()
    for (const node of nodes) await node.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Lets something fail in each run at a moment that `seed` chooses, and counts what came of it. */
export async function runCluster(options: ClusterOptions): Promise<ClusterTotals> {
  const random = seeded(options.seed)
  const totals: ClusterTotals = {
    runs: 0,
    reports: 0,
    lost: 0,
    stuck: 0,
    doubled: 0,
    mailedTwice: 0,
    repeatedCalls: 0,
    takeoverP99Seconds: 0,
  }
  const takeovers: number[] = []
  const postgres = await startPostgres({ durable: true })
  const s3 = hasS3() ? await startS3() : null
  if (s3 === null)
    process.stderr.write('Debian has no radosgw here: files lie in a shared folder\n')
  const [mailbox, model] = [await openMailbox(), await startModel()]
  try {
    while (totals.runs < options.runs) {
      const outside = { postgres, s3, mailbox, model }
      const what = await runOnce(options, random, outside, totals, takeovers)
      const sorted = takeovers.toSorted((a, b) => a - b)
      const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0
      totals.takeoverP99Seconds = Math.round(p99 * 100) / 100
      options.onRun?.(totals, what)
    }
    return totals
  } finally {
    await model.close()
    await mailbox.close()
    await s3?.stop()
    await postgres.stop()
  }
}
