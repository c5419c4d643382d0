import { z } from 'zod'
import { SummaryEngineName } from './report-options.ts'
import { RoomOid } from './rooms.ts'

const Count = z.int().nonnegative()
const work = {
  messages: Count,
  calls: Count.meta({ description: 'Calls to the model server.' }),
  inputTokens: Count,
  outputTokens: Count,
  cost: z
    .number()
    .nonnegative()
    .nullable()
    .meta({ description: 'In the currency of the prices in the settings; null without prices.' }),
}

/** What the summary of one room would take; about right, by a sample of its messages. */
export const RoomEstimate = z
  .object({
    roomOid: RoomOid,
    engine: SummaryEngineName.meta({ description: 'Who would write the summary.' }),
    leavesComputer: z
      .boolean()
      .meta({ description: 'Whether messages would be sent to another computer.' }),
    ...work,
    note: z
      .string()
      .nullable()
      .meta({ description: 'Why the room would be cut down, or quoted instead; else null.' }),
  })
  .meta({ id: 'RoomEstimate' })
export type RoomEstimate = z.infer<typeof RoomEstimate>

/** `POST /api/reports/estimate`. */
export const ReportEstimate = z
  .object({
    rooms: z.array(RoomEstimate),
    total: z.object({ ...work, leavesComputer: z.boolean() }),
    rejected: z.array(z.object({ roomOid: z.string(), code: z.string() })),
  })
  .meta({ id: 'ReportEstimate' })
export type ReportEstimate = z.infer<typeof ReportEstimate>
