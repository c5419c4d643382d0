import { z } from 'zod'

/**
 * How a workbook may be made to look. Each choice is a setting of its own (`workbookSheets`...), and a
 * report may name others. What a report was asked for is kept with it, so that a retry writes the same.
 */

/** Sheets that may be left out; `Summary` is always there. */
export const optionalSheets = ['Highlights', 'Participants', 'Activity', 'Transcript'] as const
export const OptionalSheet = z.enum(optionalSheets)
export type OptionalSheet = z.infer<typeof OptionalSheet>

/** Every sheet in its place; `Transcript` stays the last, because a long one goes on in further sheets. */
export const sheetNames = ['Summary', ...optionalSheets] as const
export type SheetName = (typeof sheetNames)[number]

/** Columns of `Transcript` that may be left out; `#`, the time, `Author` and `Message` are always there. */
export const optionalColumns = ['Kind', 'Reply to', 'Attachments', 'Source id'] as const
export const OptionalColumn = z.enum(optionalColumns)
export type OptionalColumn = z.infer<typeof OptionalColumn>

/** What a wrong value should be. */
export const zoneHint = 'Name an IANA time zone such as Europe/Berlin, or UTC.'
export const colorHint = 'Six hexadecimal digits, such as 1F5673.'

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const TimeZone = z.string().max(64).refine(isZone, zoneHint)

/** Languages that a report can be written in; messages stay as they were written. */
export const reportLanguages = ['en', 'de'] as const
export const ReportLanguage = z.enum(reportLanguages)
export type ReportLanguage = z.infer<typeof ReportLanguage>

/** All choices, none of them left open. */
export const WorkbookChoices = z
  .object({
    language: ReportLanguage.meta({
      description: 'Of everything in workbook, mail and Markdown that is not a message.',
    }),
    timeZone: TimeZone.meta({ description: 'IANA zone of every time in the workbook.' }),
    sheets: z.array(OptionalSheet).meta({
      description: 'Sheets beside Summary; their order is fixed.',
    }),
    columns: z.array(OptionalColumn).meta({
      description:
        'Columns of Transcript beside #, time, Author and Message; their order is fixed.',
    }),
    themeColor: z
      .string()
      .regex(/^[0-9A-Fa-f]{6}$/, colorHint)
      .meta({ description: 'RRGGBB.' }),
    // No path: a request must not make the server open files of its computer.
    logo: z.boolean().meta({ description: 'Whether the logo of the settings is shown.' }),
    fileName: z.string().trim().min(1).max(200).meta({
      description: 'Pattern with {room}, {from}, {to}, {created} and {id}.',
    }),
    anonymize: z.boolean().meta({ description: 'Participant 1... instead of names.' }),
  })
  .meta({ id: 'WorkbookChoices' })
export type WorkbookChoices = z.infer<typeof WorkbookChoices>

const { shape: choice } = WorkbookChoices

/** What a request, a room or a group names; the rest is as who comes after says. */
export const WorkbookRequest = z
  .object({
    language: choice.language.nullable(),
    timeZone: choice.timeZone.nullable(),
    sheets: choice.sheets.nullable(),
    columns: choice.columns.nullable(),
    themeColor: choice.themeColor.nullable(),
    logo: choice.logo.nullable(),
    fileName: choice.fileName.nullable(),
    anonymize: choice.anonymize.nullable(),
  })
  .partial()
  .meta({
    id: 'WorkbookRequest',
    description: 'Null: as the settings say, whatever room and group have chosen.',
  })
export type WorkbookRequest = z.infer<typeof WorkbookRequest>

/** The choices that make the workbook of the contract. */
export const defaultWorkbookChoices: WorkbookChoices = {
  language: 'en',
  timeZone: 'UTC',
  sheets: [...optionalSheets],
  columns: [...optionalColumns],
  themeColor: '1F5673',
  logo: true,
  fileName: '{room} {from} to {to} {id}',
  anonymize: false,
}
