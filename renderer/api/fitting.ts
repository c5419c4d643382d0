import type { z } from 'zod'

/**
 * Those items of a list that fit the contract: one that does not must not hide all the others.
 *
 * @param onLeftOut told how many do not fit, if any
 */
export function fitting<S extends z.ZodType>(
  item: S,
  items: readonly unknown[],
  onLeftOut: (count: number) => void,
): z.infer<S>[] {
  const fit: z.infer<S>[] = []
  let leftOut = 0
  for (const value of items) {
    const parsed = item.safeParse(value)
    if (parsed.success) {
      fit.push(parsed.data)
      continue
    }
    leftOut++
    console.error('An item of a list does not fit the contract', parsed.error.message)
  }
  if (leftOut > 0) onLeftOut(leftOut)
  return fit
}
