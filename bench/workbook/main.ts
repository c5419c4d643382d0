import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { once } from 'node:events'
import { parseArgs, promisify } from 'node:util'
import { build } from 'vite'
import { slices } from './rows.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    runs: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write('bench:workbook [--rows 10000,100000,1000000] [--runs 3]\n')
  process.exit(0)
}

const run = promisify(execFile)
const here = import.meta.dirname
/** Debian's interpreter, which has Debian's XlsxWriter. */
const PYTHON = '/usr/bin/python3'
const runs = Number(values.runs)

interface Measured {
  cpuSeconds: number
  peakMegabytes: number
}

/** Built as the product is, because a loader for TypeScript would take part in what is measured. */
const built = path.join(here, '..', '..', 'out', 'bench', 'workbook')
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: built,
    emptyOutDir: true,
    rollupOptions: {
      input: [path.join(here, 'contender.ts'), path.join(here, 'main-thread.ts')],
      output: { entryFileNames: '[name].js' },
    },
  },
})

const script = async <T>(name: string, args: readonly string[]): Promise<T> => {
  const { stdout } = await run(process.execPath, [path.join(built, name), ...args])
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}

const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 100) / 100
}

function print(
  testCase: string,
  metric: string,
  unit: string,
  measured: Record<string, number>,
): void {
  const { ours = 0, ...peers } = measured
  const line = { bench: 'workbook', case: testCase, metric, unit, ours, peers }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

async function writeRows(file: string, total: number): Promise<void> {
  const stream = createWriteStream(file)
  for (const slice of slices(total)) {
    const lines = slice.map((message) =>
      JSON.stringify([
        message.number,
        message.at,
        message.author,
        message.text,
        message.kind,
        message.replyTo,
        message.attachments.map(({ name }) => name).join('\n'),
        message.sourceId,
      ]),
    )
    if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

const folder = await mkdtemp(path.join(tmpdir(), 'rapporteur-bench-'))
const file = path.join(folder, 'bench.xlsx')
try {
  const hasXlsxWriter = await run(PYTHON, ['-c', 'import xlsxwriter']).then(
    () => true,
    () => false,
  )
  if (!hasXlsxWriter) {
    process.stderr.write('bench:workbook: python3-xlsxwriter is not installed, so it is left out\n')
  }
  for (const total of values.rows.split(',').map(Number)) {
    const all = new Map<string, Measured[]>()
    const note = (name: string, measured: Measured): void => {
      process.stderr.write(`${total} ${name} ${JSON.stringify(measured)}\n`)
      all.set(name, [...(all.get(name) ?? []), measured])
    }
    const lines = path.join(folder, 'rows.jsonl')
    if (hasXlsxWriter) await writeRows(lines, total)
    // Rounds, not one contender after the other, so that a busy minute of the machine hits all.
    for (let round = 0; round < runs; round += 1) {
      for (const name of ['ours', 'floor', 'exceljs-stream', 'hucre']) {
        note(name, await script<Measured>('contender.js', [name, String(total), file]))
      }
      if (hasXlsxWriter) {
        const { stdout } = await run(PYTHON, [
          path.join(here, 'write_with_xlsxwriter.py'),
          lines,
          file,
        ])
        note('xlsxwriter', JSON.parse(stdout) as Measured)
      }
    }
    for (const [metric, unit, key] of [
      ['cpu_s', 's', 'cpuSeconds'],
      ['peak_mb', 'MB', 'peakMegabytes'],
    ] as const) {
      const medians = [...all].map(([name, list]) => [name, median(list.map((one) => one[key]))])
      print(String(total), metric, unit, Object.fromEntries(medians) as Record<string, number>)
    }
  }
  const delays: Record<string, number[]> = { ours: [], 'exceljs-stream': [] }
  for (let round = 0; round < runs; round += 1) {
    for (const [name, list] of Object.entries(delays)) {
      const args = [name, '100000', file]
      list.push((await script<{ delayP99: number }>('main-thread.js', args)).delayP99)
    }
  }
  const medians = Object.entries(delays).map(([name, list]) => [name, median(list)])
  print('main-thread', 'delay_p99_ms', 'ms', Object.fromEntries(medians) as Record<string, number>)
} finally {
  await rm(folder, { recursive: true, force: true })
}
