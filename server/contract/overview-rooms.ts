import { z } from 'zod'
import { Params } from './errors.ts'

const Count = z.int().nonnegative()
const InAll = z.object({ found: Count, possible: Count })

/**
 * What became of the report of a room. `missing`: it is gone, or has left nothing that can be read. Only a
 * room that is `covered` has figures.
 */
export const Coverage = z.enum(['covered', 'failed', 'cancelled', 'missing'])
export type Coverage = z.infer<typeof Coverage>

/** One room of an overview, as its report tells of it. */
export const OverviewRoom = z
  .object({
    roomOid: z.string(),
    reportOid: z.string(),
    name: z.string(),
    source: z.string(),
    state: Coverage,
    reason: z
      .object({ code: z.string(), params: Params })
      .optional()
      .meta({ description: 'Why its report failed.' }),
    workbook: z.string().nullable().meta({ description: 'Name of the file of its report.' }),
    messages: Count,
    system: Count,
    people: Count,
    activeDays: Count,
    firstAt: z.number().nullable().meta({ description: 'Milliseconds since 1970.' }),
    lastAt: z.number().nullable(),
    earlier: z
      .object({
        isWhole: z.boolean(),
        messages: Count,
        people: Count,
        newPeople: Count,
        newIsSure: z.boolean(),
        lost: Count,
        change: z.number().meta({
          description:
            'How far the messages changed beyond chance, in standard deviations; 0: not clearly.',
        }),
      })
      .nullable()
      .meta({
        description:
          'The time of the same length before; null where there is none to compare with.',
      }),
    weeks: z.array(z.object({ day: z.int(), messages: Count })).meta({
      description: 'Messages by week; `day` is its Monday, counted from 1970-01-01.',
    }),
    headline: z.string(),
    decisions: InAll,
    actionItems: InAll,
    openQuestions: Count,
    answers: z.object({
      asked: Count,
      answered: Count,
      timed: Count,
      medianSeconds: z.number().nullable(),
    }),
  })
  .meta({ id: 'OverviewRoom' })
export type OverviewRoom = z.infer<typeof OverviewRoom>
