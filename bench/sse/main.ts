import { parseArgs } from 'node:util'
import { cases, type BenchCase } from './cases.ts'
import type { ContenderName } from './protocol.ts'

/**
 * `npm run bench:sse -- [--case NAME]... [--runs N]`: the live channel beside its peers, in turns, in one
 * run, medians of three. One JSON object a line on stdout; what was measured on the way on stderr.
 *
 * Look at ratios: the numbers of one line were taken under the same load, those of two runs were not.
 */
const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: cases.map(({ name }) => name) },
    runs: { type: 'string', default: '3' },
  },
})
const runs = Number(values.runs)

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN

async function run(bench: BenchCase): Promise<void> {
  const names: ContenderName[] = ['ours', ...bench.peers]
  const measured = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 1; round <= runs; round++) {
    for (const name of names) {
      const value = await bench.measure(name)
      measured.get(name)?.push(value)
      process.stderr.write(
        `${bench.name} ${round}/${runs} ${name}: ${value.toFixed(2)} ${bench.unit}\n`,
      )
    }
  }
  const of = (name: ContenderName) => Number(median(measured.get(name) ?? []).toFixed(3))
  const peers =
    bench.name === 'held'
      ? { expected: 1_000_000 }
      : Object.fromEntries(bench.peers.map((name) => [name, of(name)]))
  const { name, metric, unit } = bench
  console.log(JSON.stringify({ bench: 'sse', case: name, metric, unit, ours: of('ours'), peers }))
}

for (const bench of cases) {
  if (values.case.includes(bench.name)) await run(bench)
}
