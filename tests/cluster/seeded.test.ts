import { expect, it } from 'vitest'
import { describeCluster, isWhole } from './cluster.ts'
import { runCluster } from './run.ts'

/** Where time is short, two nodes with few reports; whole, as `npm run test:cluster -- --runs` does it. */
const size = isWhole
  ? { nodes: 4, reports: 40, leaseSeconds: 12 }
  : { nodes: 2, reports: 6, leaseSeconds: 2, inFolder: true }
const seed = Number(process.env['RAPPORTEUR_CLUSTER_SEED'] ?? 1)
const runs = Number(process.env['RAPPORTEUR_CLUSTER_RUNS'] ?? (isWhole ? 3 : 1))
const mostMsOfRun = 600_000

describeCluster('nodes of which some fail at moments that a seed chooses', () => {
  it(
    'lose nothing, leave nothing, and do nothing twice; every reader hears every end once and in order',
    async () => {
      const found: string[] = []
      const totals = await runCluster({ ...size, runs, seed, onFault: (what) => found.push(what) })
      const none = { lost: 0, stuck: 0, doubled: 0, mailedTwice: 0, repeatedCalls: 0 }
      expect(totals, found.join('\n')).toMatchObject({
        runs,
        reports: runs * size.reports,
        ...none,
      })
    },
    runs * mostMsOfRun,
  )
})
