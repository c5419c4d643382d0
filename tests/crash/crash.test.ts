import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCrashes } from './run.ts'
import { program } from './server-process.ts'

describe('a server that is killed at ten random moments', () => {
  it('loses no report, leaves none stuck or half written, mails nothing twice, repeats no kept stage', async () => {
    expect(existsSync(program), 'build first: npm run build').toBe(true)
    const totals = await runCrashes({ runs: 10, seed: 20_261_123 })
    expect(totals).toEqual({
      runs: 10,
      // Twenty of rooms in each run, and an overview of them.
      reports: 210,
      lost: 0,
      stuck: 0,
      broken: 0,
      mailedTwice: 0,
      repeatedCalls: 0,
    })
  }, 600_000)
})
