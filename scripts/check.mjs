import { runChecks } from './checks.mjs'
import { runVitest } from './test-runners.mjs'
import { setUp } from './setup.mjs'

/** `npm run check`: everything that needs no window, in under two minutes. */
await setUp()
const checked = await runChecks()
const unitTests = ['server/', 'renderer/', 'electron/', 'scripts/']
const tested = await runVitest(unitTests, { RAPPORTEUR_DAMAGES: '40' })
const failed = checked.failed + tested.failed
console.log(`${checked.passed + tested.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
