import { parseArgs } from 'node:util'
import { runCluster } from './run.ts'

/**
 * `npm run test:cluster -- --runs N --seed S`: the last line on stdout is the totals as JSON. A run that went wrong
 * is had again by its own seed, which is said beside it, and `--runs 1`.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '4' },
    reports: { type: 'string', default: '40' },
    'lease-seconds': { type: 'string', default: '12' },
  },
})
const totals = await runCluster({
  runs: Number(values.runs),
  seed: Number(values.seed),
  nodes: Number(values.nodes),
  reports: Number(values.reports),
  leaseSeconds: Number(values['lease-seconds']),
  onRun: (soFar, what) => process.stderr.write(`${what}: ${JSON.stringify(soFar)}\n`),
  onFault: (found) => process.stderr.write(`${found}\n`),
})
process.stdout.write(`${JSON.stringify(totals)}\n`)
const { lost, stuck, doubled, mailedTwice, repeatedCalls, takeoverP99Seconds } = totals
const faults = lost + stuck + doubled + mailedTwice + repeatedCalls
process.exit(faults === 0 && takeoverP99Seconds <= 20 ? 0 : 1)
