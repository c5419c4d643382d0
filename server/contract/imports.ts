import { z } from 'zod'
import { ErrorCode, Params } from './errors.ts'
import { importLimits, messageLimits } from './limits.ts'
import { TimeZone } from './workbook.ts'

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
    params: Params.optional(),
    detail: z.string().meta({ description: 'One sentence for people, in English.' }),
    count: Count,
    examples: z.array(
      z.object({
        file: z.string(),
        line: z.int().optional(),
        text: z.string(),
        code: z.string().optional().meta({ description: 'Sentence that says what to do.' }),
      }),
    ),
  })
  .meta({ id: 'ImportWarning' })
export type ImportWarning = z.infer<typeof ImportWarning>

/** What is one room where only the names of files tell rooms apart. */
export const roomUnits = ['file', 'folder'] as const
export type RoomUnit = (typeof roomUnits)[number]

const Column = z.int().min(0).max(importLimits.maxTableColumns)

/** Which column of a table holds what, counted from 0. */
export const ImportColumns = z
  .object({
    text: Column,
    time: Column.optional(),
    clock: Column.optional().meta({ description: 'Time of day, if it stands by itself.' }),
    author: Column.optional(),
    authorId: Column.optional(),
    room: Column.optional().meta({ description: 'Without it, the file is one room.' }),
    id: Column.optional(),
    replyTo: Column.optional(),
    attachments: Column.optional(),
  })
  .meta({ id: 'ImportColumns' })
export type ImportColumns = z.infer<typeof ImportColumns>

export const dateOrders = ['dmy', 'mdy', 'ymd'] as const

/** How to read the files of an import again. What is absent is found out as at first. */
export const ImportReading = z
  .object({
    format: z
      .string()
      .max(64)
      .optional()
      .meta({ description: 'Read what fits several formats as this one.' }),
    columns: ImportColumns.optional().meta({ description: 'What the columns of a table hold.' }),
    hasHeader: z.boolean().optional().meta({
      description:
        'Whether the first row of the table names the columns; default true, unless a time stands in its column of times.',
    }),
    dateOrder: z.enum(dateOrders).optional(),
    timeZone: TimeZone.optional().meta({ description: 'Used where the files name none.' }),
    rooms: z.enum(roomUnits).optional().meta({
      description:
        'Whether each file or each folder is a room, where only the names of files tell rooms apart; default file.',
    }),
    bridges: z
      .array(z.string().min(1).max(messageLimits.maxAuthorLength))
      .max(importLimits.maxBridges)
      .optional()
      .meta({
        description:
          'Authors that are bridges between networks: what they say as `<name> text` is said by that name.',
      }),
  })
  .meta({ id: 'ImportReading' })
export type ImportReading = z.infer<typeof ImportReading>

/** The beginning of a table whose columns are not known. */
export const ImportTable = z
  .object({
    file: z.string(),
    rows: z.array(z.array(z.string())).meta({ description: 'The header, if there is one, too.' }),
    hasHeader: z.boolean(),
    columns: ImportColumns.partial().meta({ description: 'A guess, to begin with.' }),
  })
  .meta({ id: 'ImportTable' })
export type ImportTable = z.infer<typeof ImportTable>

/** What a person may decide better than the importer; answer with `POST .../retry`. */
export const ImportChoices = z
  .object({
    formats: z
      .array(z.string())
      .optional()
      .meta({ description: 'Formats that a file fits, the one it was read as first.' }),
    table: ImportTable.optional(),
    nearest: z.object({ file: z.string(), format: z.string() }).optional().meta({
      description: 'Where no format fits: the one that comes nearest; offered as `format`.',
    }),
    rooms: z
      .object({ now: z.enum(roomUnits), folder: z.string(), files: Count })
      .optional()
      .meta({
        description:
          'A folder of many files whose names alone tell rooms apart, and what is a room now; the other way is offered as `rooms`.',
      }),
    bridges: z
      .array(z.string())
      .optional()
      .meta({ description: 'Authors who pass on what others said; offered as `bridges`.' }),
  })
  .meta({ id: 'ImportChoices' })
export type ImportChoices = z.infer<typeof ImportChoices>

export const Import = z
  .object({
    importOid: z.string(),
    name: z.string(),
    state: z.enum(importStates),
    format: z.string().nullable(),
    bytesRead: Count,
    bytesTotal: Count.nullable(),
    filesFound: Count.optional().meta({
      description: 'Files found so far in folders and archives; only while the import is running.',
    }),
    filesLooked: Count.optional().meta({
      description: 'Files looked at so far, to tell their formats; only while it is running.',
    }),
    chatsFound: Count.optional().meta({
      description: 'Chats among the files looked at so far; only while it is running.',
    }),
    counts: ImportCounts,
    roomOids: z.array(z.string()),
    warnings: z.array(ImportWarning),
    error: z.object({ code: ErrorCode, params: Params.optional(), message: z.string() }).optional(),
    choices: ImportChoices.optional(),
    abridged: z
      .boolean()
      .optional()
      .meta({ description: 'Only in events: too long for one, so ask for the import itself.' }),
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
