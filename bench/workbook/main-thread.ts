import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { contenders } from './contenders.ts'

/**
 * How late the main thread is while a workbook is written: `main-thread.ts ours|exceljs-stream ROWS
 * FILE`. Ours runs in a worker thread, as in the product; exceljs where its readme puts it.
 */
const [name = '', rows = '0', file = ''] = process.argv.slice(2)
const delay = monitorEventLoopDelay({ resolution: 5 })
if (name === 'ours') {
  const worker = new Worker(new URL('./contender.js', import.meta.url), {
    argv: [name, rows, file],
    stdout: true,
  })
  const ended = new Promise((resolve, reject) => {
    worker.once('exit', resolve)
    worker.once('error', reject)
  })
  delay.enable()
  await ended
} else {
  const run = await contenders[name]?.(file, Number(rows))
  delay.enable()
  await wait(10)
  await run?.()
}
delay.disable()
// The histogram counts the interval itself as well.
const late = Math.max(0, delay.percentile(99) / 1e6 - 5)
process.stdout.write(`${JSON.stringify({ delayP99: late })}\n`)
