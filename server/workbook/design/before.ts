import type { DesignContext } from './context.ts'
import { startOf } from './periods.ts'

const DAY_MS = 86_400_000

/**
 * Messages of the time before, for each day, week or month of this one: the first day of the one stands
 * beside the first of the other. Null where there are none, or where a day is too coarse a measure.
 */
export function beforeByPeriod({
  statistics,
  periods,
}: Pick<DesignContext, 'statistics' | 'periods'>): number[] | null {
  const { earlier } = statistics
  if (earlier === null || earlier.messages === 0 || periods.items.length < 2) return null
  const shift = Math.round((earlier.to - earlier.from) / DAY_MS)
  if (shift < 2) return null
  const places = new Map(periods.items.map(({ day }, index) => [day, index]))
  const counts = periods.items.map(() => 0)
  for (const { day, messages } of earlier.days) {
    const place = places.get(startOf(periods.unit, day + shift))
    if (place !== undefined) counts[place] = (counts[place] ?? 0) + messages
  }
  return counts
}
