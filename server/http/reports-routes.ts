import { z } from 'zod'
import { ReportRequest } from '../contract/report-options.ts'
import {
  AttemptList,
  Queue,
  QueueChange,
  Report,
  ReportAnswer,
  ReportEnvelope,
  ReportLog,
  ReportPage,
  ReportState,
  stages,
} from '../contract/reports.ts'
import type { Sights } from '../access/sight.ts'
import { CoveredReports, OverviewAnswer, OverviewRequest } from '../contract/overviews.ts'
import type { SettingKey } from '../contract/settings.ts'
import { Summary, SummaryChange } from '../contract/summary.ts'
import type { Blobs } from '../ports/blobs.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { Settings } from '../settings/settings.ts'
import { createBlobTags } from './blob-tag.ts'
import { seenOfReports } from './in-sight.ts'
import { seenOnly } from './seen-only.ts'
import { sendBlob } from './send-blob.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, written, type Route } from './route.ts'
import { Cursor, decodeCursor, encodeCursor, PageLimit } from './validate.ts'

const ChosenSummary = ReportEnvelope.extend({ summary: Summary })

const ReportsQuery = z.object({
  state: ReportState.optional(),
  roomOid: z.string().max(512).optional(),
  batchOid: z.string().max(64).optional(),
  cursor: Cursor,
  limit: PageLimit,
})

export interface ReportPorts {
  blobs: Pick<Blobs, 'stat' | 'open'>
  reports: ReportService
  settings: Settings
  sights: Pick<Sights, 'hides' | 'groups'>
}

const ReportCursor = z.int().positive()
const IdempotencyKey = z.string().min(1).max(255)

function found<T>(value: T | null, reportOid: string): T {
  if (value !== null) return value
  throw new HttpProblem(404, { code: 'report_not_found', params: { report: reportOid } })
}

function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const key = IdempotencyKey.safeParse(header)
  if (key.success) return key.data
  throw new HttpProblem(400, { code: 'bad_request', params: { context: 'idempotency_key' } })
}

/** W3C Trace Context: a header that is none of its form counts as none. */
function traceParent(header: string | undefined): string | undefined {
  const isOne = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/.test(
    header ?? '',
  )
  return isOne ? header : undefined
}

/** A changed concurrency is a setting, so that it outlives the app, unless a flag or variable fixes it. */
async function changeQueue(
  { reports, settings }: ReportPorts,
  change: QueueChange,
): Promise<Queue> {
  const { concurrency } = change
  const isSetting = concurrency !== undefined && (await isChangeable(settings, 'concurrency'))
  if (isSetting) await settings.change({ values: { concurrency } })
  return reports.changeQueue(change)
}

async function isChangeable(settings: Settings, key: SettingKey): Promise<boolean> {
  const { sources } = await settings.view()
  return !['flag', 'environment'].includes(sources[key] ?? '')
}

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Reports and the queue in which they wait. */
export function reportRoutes(ports: ReportPorts): Route[] {
  const { reports, blobs } = ports
  const tagOf = createBlobTags(blobs)
  const known = async (reportOid: string): Promise<Report> =>
    found(await reports.get(reportOid), reportOid)

  return [
    route({
      method: 'get',
      path: '/reports',
      summary: 'Reports, newest first, in pages',
      query: ReportsQuery,
      answers: { 200: json('A page', ReportPage) },
      async handle({ query: { state, roomOid, batchOid, cursor, limit }, res }) {
        const filter = { state, roomOid, batchOid, ofRooms: await seenOfReports(res, reports) }
        const beforeId = decodeCursor(ReportCursor, cursor)
        const { items, lastId, total } = await reports.list(filter, { beforeId, limit })
        const nextCursor = lastId !== null && items.length === limit ? encodeCursor(lastId) : null
        return { items, nextCursor, total }
      },
    }),
    route({
      method: 'post',
      path: '/reports',
      summary: 'Starts a report for every room named',
      body: jsonBody(ReportRequest),
      answers: { 202: json('What was started and what was not', ReportAnswer) },
      async handle({ body, req, res }) {
        const key = idempotencyKey(req.get('idempotency-key'))
        const trace = traceParent(req.get('traceparent'))
        const asked = await seenOnly(body, res, ports.sights)
        const answer = await reports.trigger(asked.body, key && asked.ownKey(key), trace)
        return { ...answer, rejected: asked.inOrder(answer.rejected) }
      },
    }),
    route({
      method: 'post',
      path: '/overviews',
      summary: 'Starts one workbook over many rooms, and the reports that it lacks',
      body: jsonBody(OverviewRequest),
      answers: { 202: json('The overview, and what was started for it', OverviewAnswer) },
      async handle({ body, req, res }) {
        const key = idempotencyKey(req.get('idempotency-key'))
        const asked = await seenOnly(body, res, ports.sights)
        const answer = await reports.overview(asked.body, key && asked.ownKey(key))
        const { report } = answer
        if (report !== null) return { ...answer, report, rejected: asked.inOrder(answer.rejected) }
        const params = { context: 'asked', room: body.roomOids[0] ?? '' } as const
        throw new HttpProblem(404, { code: 'room_not_found', params })
      },
    }),
    route({
      method: 'get',
      path: '/reports/:reportOid',
      summary: 'One report',
      answers: { 200: json('The report', Report) },
      handle: ({ params }) => known(params.reportOid),
    }),
    route({
      method: 'get',
      path: '/reports/:reportOid/covered',
      summary: 'The rooms of an overview, and how the report of each stands now',
      answers: { 200: json('Its rooms; none of a report of one room', CoveredReports) },
      handle: async ({ params: { reportOid } }) => ({
        items: found(await reports.covered(reportOid), reportOid),
      }),
    }),
    route({
      method: 'get',
      path: '/reports/:reportOid/summary',
      summary: "A report's summary, once it is written",
      answers: { 200: json('The summary', Summary) },
      async handle({ params: { reportOid } }) {
        await known(reportOid)
        const summary = await reports.summary(reportOid)
        if (summary !== null) return summary
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'summary' } })
      },
    }),
    route({
      method: 'patch',
      path: '/reports/:reportOid/summary',
      summary:
        'Chooses what a finished report tells; its workbook is written again without another summary',
      body: jsonBody(SummaryChange),
      answers: {
        202: json('What it will tell; the workbook is being written', ChosenSummary),
        409: problem('The report is not finished, or a mail of it is on its way'),
      },
      async handle({ params: { reportOid }, body }) {
        await known(reportOid)
        const chosen = await reports.choose(reportOid, body)
        if (chosen !== null) return chosen
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'summary' } })
      },
    }),
    route({
      method: 'get',
      path: '/reports/:reportOid/attempts',
      summary: 'What became of each attempt, newest first',
      answers: { 200: json('The attempts', AttemptList) },
      async handle({ params: { reportOid } }) {
        await known(reportOid)
        return { items: await reports.attempts(reportOid) }
      },
    }),
    route({
      method: 'get',
      path: '/reports/:reportOid/log',
      summary: 'What happened to a report, line by line, oldest first',
      answers: { 200: json('The lines', ReportLog) },
      async handle({ params: { reportOid } }) {
        await known(reportOid)
        return { items: await reports.logOf(reportOid) }
      },
    }),
    ...(
      [
        ['run-next', 'runNext', 'Lets a waiting report run before all others', 'It runs next'],
        ['cancel', 'cancel', 'Cancels a report', 'It is being cancelled'],
        [
          'quotes',
          'quotes',
          'Writes the summary with quotes instead of waiting for the model',
          'It goes on',
        ],
        ['retry', 'retry', 'Goes on from the failed stage', 'It is queued again'],
      ] as const
    ).map(([name, work, summary, outcome]) =>
      route({
        method: 'post',
        path: `/reports/:reportOid/${name}`,
        summary,
        answers: { 202: json(outcome, ReportEnvelope) },
        async handle({ params: { reportOid } }) {
          return { report: found(await reports[work](reportOid), reportOid) }
        },
      }),
    ),
    route({
      method: 'get',
      path: '/reports/:reportOid/workbook',
      summary: 'The workbook; takes Range and If-None-Match',
      answers: {
        200: written('The .xlsx', workbookType),
        206: written('The part that `Range` asks for', workbookType),
        304: { description: 'The file is the one of `If-None-Match`' },
        416: problem('The file has no such part'),
      },
      async handle({ params: { reportOid }, req, res }) {
        const { workbook } = await known(reportOid)
        if (workbook === undefined) {
          throw new HttpProblem(404, { code: 'workbook_not_ready', params: {} })
        }
        const missing = new HttpProblem(404, {
          code: 'workbook_missing',
          params: { file: workbook.fileName },
        })
        const key = await reports.workbookKey(reportOid)
        const tagged = key === null ? null : await tagOf(key)
        if (key === null || tagged === null) throw missing
        res.attachment(workbook.fileName)
        res.type(workbookType)
        res.set('ETag', tagged.tag)
        await sendBlob(req, res, {
          bytes: tagged.bytes,
          async open(range) {
            const content = await blobs.open(key, range)
            if (content === null) throw missing
            return content
          },
        })
      },
    }),
    route({
      method: 'get',
      path: '/queue',
      summary: 'The report queue',
      answers: { 200: json('The queue', Queue) },
      async handle({ res }) {
        const queue = await reports.queue()
        const ofRooms = await seenOfReports(res, reports)
        if (ofRooms === undefined) return queue
        const counted = async (state: ReportState): Promise<number> =>
          (await reports.list({ state, ofRooms }, { beforeId: null, limit: 1 })).total
        const [waiting = 0, ...running] = await Promise.all(
          (['queued', ...stages] as const).map(counted),
        )
        return { ...queue, waiting, running: running.reduce((sum, count) => sum + count, 0) }
      },
    }),
    route({
      method: 'post',
      path: '/queue',
      summary: 'Pauses or resumes the queue, or changes how many reports run at once',
      body: jsonBody(QueueChange),
      answers: { 200: json('The queue', Queue) },
      handle: ({ body }) => changeQueue(ports, body),
    }),
  ]
}
