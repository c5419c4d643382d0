import type { Stretch } from './statistics.ts'

const startOf = ({ from }: Stretch): number => from ?? Number.NEGATIVE_INFINITY
const endOf = ({ to }: Stretch): number => to ?? Number.POSITIVE_INFINITY
const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null)

/** The same time in as few stretches as possible, oldest first. */
export function united(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = []
  for (const each of [...stretches].sort((a, b) => startOf(a) - startOf(b))) {
    const last = found.at(-1)
    if (last === undefined || startOf(each) > endOf(last)) found.push({ ...each })
    else last.to = finite(Math.max(endOf(last), endOf(each)))
  }
  return found
}

/**
 * What of these stretches lies in a period. An end that is that of the period itself is left open.
 *
 * @param period milliseconds, the end exclusive; null: all that there is
 */
export const within = (
  stretches: readonly Stretch[],
  period: { from: number | null; to: number },
): Stretch[] =>
  united(stretches).flatMap((each) => {
    const from = Math.max(startOf(each), period.from ?? Number.NEGATIVE_INFINITY)
    const to = Math.min(endOf(each), period.to)
    if (from >= to) return []
    return [{ from: finite(from), to: to === period.to ? null : to }]
  })
