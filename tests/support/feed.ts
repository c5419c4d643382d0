import type { IngestAnswer } from '../../server/contract/rooms.ts'

/** Lines of a live feed, one a minute from the beginning of 2026. */
export const feedOf = (
  count: number,
  said: (n: number) => { author: string; text: string },
): string =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ id: `${n}`, at: Date.UTC(2026, 0, 1) + n * 60_000, ...said(n) }),
  ).join('\n')

/** @throws where a line was refused: what is shown afterwards would be shown of an empty room */
export function mustBeTaken({ rejected }: IngestAnswer): void {
  const [first] = rejected
  if (first === undefined) return
  throw new Error(`${rejected.length} lines were refused, line ${first.line}: ${first.code}`)
}
