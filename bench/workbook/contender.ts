import { readFileSync, statSync } from 'node:fs'
import { contenders } from './contenders.ts'

/** One contender in a process of its own: `contender.ts NAME ROWS FILE` prints what it took. */
const [name = '', rows = '0', file = ''] = process.argv.slice(2)
const make = contenders[name]
if (make === undefined) throw new Error(`There is no contender ${name}`)
const run = await make(file, Number(rows))
const before = process.cpuUsage()
const started = performance.now()
await run()
const { user, system } = process.cpuUsage(before)
/** `maxRSS` starts from what the parent had when it forked; the kernel's own mark does not. */
function peakKilobytes(): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

const result = {
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - started) / 1_000,
  peakMegabytes: peakKilobytes() / 1_024,
  fileMegabytes: statSync(file).size / 1e6,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
