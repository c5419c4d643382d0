import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { print, round } from './lines.ts'

const size = 50_000
const runs = 3

interface Measured {
  cpuSeconds: number
  peakMegabytes: number
}

/** Time and memory of one large room, each run in a process of its own. */
export async function measureLargeRoom(): Promise<void> {
  const [ours, wink] = [await medianOf('ours'), await medianOf('wink')]
  const testCase = { case: String(size) }
  print({
    ...testCase,
    metric: 'cpu_s',
    unit: 's',
    ours: ours.cpuSeconds,
    peers: { wink: wink.cpuSeconds },
  })
  print({
    ...testCase,
    metric: 'peak_mb',
    unit: 'MiB',
    ours: ours.peakMegabytes,
    peers: { wink: wink.peakMegabytes },
  })
}

async function medianOf(method: string): Promise<Measured> {
  const script = fileURLToPath(new URL('./large-room.ts', import.meta.url))
  const all: Measured[] = []
  for (let run = 0; run < runs; run++) {
    const args = ['--import', 'tsx', script, method, String(size)]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    all.push(JSON.parse(stdout) as Measured)
  }
  return {
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: median(all.map(({ peakMegabytes }) => peakMegabytes)),
  }
}

const median = (numbers: number[]): number =>
  round(numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0)
