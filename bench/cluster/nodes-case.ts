import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostgresServer } from '../../tests/support/postgres-server.ts'
import { measureNodes, type Rate } from './nodes.ts'

const rounded = (n: number): number => Math.round(n * 100) / 100
const print = (line: object): boolean =>
  process.stdout.write(`${JSON.stringify({ bench: 'cluster', ...line })}\n`)

/** Prints what reports over several nodes come to, with the processor time of each, beside the embedded engine. */
export async function benchNodes(options: {
  folder: string
  postgres: PostgresServer
  nodes: readonly number[]
}): Promise<void> {
  async function one(kind: 'waiting' | 'busy', nodes: number | null): Promise<Rate> {
    const folder = await mkdtemp(join(options.folder, 'nodes-'))
    try {
      const databaseUrl = nodes === null ? null : await options.postgres.createDatabase()
      return await measureNodes({ folder, databaseUrl, nodes: nodes ?? 1, kind })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  for (const kind of ['waiting', 'busy'] as const) {
    const embedded = await one(kind, null)
    for (const nodes of options.nodes) {
      const rate = await one(kind, nodes)
      const line = (metric: string, unit: string, of: (rate: Rate) => number): void =>
        void print({
          case: kind,
          metric,
          unit,
          ours: rounded(of(rate)),
          peers: { embedded: rounded(of(embedded)) },
        })
      line(`nodes_${nodes}`, 'reports_per_s', (of) => of.reportsPerSecond)
      line(`nodes_${nodes}_cpu`, 'ms_per_report', (of) => of.cpuMsPerReport)
      line(`nodes_${nodes}_latency_p99`, 'ms', (of) => of.latencyP99)
    }
  }
}
