import { z } from 'zod'
import { httpLimits } from './limits.ts'
import { ReportOptions } from './report-options.ts'
import { Report } from './reports.ts'

/**
 * An overview belongs to no room; what is keyed by room knows it under an id of its own. Overviews of the
 * same rooms have the same one, so that each follows the one before.
 *
 * @param hash 32 hexadecimal digits that stand for the rooms
 */
export const overviewOid = (hash: string): string => `overview~${hash}`

/** No room has such an id by chance: those that begin so and were chosen by callers are shorter or longer. */
export const isOverviewOid = (roomOid: string): boolean => /^overview~[0-9a-f]{32}$/.test(roomOid)

export const OverviewRequest = z
  .object({
    // Loose on purpose: one malformed id is rejected by name and never stops the others.
    roomOids: z.array(z.string().max(512)).max(httpLimits.maxRoomsPerTrigger).default([]),
    groupOid: z.string().min(1).max(64).optional().meta({
      description: 'As in a request of reports: whose choices count, and whose rooms.',
    }),
    options: ReportOptions.optional(),
  })
  .refine(({ roomOids, groupOid }) => roomOids.length > 0 || groupOid !== undefined, {
    path: ['roomOids'],
    message: 'Name rooms, or a group.',
  })
  .meta({ id: 'OverviewRequest' })
export type OverviewRequest = z.infer<typeof OverviewRequest>

export const OverviewAnswer = z
  .object({
    report: Report,
    reports: z.array(Report).meta({
      description: 'Reports that were started for it, of rooms that had none of this period.',
    }),
    rejected: z.array(z.object({ roomOid: z.string(), code: z.string() })),
  })
  .meta({ id: 'OverviewAnswer' })
export type OverviewAnswer = z.infer<typeof OverviewAnswer>

/** The rooms of an overview, in its order, each with the report that it was made of. */
export const CoveredReports = z
  .object({
    items: z.array(
      z.object({
        roomOid: z.string(),
        name: z.string().meta({ description: 'As the overview has it.' }),
        reportOid: z.string(),
        report: Report.optional().meta({ description: 'As it is now; absent: it is gone.' }),
      }),
    ),
  })
  .meta({ id: 'CoveredReports' })
export type CoveredReports = z.infer<typeof CoveredReports>
