import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exportFormats } from '../../tests/support/export-formats.ts'
import { startPostgres } from '../../tests/support/postgres-server.ts'
import { writeExport } from '../import/write.ts'
import { measure, type Measured } from './contender.ts'
import { benchNodes } from './nodes-case.ts'
import { measureStreams } from './streams-case.ts'

/**
 * `npm run bench:cluster`: reports over 1, 2 and 4 nodes, many streams over two, then one large room from its export to
 * its workbook by the built server, on PostgreSQL beside the engine of a data folder. One JSON object per line.
 * PostgreSQL waits for the disk, as in earnest; the processor time of its own processes is not counted, the time they
 * take is.
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '1,2,4' },
    streams: { type: 'string', default: '10000' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(
    'bench:cluster [--messages 1000000] [--runs 1] [--nodes 1,2,4] [--streams 10000]\n' +
      '  [--only messages|nodes|streams]\n',
  )
  process.exit(0)
}

/** Bars: time against the embedded engine, and megabytes of the process with either. */
const allowed = { ratio: 1.5, megabytes: 350 }
const formatName = 'irc (WeeChat)'

const messages = Number(values.messages)
const folder = await mkdtemp(join(tmpdir(), 'rapporteur-bench-'))
const server = await startPostgres({ durable: true })

async function inFolder(file: string, url: string | null): Promise<Measured> {
  const dataDir = await mkdtemp(join(folder, 'data-'))
  try {
    return await measure(file, dataDir, url)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

const print = (line: object) =>
  process.stdout.write(
    `${JSON.stringify({ bench: 'cluster', case: `${messages} messages`, ...line })}\n`,
  )
const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

let isOver = false
async function benchMessages(): Promise<void> {
  const layout = exportFormats[formatName]
  if (layout === undefined) throw new Error(`There is no format ${formatName}.`)
  const file = await writeExport(folder, layout, messages)
  const embedded: Measured[] = []
  const postgres: Measured[] = []
  // In turn, so that a busy machine is busy for both.
  for (let index = 0; index < Number(values.runs); index++) {
    embedded.push(await inFolder(file, null))
    postgres.push(await inFolder(file, await server.createDatabase()))
  }
  const wrong = [...embedded, ...postgres].find((one) => one.messages !== messages)
  if (wrong) throw new Error(`${wrong.messages} of ${messages} messages are in the report.`)
  for (const metric of ['importMs', 'reportMs', 'cpuMs', 'peakMb'] as const) {
    const [ours, theirs] = [postgres, embedded].map((all) => median(all.map((one) => one[metric])))
    print({ metric, ours: Math.round(ours ?? 0), peers: { embedded: Math.round(theirs ?? 0) } })
  }
  const total = (all: Measured[]): number => median(all.map((one) => one.importMs + one.reportMs))
  const ratio = Math.round((total(postgres) / total(embedded)) * 100) / 100
  const megabytes = Math.round(Math.max(...[...embedded, ...postgres].map(({ peakMb }) => peakMb)))
  print({ metric: 'time_ratio', ours: ratio, allowed: allowed.ratio })
  print({ metric: 'peak_mb_most', ours: megabytes, allowed: allowed.megabytes })
  isOver ||= ratio > allowed.ratio || megabytes > allowed.megabytes
}

async function benchStreams(): Promise<void> {
  const streams = Number(values.streams)
  const dataDir = await mkdtemp(join(folder, 'streams-'))
  const databaseUrl = await server.createDatabase()
  const found = await measureStreams({ folder: dataDir, databaseUrl, streams })
  const line = (metric: string, unit: string, ours: number, more: object = {}): void =>
    void process.stdout.write(
      `${JSON.stringify({ bench: 'cluster', case: `${streams} streams`, metric, unit, ours: Math.round(ours), ...more })}\n`,
    )
  line('delivered', 'ends', found.delivered, { allowed: found.expected })
  line('whole', 'streams', found.whole, { allowed: streams })
  line('closed', 'streams', found.closed, { allowed: 0 })
  line('latency_p99', 'ms', found.latencyP99)
  line('cpu', 'ms', found.cpuMs)
  line('peak_mb_most', 'MB', found.peakMb)
  isOver ||= found.delivered !== found.expected || found.whole !== streams
}

const isWanted = (name: string): boolean => values.only === undefined || values.only === name
try {
  if (isWanted('nodes')) {
    await benchNodes({ folder, postgres: server, nodes: values.nodes.split(',').map(Number) })
  }
  if (isWanted('streams')) await benchStreams()
  if (isWanted('messages')) await benchMessages()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
if (isOver) process.exitCode = 1
