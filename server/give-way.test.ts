import { Worker } from 'node:worker_threads'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'

/** Says, in a thread of its own, its priority after `giveWay()`. */
const thread = `
  const { parentPort } = require('node:worker_threads')
  const { getPriority } = require('node:os')
  require('tsx/cjs/api').require(${JSON.stringify('./give-way.ts')}, ${JSON.stringify(import.meta.filename)}).giveWay()
  parentPort.postMessage(getPriority())
`

it.runIf(process.platform === 'linux')(
  'lets the thread that calls it wait, and no other',
  async () => {
    const before = getPriority()
    const worker = new Worker(thread, { eval: true })
    const priority = await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    expect(priority).toBeGreaterThan(before)
    expect(getPriority()).toBe(before)
  },
)
