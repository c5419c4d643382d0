import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Report } from '../../server/contract/reports.ts'
import { startNode } from '../../tests/cluster/node-process.ts'
import { feedOf, mustBeTaken } from '../../tests/support/feed.ts'
import { cpuMsOf, peakMbOf } from './process-costs.ts'
import { openStreams } from './streams.ts'

const nodeCount = 2
const reports = 4
const messages = 30
/** What has not come by then is missing. */
const patienceMs = 120_000
const pollMs = 100

export interface Delivered {
  /** Ends that were heard, of `expected`; one that was heard twice counts twice. */
  delivered: number
  expected: number
  /** Streams that heard each end once. */
  whole: number
  closed: number
  latencyP99: number
  /** Of both nodes, from the first report to the last end that was heard. */
  cpuMs: number
  /** Of the node that took most. */
  peakMb: number
}

/** Has reports made while many streams of everything are open at two nodes, and counts what arrives. */
export async function measureStreams(options: {
  folder: string
  databaseUrl: string
  streams: number
}): Promise<Delivered> {
  const { folder, databaseUrl } = options
  const blobs = pathToFileURL(join(folder, 'files')).href
  const nodes = await Promise.all(
    Array.from({ length: nodeCount }, (_, index) =>
      startNode({ folder, name: `node${index}`, databaseUrl, blobs, leaseSeconds: 12 }),
    ),
  )
  try {
    const [first] = nodes
    if (first === undefined) throw new Error('There is no node.')
    const roomOids = Array.from({ length: reports }, (_, n) => `room${n}`)
    for (const room of roomOids) {
      const body = feedOf(messages, (n) => ({
        author: `Person ${n % 7}`,
        text: `Part ${n} is shipped.`,
      }))
      mustBeTaken(await first.ask(`/api/rooms/${room}/messages`, { method: 'POST', body }))
    }
    const streams = await openStreams(nodes, options.streams)
    try {
      const spent = async (): Promise<number> =>
        (await Promise.all(nodes.map(({ pid }) => cpuMsOf(pid)))).reduce((sum, ms) => sum + ms, 0)
      const before = await spent()
      const expected = reports * options.streams
      await first.post<{ reports: Report[] }>('/api/reports', { roomOids })
      const deadline = performance.now() + patienceMs
      while (streams.late.length < expected && performance.now() < deadline) await sleep(pollMs)
      const cpuMs = (await spent()) - before
      const sorted = streams.late.toSorted((a, b) => a - b)
      return {
        delivered: sorted.length,
        expected,
        whole: streams.ends.filter((count) => count === reports).length,
        closed: streams.closed(),
        latencyP99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0,
        cpuMs,
        peakMb: Math.max(...(await Promise.all(nodes.map(({ pid }) => peakMbOf(pid))))),
      }
    } finally {
      streams.close()
    }
  } finally {
    await Promise.all(nodes.map((node) => node.kill()))
  }
}
