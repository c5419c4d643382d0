import { z } from 'zod'

export const healthProblemCodes = [
  'storage_damaged',
  'data_folder_gone',
  'database_unreachable',
] as const

/** Something that is wrong, until a person does something about it or the database is in reach again. */
export const HealthProblem = z
  .object({
    code: z.enum(healthProblemCodes),
    file: z.string().meta({ description: 'Name of the file, folder or service that it is about.' }),
    detail: z.string().meta({ description: 'What is wrong and what to do, in English.' }),
  })
  .meta({ id: 'HealthProblem' })
export type HealthProblem = z.infer<typeof HealthProblem>

/** Data of `HEALTH_CHANGED`. */
export const HealthNews = z.object({ problems: z.array(HealthProblem) })
export type HealthNews = z.infer<typeof HealthNews>

/**
 * `GET /api/health`. It is answered without a token, so no path stands in it.
 */
export const Health = z
  .object({
    status: z
      .enum(['ok', 'degraded'])
      .meta({ description: '`degraded` where there are problems.' }),
    version: z.string(),
    problems: z.array(HealthProblem).optional(),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>
