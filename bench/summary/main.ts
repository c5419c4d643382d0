import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { createLexrank, createWink, lead, longest, ours, type Method } from './methods.ts'
import { readMeetings } from './qmsum.ts'
import { rouge, type Rouge } from './rouge.ts'

const words = 120
const runs = 3
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/summaries/qmsum.test.jsonl' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(
    'bench:summary [--data FILE.jsonl]\n  rows: {"id", "dialogue": [{"speaker", "text"}], "refs": [text]}\n',
  )
  process.exit(0)
}

const print = (
  testCase: string,
  metric: string,
  unit: string,
  measured: number,
  peers: Record<string, number>,
): void => {
  const line = { bench: 'summary', case: testCase, metric, unit, ours: measured, peers }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Every method gets the same meetings and the same budget, so one run compares them all. */
async function compareQuality(file: string): Promise<void> {
  const meetings = await readMeetings(file)
  const methods: Method[] = [ours, lead, longest, createLexrank(), createWink()]
  const scores = new Map<string, Rouge>()
  for (const method of methods) {
    const sum: Rouge = { rouge1: 0, rouge2: 0, rougeL: 0 }
    for (const { messages, references } of meetings) {
      const score = rouge(await method.summarize(messages, words), references)
      for (const metric of metrics) sum[metric] += (score[metric] * 100) / meetings.length
    }
    scores.set(method.name, sum)
    await method.close?.()
  }
  for (const metric of metrics) {
    const peers: Record<string, number> = {}
    for (const [name, score] of scores) if (name !== ours.name) peers[name] = round(score[metric])
    print('qmsum', metric, 'F1 x 100', round(scores.get(ours.name)?.[metric] ?? 0), peers)
  }
}

const metrics = ['rouge1', 'rouge2', 'rougeL'] as const
const round = (value: number): number => Math.round(value * 100) / 100

interface Measured {
  cpuSeconds: number
  peakMegabytes: number
}

async function measureLarge(method: string): Promise<Measured> {
  const script = fileURLToPath(new URL('./large-room.ts', import.meta.url))
  const all: Measured[] = []
  for (let run = 0; run < runs; run++) {
    const args = ['--import', 'tsx', script, method, '50000']
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

const found = await access(values.data).then(
  () => true,
  () => false,
)
if (found) await compareQuality(values.data)
else process.stderr.write(`bench:summary: ${values.data} is not there, so qmsum is left out\n`)

const large = await measureLarge('ours')
const wink = await measureLarge('wink')
print('50000', 'cpu_s', 's', large.cpuSeconds, { wink: wink.cpuSeconds })
print('50000', 'peak_mb', 'MiB', large.peakMegabytes, { wink: wink.peakMegabytes })
