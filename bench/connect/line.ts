/** Prints one result as the contract has it: `{bench, case, metric, unit, ours, peers}`. */
export function printLine(result: {
  case: string
  metric: string
  unit: string
  ours: number
  /** At most so much, where there is a bar. */
  allowed?: number
  peers?: Record<string, number>
}): void {
  process.stdout.write(`${JSON.stringify({ bench: 'connect', ...result })}\n`)
}
