import { z } from 'zod'
import { ErrorCode, Params } from './errors.ts'
import { groupLimits, httpLimits, scheduleLimits } from './limits.ts'
import { MailAddress } from './mail-address.ts'
import { DeliveryForm, MessageFilter, ReportPeriod, SummaryEngineName } from './report-options.ts'
import { RoomOid } from './rooms.ts'
import { TimeZone, WorkbookRequest } from './workbook.ts'

const Count = z.int().nonnegative()
const Timestamp = z.iso.datetime({ offset: true })

/** What a run makes: a report for each room, an overview over them, or both. */
export const scheduleProducts = ['rooms', 'overview'] as const
export const ScheduleProduct = z.enum(scheduleProducts)
export type ScheduleProduct = z.infer<typeof ScheduleProduct>

/** What becomes of a run whose time passed while nothing ran: it runs late, once, or not at all. */
export const missedChoices = ['catchUp', 'skip'] as const
export const MissedChoice = z.enum(missedChoices)
export type MissedChoice = z.infer<typeof MissedChoice>

/** `planned`: at its time; `caughtUp`: later than that; `now`: a person has asked for it. */
export const runCauses = ['planned', 'caughtUp', 'now'] as const
/**
 * `starting`: it has its place in the history, its reports are being made; `running`: they are under way;
 * `finished`, `failed`: all have ended; `skipped`: its time passed and nothing was started.
 */
export const runStates = ['starting', 'running', 'finished', 'failed', 'skipped'] as const
export const RunState = z.enum(runStates)
export type RunState = z.infer<typeof RunState>
export const isRunOver = (state: RunState): boolean =>
  state === 'finished' || state === 'failed' || state === 'skipped'

/** One run of a schedule. */
export const ScheduleRun = z
  .object({
    runOid: z.string(),
    scheduleOid: z.string(),
    plannedAt: Timestamp.meta({ description: 'No other run of the schedule has this time.' }),
    cause: z.enum(runCauses),
    state: RunState,
    startedAt: Timestamp,
    finishedAt: Timestamp.nullable(),
    period: z
      .object({ from: Timestamp.optional(), to: Timestamp.optional() })
      .optional()
      .meta({ description: 'What its reports read; absent where each room has its own.' }),
    batchOid: z.string().nullable().meta({
      description: 'Its reports: `GET /api/reports?batchOid=`. Null: none was started.',
    }),
    overviewOid: z.string().nullable().meta({ description: 'The report that is the overview.' }),
    reports: z
      .object({ total: Count, finished: Count, failed: Count, cancelled: Count })
      .meta({ description: 'How its reports have ended, the overview among them.' }),
    waiting: Count.optional().meta({
      description: 'Reports that go to nobody before a person has approved them. Absent: none.',
    }),
    mailsFailed: Count.meta({ description: 'Reports whose mail was refused, or may be lost.' }),
    error: z
      .object({ code: ErrorCode, params: Params, message: z.string() })
      .optional()
      .meta({ description: 'Why it failed or was skipped, beside what its reports say.' }),
  })
  .meta({ id: 'ScheduleRun' })
export type ScheduleRun = z.infer<typeof ScheduleRun>

const ScheduleName = z.string().trim().min(1).max(groupLimits.maxNameLength)
const Cron = z.string().trim().min(1).max(scheduleLimits.maxCronLength).meta({
  description:
    'Minute, hour, day, month, day of the week: `0 8 * * 1` is every Monday at 8. By the clock of `timeZone`.',
})

const scheduleFields = {
  name: ScheduleName,
  cron: Cron,
  timeZone: TimeZone,
  groupOid: z.string().min(1).max(64).optional().meta({ description: 'Whose rooms it reports.' }),
  roomOids: z.array(RoomOid).min(1).max(httpLimits.maxRoomsPerTrigger).optional().meta({
    description: 'In place of a group.',
  }),
  period: ReportPeriod,
  make: z.array(ScheduleProduct).min(1).max(scheduleProducts.length),
  delivery: DeliveryForm,
  recipients: z.array(MailAddress).max(100).optional().meta({
    description: 'Default: as each room, its group or the settings say.',
  }),
  options: z
    .object({
      summary: SummaryEngineName.nullable().optional(),
      workbook: WorkbookRequest.optional(),
      filter: MessageFilter.nullable().optional(),
      approval: z.boolean().nullable().optional().meta({
        description: 'False sends at once, also where a room or the group holds its mails.',
      }),
      approver: MailAddress.nullable().optional(),
    })
    .strict()
    .optional()
    .meta({
      description:
        'Goes before the choices of rooms and group; null as in ReportOptions. `approval` and `approver` of the schedule itself go before those here.',
    }),
  approval: z.boolean().meta({ description: 'Nothing is sent before a person has approved it.' }),
  approver: MailAddress.optional().meta({
    description:
      'Who is asked by mail for the approval. Default: as each room or the group says, or nobody.',
  }),
  missed: MissedChoice,
  paused: z.boolean(),
}

export const Schedule = z
  .object({
    scheduleOid: z.string(),
    ...scheduleFields,
    nextRunAt: Timestamp.nullable().meta({ description: 'Null while it is paused.' }),
    nextRuns: z.array(Timestamp).meta({
      description: `The next runs, at most ${scheduleLimits.shownRuns}.`,
    }),
    lastRun: ScheduleRun.optional(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Schedule' })
export type Schedule = z.infer<typeof Schedule>

const oneTarget = ({ groupOid, roomOids }: { groupOid?: unknown; roomOids?: unknown }): boolean =>
  (groupOid === undefined) !== (roomOids === undefined)
const oneTargetHint = { error: 'Name a group or rooms, not both', path: ['groupOid'] }

export const ScheduleRequest = z
  .object({
    ...scheduleFields,
    timeZone: TimeZone.optional().meta({ description: 'Default: the zone of reports.' }),
    period: ReportPeriod.default({ days: 7 }),
    make: scheduleFields.make.default(['rooms']),
    delivery: DeliveryForm.default('digest'),
    approval: z.boolean().default(false),
    missed: MissedChoice.default('catchUp'),
    paused: z.boolean().default(false),
  })
  .strict()
  .refine(oneTarget, oneTargetHint)
  .meta({ id: 'ScheduleRequest' })
export type ScheduleRequest = z.infer<typeof ScheduleRequest>

/** What is not named stays as it is. A group takes the place of rooms, and rooms that of a group. */
export const ScheduleChange = z
  .object({
    ...scheduleFields,
    recipients: scheduleFields.recipients.nullable(),
    options: scheduleFields.options.nullable(),
    approver: scheduleFields.approver.nullable(),
  })
  .partial()
  .strict()
  .refine(
    ({ groupOid, roomOids }) => groupOid === undefined || roomOids === undefined,
    oneTargetHint,
  )
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'Name what is to be changed',
  })
  .meta({ id: 'ScheduleChange' })
export type ScheduleChange = z.infer<typeof ScheduleChange>

/** By name. */
export const ScheduleList = z.object({ items: z.array(Schedule) }).meta({ id: 'ScheduleList' })
export type ScheduleList = z.infer<typeof ScheduleList>

/** Newest first. */
export const ScheduleRunPage = z
  .object({ items: z.array(ScheduleRun), nextCursor: z.string().nullable(), total: Count })
  .meta({ id: 'ScheduleRunPage' })
export type ScheduleRunPage = z.infer<typeof ScheduleRunPage>

/** When a schedule that is not there yet would run, and over which time: what a form shows while it is filled in. */
export const NextRunsQuestion = z
  .object({ cron: Cron, timeZone: TimeZone.optional(), period: ReportPeriod.optional() })
  .strict()
  .meta({ id: 'NextRunsQuestion' })
export type NextRunsQuestion = z.infer<typeof NextRunsQuestion>

export const NextRuns = z
  .object({
    timeZone: z.string(),
    items: z.array(
      z.object({ at: Timestamp, from: Timestamp.optional(), to: Timestamp.optional() }),
    ),
  })
  .meta({ id: 'NextRuns' })
export type NextRuns = z.infer<typeof NextRuns>

/** Data of `SCHEDULE_RUN_END`. */
export const ScheduleRunNews = z.object({ name: z.string(), run: ScheduleRun })
export type ScheduleRunNews = z.infer<typeof ScheduleRunNews>

export const ScheduleRunEnvelope = z.object({ run: ScheduleRun })
