import { z } from 'zod'
import { Params } from './errors.ts'

/** Where reports go beside mail: a folder of this computer, or a program that hears of them by HTTP. */
export const destinations = ['folder', 'webhook'] as const
export const Destination = z.enum(destinations)
export type Destination = z.infer<typeof Destination>

/** `held`: it waits until somebody has approved the report. */
export const DispatchState = z.enum(['held', 'pending', 'sent', 'failed'])
export type DispatchState = z.infer<typeof DispatchState>

/** One attempt of a report on its way to one destination. */
export const Dispatch = z
  .object({
    dispatchOid: z.string().meta({ description: 'The `webhook-id` of all tries.' }),
    attempt: z.int().positive(),
    destination: Destination,
    state: DispatchState,
    tries: z.int().nonnegative(),
    nextTryAt: z.iso.datetime().nullable(),
    code: z.string().optional(),
    params: Params.optional(),
    message: z
      .string()
      .optional()
      .meta({ description: 'What became of the last try, in English.' }),
  })
  .meta({ id: 'Dispatch' })
export type Dispatch = z.infer<typeof Dispatch>

export const DispatchList = z.object({ items: z.array(Dispatch) })
