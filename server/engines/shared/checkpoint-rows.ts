import type { z } from 'zod'
import type { Stage } from '../../contract/reports.ts'
import { RoomFigures } from '../../contract/statistics.ts'
import {
  checkpointKinds,
  type CheckpointOf,
  type CheckpointState,
} from '../../ports/checkpoints.ts'

/** What a stage has kept; null where it is of another shape. */
export function outputOf<S extends Stage>(stage: S, json: string): CheckpointOf<S> | null {
  const { schema } = checkpointKinds[stage]
  const parsed = (schema as z.ZodType as z.ZodType<CheckpointOf<S>>).safeParse(JSON.parse(json))
  return parsed.success ? parsed.data : null
}

export const statesOf = (
  rows: readonly { stage: Stage; version: number }[],
): Partial<Record<Stage, CheckpointState>> =>
  Object.fromEntries(
    rows.map(({ stage, version }): [Stage, CheckpointState] => [
      stage,
      version === checkpointKinds[stage].version ? 'usable' : 'outdated',
    ]),
  )

/** What an earlier version has not kept is NULL in the database, and takes its default. */
export function figuresOf(figures: object): RoomFigures | null {
  const kept = Object.entries(figures).filter(
    ([name, value]) => name === 'earlier' || value !== null,
  )
  const parsed = RoomFigures.safeParse(Object.fromEntries(kept))
  return parsed.success ? parsed.data : null
}
