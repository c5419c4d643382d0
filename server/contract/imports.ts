import { z } from 'zod'
import { ErrorCode } from './errors.ts'

export const importStates = ['queued', 'reading', 'finished', 'failed', 'cancelled'] as const
export type ImportState = (typeof importStates)[number]

const Count = z.int().nonnegative()

/** Everything that stands in the file ends up in exactly one of these. */
export const ImportCounts = z
  .object({
    rooms: Count,
    messages: Count,
    system: Count,
    unparsed: Count.meta({ description: 'Lines or records that no rule of the format fits.' }),
    skipped: Count.meta({
      description: 'Records left out on purpose, each with a warning that says why.',
    }),
    repaired: Count.meta({
      description: 'Records read after mending, counted in messages or system too.',
    }),
    duplicates: Count.meta({ description: 'Records that the room already had.' }),
  })
  .meta({ id: 'ImportCounts' })
export type ImportCounts = z.infer<typeof ImportCounts>

export const ImportWarning = z
  .object({
    code: z.string(),
    detail: z.string(),
    count: Count,
    examples: z.array(z.object({ file: z.string(), line: z.int().optional(), text: z.string() })),
  })
  .meta({ id: 'ImportWarning' })
export type ImportWarning = z.infer<typeof ImportWarning>

export const Import = z
  .object({
    importOid: z.string(),
    name: z.string(),
    state: z.enum(importStates),
    format: z.string().nullable(),
    bytesRead: Count,
    bytesTotal: Count.nullable(),
    counts: ImportCounts,
    roomOids: z.array(z.string()),
    warnings: z.array(ImportWarning),
    error: z.object({ code: ErrorCode, message: z.string() }).optional(),
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

export const emptyImportCounts = (): ImportCounts => ({
  rooms: 0,
  messages: 0,
  system: 0,
  unparsed: 0,
  skipped: 0,
  repaired: 0,
  duplicates: 0,
})
