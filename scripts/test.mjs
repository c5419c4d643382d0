import { runChecks } from './checks.mjs'
import { openDisplay } from './setup/display.mjs'
import { setUp } from './setup.mjs'
import { runPlaywright, runVitest } from './test-runners.mjs'

/** `npm test`: everything. Goes on after a failure, so that one run shows them all. */
await setUp({ electron: true, readers: true, cluster: true, build: true })
const display = await openDisplay()
const counts = [
  { ...(await runChecks()), skipped: 0, failures: [] },
  await runVitest(),
  await runPlaywright(display.env),
]
display.close()

// Last, because whoever looks at a long log sees its end.
for (const failure of counts.flatMap(({ failures }) => failures)) console.log(`failed: ${failure}`)
const sum = (key) => counts.reduce((total, count) => total + count[key], 0)
if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1
