import { z } from 'zod'
import { trashLimits } from './limits.ts'
import { RoomOid } from './rooms.ts'

const Oids = z.array(z.string().min(1).max(128)).max(trashLimits.maxAtOnce)

/** What becomes of the reports of rooms that are thrown away, and of their workbooks. */
export const WorkbookFate = z.enum(['keep', 'delete'])

/** What is to be thrown away together. */
export const TrashRequest = z
  .object({
    roomOids: z.array(RoomOid).max(trashLimits.maxAtOnce).default([]),
    reportOids: Oids.default([]),
    importOids: Oids.default([]),
    workbooks: WorkbookFate.default('keep').meta({
      description: 'Whether the reports of the rooms go with them, with their workbooks',
    }),
  })
  .refine(
    ({ roomOids, reportOids, importOids }) =>
      roomOids.length + reportOids.length + importOids.length > 0,
    { error: 'Name what is to be deleted: roomOids, reportOids, importOids' },
  )
  .meta({ id: 'TrashRequest' })
export type TrashRequest = z.infer<typeof TrashRequest>

export const ThrownAway = z
  .object({
    roomOids: z.array(z.string()),
    reportOids: z.array(z.string()),
    importOids: z.array(z.string()),
  })
  .meta({ id: 'ThrownAway' })
/** Ids of what has gone, or has come back. */
export type ThrownAway = z.infer<typeof ThrownAway>

export const TrashEntry = ThrownAway.extend({
  trashOid: z.string(),
  until: z.iso.datetime().meta({ description: 'Until then it can be taken back.' }),
}).meta({ id: 'TrashEntry' })
export type TrashEntry = z.infer<typeof TrashEntry>
