/** Prints one result as the contract has it: `{bench, case, metric, unit, ours, peers}`. */
export function printLine(
  result: { case: string; metric: string; unit: string; ours: number },
  peers: Record<string, number> = {},
): void {
  const rounded = (value: number): number => Math.round(value * 10) / 10
  const rest = { ours: rounded(result.ours) }
  const others = Object.entries(peers).map(([name, value]) => [name, rounded(value)])
  console.log(
    JSON.stringify({ bench: 'desktop', ...result, ...rest, peers: Object.fromEntries(others) }),
  )
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
