/** One measured figure, ours beside those of others on the same input. */
export interface BenchLine {
  bench: 'summary'
  case: string
  metric: string
  unit: string
  ours: number
  peers: Record<string, number>
}

export const round = (value: number): number => Math.round(value * 100) / 100

const lines: BenchLine[] = []

/** Prints a figure as one line of JSON and keeps it for the documentation. */
export function print(line: Omit<BenchLine, 'bench'>): void {
  const whole = { bench: 'summary' as const, ...line }
  lines.push(whole)
  process.stdout.write(`${JSON.stringify(whole)}\n`)
}

export const printed = (): readonly BenchLine[] => lines
