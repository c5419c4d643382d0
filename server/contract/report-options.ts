import { z } from 'zod'
import { Destination } from './dispatches.ts'
import { filterLimits, httpLimits } from './limits.ts'
import { MailAddress } from './mail-address.ts'
import { summaryEngineNames } from './model-providers.ts'
import { WorkbookRequest } from './workbook.ts'

const Timestamp = z.iso.datetime({ offset: true })

/** Who writes the summary: quotes picked here, or a model server from the settings. */
export const SummaryEngineName = z.enum(summaryEngineNames)
export type SummaryEngineName = z.infer<typeof SummaryEngineName>

/** A period in words, which is another one in each room, or at each moment. */
export const ReportPeriod = z
  .union([
    z
      .object({ sinceLast: z.literal(true) })
      .strict()
      .meta({
        description:
          'What no finished report of the room has read; all of it where there is none. It is compared with the time of the same length before.',
      }),
    z
      .object({ days: z.int().min(1).max(36_500) })
      .strict()
      .meta({ description: 'So many times 24 hours until the request.' }),
    z
      .object({ calendar: z.enum(['week', 'month']) })
      .strict()
      .meta({
        description:
          'The last whole week, from Monday on, or month, by the clock of the report. In a schedule by its own.',
      }),
  ])
  .meta({ id: 'ReportPeriod' })
export type ReportPeriod = z.infer<typeof ReportPeriod>

/** How the reports of one request are mailed. */
export const DeliveryForm = z.enum(['single', 'digest'])
export type DeliveryForm = z.infer<typeof DeliveryForm>

/** Which messages of the period a report is of; a message must fit all that is named. */
export const MessageFilter = z
  .object({
    people: z
      .array(z.string().trim().min(1).max(filterLimits.nameLength))
      .min(1)
      .max(filterLimits.people)
      .optional()
      .meta({
        description: 'Written by one of these: their names as in `GET /api/people`, in any case.',
      }),
    keyword: z.string().trim().min(1).max(filterLimits.keyword).optional().meta({
      description: 'With all of these words, in any case, also within longer words.',
    }),
    thread: z.string().min(1).max(filterLimits.thread).optional().meta({
      description:
        '`id` of the message that began it: that one, and all that answer it, also by way of others.',
    }),
  })
  .strict()
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: 'Name people, a keyword or a thread.',
  })
  .meta({ id: 'MessageFilter' })
export type MessageFilter = z.infer<typeof MessageFilter>

/** In requests, and in what rooms and groups choose. Null is a choice of its own, as the description says. */
export const ReportOptions = z
  .object({
    from: Timestamp.optional().meta({ description: 'First instant of the period, inclusive.' }),
    to: Timestamp.optional().meta({ description: 'End of the period, exclusive.' }),
    period: ReportPeriod.nullable().optional().meta({
      description: 'In place of `from` and `to`, which the report then keeps as they were found.',
    }),
    filter: MessageFilter.nullable().optional().meta({
      description:
        'Only these messages; workbook and headline say so. System lines are left out. Such a report does not count as the last one of its room.',
    }),
    summary: SummaryEngineName.nullable().optional().meta({
      description:
        'Engine; the default is the one in the settings. Another model engine than that falls back to it.',
    }),
    recipients: z.array(MailAddress).max(100).nullable().optional(),
    delivery: DeliveryForm.nullable().optional().meta({
      description:
        '`single`: a mail for each report, as soon as it is done (the default). `digest`: one for all reports of the request, once the last has ended.',
    }),
    approval: z.boolean().nullable().optional().meta({
      description:
        'The finished report goes to nobody before a person has approved it; until then its delivery is `pending` with the code `waits_for_approval`. Default false.',
    }),
    approver: MailAddress.nullable().optional().meta({
      description:
        'Who is asked by mail whether a report that `approval` holds may go out. The mail has a signed link that expires, where the server has a public address.',
    }),
    destinations: z.array(Destination).max(2).nullable().optional().meta({
      description: 'Where the report goes beside mail; the default is what the settings name.',
    }),
    workbook: WorkbookRequest.optional().meta({
      description: 'How the workbook looks; what is not named is as the settings say.',
    }),
  })
  .refine(({ from, to, period }) => period === undefined || (from ?? to) === undefined, {
    path: ['period'],
    message: 'Name a period, or from and to, not both.',
  })
  .meta({
    id: 'ReportOptions',
    description:
      'What is left out is as who comes after has chosen: room, then group, then the settings. Null passes by room and group: it is as the settings say, and where they say nothing, there is none (`filter` and `period`: all messages).',
  })
export type ReportOptions = z.infer<typeof ReportOptions>

type WithoutNull<Options> = { [Key in keyof Options]: Exclude<Options[Key], null> }

/** What is left once all have chosen: a value, or nothing. */
export type DecidedOptions = Omit<WithoutNull<ReportOptions>, 'workbook'> & {
  workbook?: WithoutNull<WorkbookRequest> | undefined
}

/** Whether a report begins where the last one ended; not where it found none and took the whole room. */
export const isSinceLast = ({ from, period }: Pick<DecidedOptions, 'from' | 'period'>): boolean =>
  from !== undefined && period !== undefined && 'sinceLast' in period

export const ReportRequest = z
  .object({
    // Loose on purpose: one malformed id is rejected by name and never stops the others.
    roomOids: z.array(z.string().max(512)).max(httpLimits.maxRoomsPerTrigger).default([]),
    groupOid: z.string().min(1).max(64).optional().meta({
      description:
        'What the request leaves open is as this group has chosen. Without `roomOids`: all rooms that it has now.',
    }),
    options: ReportOptions.optional(),
  })
  .refine(({ roomOids, groupOid }) => roomOids.length > 0 || groupOid !== undefined, {
    path: ['roomOids'],
    message: 'Name rooms, or a group.',
  })
  .meta({ id: 'ReportRequest' })
export type ReportRequest = z.infer<typeof ReportRequest>
