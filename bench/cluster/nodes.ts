import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Report, ReportStatus } from '../../server/contract/reports.ts'
import { startServerProcess, type ServerProcess } from '../../tests/crash/server-process.ts'
import { startNode } from '../../tests/cluster/node-process.ts'
import { record } from '../../tests/integration/harness.ts'
import { sendStream, startScripted, streamOf } from '../../tests/summary/scripted-server.ts'
import { feedOf, mustBeTaken } from '../../tests/support/feed.ts'
import { cpuMsOf } from './process-costs.ts'

/** A report of the case `waiting` waits so long for its model. */
const modelMs = 2_000
/** Reports that a node makes at once. */
const slots = 4
const perNode = { waiting: 16, busy: 6 } as const
/** So few that one answer covers them. */
const messages = { waiting: 12, busy: 6_000 } as const

const answer = {
  headline: 'A room',
  keyPoints: [{ text: 'A part is shipped.', source: 'm2' }],
  decisions: [],
  actionItems: [],
  openQuestions: [],
}

export interface Rate {
  reportsPerSecond: number
  /** Of the nodes, without PostgreSQL. */
  cpuMsPerReport: number
  /** Milliseconds from the telling of a status until a reader has it who follows another node, 99 of 100. */
  latencyP99: number
}

export interface Setting {
  folder: string
  /** Null: one server on a data folder. */
  databaseUrl: string | null
  nodes: number
  kind: 'waiting' | 'busy'
}

/** Has reports made that wait for a model, or that need the processor, and measures how fast they come. */
export async function measureNodes(setting: Setting): Promise<Rate> {
  const { folder, databaseUrl, kind } = setting
  const model = await startScripted((response) => {
    setTimeout(() => sendStream(response, streamOf(JSON.stringify(answer))), modelMs)
  })
  const env = {
    RAPPORTEUR_CONCURRENCY: String(slots),
    ...(kind === 'waiting' && {
      RAPPORTEUR_SUMMARY_ENGINE: 'openai',
      RAPPORTEUR_SUMMARY_BASE_URL: `${model.url}/v1`,
      RAPPORTEUR_SUMMARY_MODEL: 'scripted',
      RAPPORTEUR_SUMMARY_CONCURRENCY: '64',
    }),
  }
  const blobs = pathToFileURL(join(folder, 'files')).href
  const start = (name: string): Promise<ServerProcess> =>
    databaseUrl === null
      ? startServerProcess(join(folder, name), env)
      : startNode({ folder, name, databaseUrl, blobs, leaseSeconds: 12, env })
  const nodes = await Promise.all(
    Array.from({ length: setting.nodes }, (_, index) => start(`node${index}`)),
  )
  const [first, last] = [nodes[0] as ServerProcess, nodes.at(-1) as ServerProcess]
  const ask = async <T>(path: string, body: string): Promise<T> => {
    const headers = {
      Authorization: `Bearer ${first.accessToken}`,
      'Content-Type': 'application/json',
    }
    const reply = await fetch(first.url + path, { method: 'POST', headers, body })
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
    return (await reply.json()) as T
  }
  const recorder = record(`${last.url}/api/events?rooms=*`, last.accessToken)
  try {
    const rooms = Array.from({ length: perNode[kind] * setting.nodes }, (_, n) => `room${n}`)
    for (const room of rooms) {
      const lines = feedOf(messages[kind], (n) => ({
        author: `Person ${n % 7}`,
        text: `${room}: we decided to ship part ${n % 11}. Can you review it by Friday?`,
      }))
      mustBeTaken(await ask(`/api/rooms/${room}/messages`, lines))
    }
    await recorder.opened
    const late: number[] = []
    for (const name of ['EXCEL_STATUS', 'EXCEL_STATUS_END']) {
      recorder.source.addEventListener(name, ({ data }) => {
        late.push(Date.now() - Date.parse((JSON.parse(data as string) as ReportStatus).at))
      })
    }
    const cpuBefore = await Promise.all(nodes.map(({ pid }) => cpuMsOf(pid)))
    const began = performance.now()
    const { reports } = await ask<{ reports: Report[] }>(
      '/api/reports',
      JSON.stringify({ roomOids: rooms }),
    )
    const ends = await Promise.all(rooms.map((room) => recorder.end(room)))
    const seconds = (performance.now() - began) / 1_000
    const bad = ends.find(({ data }) => data.code !== 'workbook_ready')
    // One of an empty room, or without its model, costs nothing.
    if (bad !== undefined) throw new Error(`A report ended: ${JSON.stringify(bad.data)}`)
    const cpu = await Promise.all(nodes.map(({ pid }) => cpuMsOf(pid)))
    const spent = cpu.reduce((sum, ms, index) => sum + ms - (cpuBefore[index] ?? 0), 0)
    const sorted = late.toSorted((a, b) => a - b)
    return {
      reportsPerSecond: reports.length / seconds,
      cpuMsPerReport: spent / reports.length,
      latencyP99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0,
    }
  } finally {
    recorder.close()
    await Promise.all(nodes.map((node) => node.kill()))
    await model.close()
  }
}
