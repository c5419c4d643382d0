import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Imports } from '../ports/imports.ts'

/**
 * Takes back everything that an import, or its earlier reading, has written.
 *
 * @param isOver asked between two parts; true leaves the rest to the next start
 */
export async function takeBack(
  imports: Imports,
  importId: number,
  isOver: () => boolean = () => false,
): Promise<void> {
  await imports.reopen(importId)
  while (!isOver() && (await imports.undo(importId))) await nextTurn()
}
