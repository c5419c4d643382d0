import { parseArgs } from 'node:util'
import { runCrashes } from './run.ts'

/** `npm run test:crash -- --runs N --seed S`: the last line on stdout is the totals as JSON. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
})
const totals = await runCrashes({
  runs: Number(values.runs),
  seed: Number(values.seed),
  onRun: (soFar) => process.stderr.write(`${JSON.stringify(soFar)}\n`),
})
process.stdout.write(`${JSON.stringify(totals)}\n`)
const { lost, stuck, broken, mailedTwice, repeatedCalls } = totals
process.exitCode = lost + stuck + broken + mailedTwice + repeatedCalls === 0 ? 0 : 1
