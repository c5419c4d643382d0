import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { exportFormats } from '../../tests/support/export-formats.ts'
import { largeCases } from './large.ts'
import { measureLiveFeed } from './live.ts'
import { writeExport } from './write.ts'

/**
 * `npm run bench:import`: every format beside the floor (see contender.ts), how much memory very
 * large files need, and what a live feed gets through while reports run. One JSON object per line.
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    'large-gb': { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(
    'bench:import [--messages 100000] [--runs 3] [--only CASE] [--large-gb 1]\n' +
      '--large-gb is the size of the WhatsApp file; the Discord file has twice as much; 0 leaves large files out\n',
  )
  process.exit(0)
}

interface Measured {
  messages: number
  milliseconds: number
  cpuMilliseconds: number
  peakMegabytes: number
}

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'rapporteur-bench-'))
const messages = Number(values.messages)
const runs = Number(values.runs)

async function measure(who: 'ours' | 'floor', name: string, file: string): Promise<Measured> {
  const script = join(import.meta.dirname, 'contender.ts')
  const database = join(folder, 'bench.db')
  for (const end of ['', '-wal', '-shm']) await rm(database + end, { force: true })
  const { stdout } = await run(process.execPath, [
    '--import',
    'tsx',
    script,
    who,
    name,
    file,
    database,
  ])
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured
}

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const perSecond = (all: Measured[]): number =>
  Math.round(median(all.map((one) => (one.messages / one.milliseconds) * 1_000)))
const print = (line: object) =>
  process.stdout.write(`${JSON.stringify({ bench: 'import', ...line })}\n`)

try {
  for (const [name, layout] of Object.entries(exportFormats)) {
    if (!name.includes(values.only)) continue
    const file = await writeExport(folder, layout, messages)
    const ours: Measured[] = []
    const floor: Measured[] = []
    // In turn, so that a busy machine is busy for both.
    for (let index = 0; index < runs; index++) {
      floor.push(await measure('floor', name, file))
      ours.push(await measure('ours', name, file))
    }
    // A floor that takes a record for two would be twice as fast as it is.
    const wrong = [...ours, ...floor].find((one) => one.messages !== messages)
    if (wrong) throw new Error(`${name}: ${wrong.messages} of ${messages} messages were read.`)
    print({
      case: name,
      metric: 'messages_per_s',
      unit: 'messages/s',
      ours: perSecond(ours),
      peers: { floor: perSecond(floor) },
    })
    await rm(file)
  }
  for (const [name, make] of largeCases(folder, Number(values['large-gb']))) {
    if (!name.includes(values.only)) continue
    const { file, format } = await make()
    const { peakMegabytes } = await measure('ours', format, file)
    print({
      case: `${name}-large`,
      metric: 'peak_mb',
      unit: 'MB above idle',
      ours: Math.round(peakMegabytes),
      peers: { allowed: 200 },
    })
    await rm(file)
  }
  if ('live'.includes(values.only) || values.only === '') {
    for (const line of await measureLiveFeed(folder)) print({ case: 'live', ...line })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
