import { z } from 'zod'
import { ErrorCode, Params } from './errors.ts'
import { reportLimits } from './limits.ts'
import { RoomOid } from './rooms.ts'

export const reportStates = [
  'queued',
  'collecting',
  'summarizing',
  'writing',
  'finished',
  'failed',
  'cancelled',
] as const
export const ReportState = z.enum(reportStates)
export type ReportState = z.infer<typeof ReportState>

export const stages = ['collecting', 'summarizing', 'writing'] as const
export const Stage = z.enum(stages)
export type Stage = z.infer<typeof Stage>

export const terminalStates = ['finished', 'failed', 'cancelled'] as const
export const isTerminal = (state: ReportState): boolean =>
  (terminalStates as readonly string[]).includes(state)

export const deliveryStates = [
  'none',
  'pending',
  'sending',
  'sent',
  'saved',
  'failed',
  'uncertain',
] as const
export const DeliveryState = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof DeliveryState>

const Count = z.int().nonnegative()
const Timestamp = z.iso.datetime({ offset: true })

/** Real counters of the running stage; `total` is null until it is known. */
export const Progress = z.object({ done: Count, total: Count.nullable(), unit: z.string() })
export type Progress = z.infer<typeof Progress>

export const ReportError = z.object({
  code: ErrorCode,
  params: Params.optional(),
  stage: z.enum([...stages, 'delivery', 'queued']),
  message: z.string(),
  retryable: z.boolean(),
})
export type ReportError = z.infer<typeof ReportError>

export const WorkbookFile = z.object({
  fileName: z.string(),
  bytes: Count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  withoutModel: z
    .object({ code: z.string(), params: Params, message: z.string() })
    .optional()
    .meta({
      description:
        'Why the summary in it is quotes, though a model was to write it; absent otherwise.',
    }),
  notAllRead: z.object({ code: z.string(), params: Params, message: z.string() }).optional().meta({
    description:
      'Which part of its period the connection of the room had not read; absent where it had all.',
  }),
  writtenBy: z.string().optional().meta({
    description: 'The host of the service that wrote it; absent where Rapporteur did.',
  }),
  withoutService: z
    .object({ code: z.string(), params: Params, message: z.string() })
    .optional()
    .meta({
      description: 'Why Rapporteur wrote it, though a service was to; absent otherwise.',
    }),
  missing: z.literal(true).optional().meta({
    description: 'The file is no longer in the reports folder. Answered over HTTP, never pushed.',
  }),
})
export type WorkbookFile = z.infer<typeof WorkbookFile>

/** Seconds between which the end probably lies. */
export const EtaRange = z.object({ low: z.number().nonnegative(), high: z.number().nonnegative() })
export type EtaRange = z.infer<typeof EtaRange>

/** What became of the mail to one recipient. */
export const RecipientDelivery = z
  .object({
    address: z.string(),
    state: z.enum(['pending', 'sent', 'saved', 'failed', 'uncertain']),
    answer: z
      .string()
      .optional()
      .meta({ description: 'Why it was refused, in the words of the server.' }),
  })
  .meta({ id: 'RecipientDelivery' })
export type RecipientDelivery = z.infer<typeof RecipientDelivery>

/** What a report is about: one room, or many of them. */
export const ReportKind = z.enum(['room', 'overview'])
export type ReportKind = z.infer<typeof ReportKind>

const statusFields = {
  reportOid: z.string(),
  roomOid: RoomOid.meta({
    description: 'The room; of an overview an id that begins with `overview~` and is no room.',
  }),
  kind: ReportKind.optional().meta({ description: 'Absent: `room`.' }),
  rooms: Count.optional().meta({ description: 'Of an overview, how many rooms it is about.' }),
  mergedInto: RoomOid.optional().meta({
    description: 'The room that the room of this report has become a part of since.',
  }),
  state: ReportState,
  delivery: DeliveryState,
  progress: Progress,
  percent: z.number().min(0).max(100).nullable(),
  etaSeconds: z.number().nonnegative().nullable(),
  /** Absent while unknown. */
  etaRange: EtaRange.optional(),
  /** Absent in events of versions that knew no codes. */
  code: z.string().optional().meta({ description: 'Which sentence `message` is.' }),
  params: Params.optional(),
  message: z.string().meta({ description: 'One sentence for people, in English.' }),
  recipients: z
    .array(RecipientDelivery)
    .optional()
    .meta({ description: 'What became of the mail to each recipient, once it was offered.' }),
  attempt: z.int().positive(),
}

/** Who has chosen something for a report, beside its request and the settings. */
export const ChosenBy = z.object({
  from: z.enum(['room', 'group']),
  groupOid: z.string().optional(),
  groupName: z.string().optional(),
})
export type ChosenBy = z.infer<typeof ChosenBy>

export const Report = z
  .object({
    ...statusFields,
    batchOid: z.string().optional().meta({
      description:
        'The same for all reports of one request; absent in answers of earlier versions.',
    }),
    period: z
      .object({ from: Timestamp.optional(), to: Timestamp.optional() })
      .optional()
      .meta({ description: 'What was asked for: `to` is exclusive; absent for all messages.' }),
    chosenBy: z.record(z.string(), ChosenBy).optional().meta({
      description:
        'Which of its choices (`period`, `recipients`, `workbook.language` ...) were those of the room or of a group; all others are of the request or of the settings.',
    }),
    createdAt: Timestamp,
    startedAt: Timestamp.nullable(),
    finishedAt: Timestamp.nullable(),
    workbook: WorkbookFile.optional(),
    error: ReportError.optional(),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>

/** Data of `EXCEL_STATUS`; with `workbook` or `error`, of `EXCEL_STATUS_END`. */
export const ReportStatus = z
  .object({
    ...statusFields,
    at: Timestamp,
    workbook: WorkbookFile.optional(),
    error: ReportError.optional(),
  })
  .meta({ id: 'ReportStatus' })
export type ReportStatus = z.infer<typeof ReportStatus>

/** One attempt at a report that has ended; a retry opens the next and keeps this one. */
export const ReportAttempt = z
  .object({
    attempt: z.int().positive(),
    state: z.enum(terminalStates),
    delivery: DeliveryState,
    code: z.string().optional(),
    params: Params.optional(),
    message: z.string(),
    error: ReportError.optional(),
    startedAt: Timestamp.nullable(),
    finishedAt: Timestamp,
  })
  .meta({ id: 'ReportAttempt' })
export type ReportAttempt = z.infer<typeof ReportAttempt>

/** One line of a report's log. */
export const ReportLogLine = z
  .object({
    at: Timestamp,
    attempt: z.int().positive(),
    level: z.enum(['info', 'warn', 'error']),
    /** Stable name of the kind of line, such as `report.stage`; docs/operations.md lists them. */
    id: z.string(),
    code: z.string().optional(),
    params: Params.optional(),
    message: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'ReportLogLine' })
export type ReportLogLine = z.infer<typeof ReportLogLine>

/** Oldest first. */
export const ReportLog = z.object({ items: z.array(ReportLogLine) })

export const AttemptList = z.object({ items: z.array(ReportAttempt) })

/** The report queue: how many may run at once, and whether any may start. */
export const Queue = z
  .object({
    paused: z.boolean(),
    concurrency: z.int().positive(),
    waiting: Count,
    running: Count,
  })
  .meta({ id: 'Queue' })
export type Queue = z.infer<typeof Queue>

/** What may be changed of the queue while it runs. */
export const QueueChange = z
  .object({
    paused: z.boolean(),
    concurrency: z.int().min(1).max(reportLimits.maxConcurrency),
  })
  .partial()
  .meta({ id: 'QueueChange' })
export type QueueChange = z.infer<typeof QueueChange>

export const ReportAnswer = z
  .object({
    reports: z.array(Report),
    rejected: z.array(z.object({ roomOid: z.string(), code: z.string() })),
  })
  .meta({ id: 'ReportAnswer' })
export type ReportAnswer = z.infer<typeof ReportAnswer>

/** The mail of a report, or the digest that it is a part of, as it would go out now. */
export const MailPreview = z
  .object({
    subject: z.string(),
    from: z.string(),
    recipients: z.array(RecipientDelivery),
    text: z.string(),
    html: z
      .string()
      .meta({ description: 'A page without scripts, links or anything from outside.' }),
    attachments: z.array(
      z.object({
        reportOid: z.string(),
        fileName: z.string(),
        bytes: Count,
        attached: z.boolean().meta({ description: 'False: too large, so it is named instead.' }),
      }),
    ),
    waitsForApproval: z.boolean(),
  })
  .meta({ id: 'MailPreview' })
export type MailPreview = z.infer<typeof MailPreview>

export const Approval = z.object({ approved: z.boolean() }).strict().meta({ id: 'Approval' })

export const ApprovalLink = z
  .object({ url: z.string(), expiresAt: Timestamp })
  .meta({ id: 'ApprovalLink' })
export type ApprovalLink = z.infer<typeof ApprovalLink>

/** The answer of what is done to one report. */
export const ReportEnvelope = z.object({ report: Report })

export const ReportPage = z
  .object({ items: z.array(Report), nextCursor: z.string().nullable(), total: Count })
  .meta({ id: 'ReportPage' })
