// One measurement in a process of its own: memory of a summary cannot be told apart otherwise.
import { createExtractiveEngine } from '../../server/summary/index.ts'
import { syntheticRoom } from './synthetic.ts'

const [method = 'ours', size = '50000'] = process.argv.slice(2)
const total = Number(size)
const before = process.cpuUsage()
if (method === 'wink') {
  // Read only here: the libraries of the peers would count as memory of ours.
  const { createWink } = await import('./methods.ts')
  await createWink().summarize([...syntheticRoom(total)].flat(), 120)
} else {
  const room = { roomOid: 'bench', name: 'bench', source: 'bench', format: 'bench' }
  await createExtractiveEngine().summarize(
    { room, total, messages: () => syntheticRoom(total) },
    () => undefined,
    new AbortController().signal,
  )
}
const { user, system } = process.cpuUsage(before)
// maxRSS is in KiB on every system (libuv).
const result = {
  cpuSeconds: (user + system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1_024,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
