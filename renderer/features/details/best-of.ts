/** `certainty` as a summary has it; items without one are sure. */
interface Listed {
  certainty?: 'found' | 'possible' | undefined
}

/**
 * So many of a list as are shown, in its order: what is certain before what is possible, and spread over
 * the list, which goes by time, so that its end is not left out.
 */
export const bestOf = <T extends Listed>(items: readonly T[], count: number): T[] => {
  if (items.length <= count) return [...items]
  const sure = items.filter(({ certainty }) => certainty !== 'possible')
  const others = items.filter(({ certainty }) => certainty === 'possible')
  const chosen = new Set([
    ...spread(sure, count),
    ...spread(others, Math.max(0, count - sure.length)),
  ])
  return items.filter((item) => chosen.has(item))
}

/** The first, the last, and what lies between them at equal distances. */
const spread = <T>(items: readonly T[], count: number): T[] => {
  if (items.length <= count) return [...items]
  return Array.from(
    { length: count },
    (_, index) => items[count === 1 ? 0 : Math.round((index * (items.length - 1)) / (count - 1))],
  ).filter((item) => item !== undefined)
}
