import { z } from 'zod'
import { Problem } from '../contract/errors.ts'
import { ReportEstimate } from '../contract/estimates.ts'
import { Health } from '../contract/health.ts'
import { Import, ImportReading } from '../contract/imports.ts'
import { PreviewPage, WorkbookPreview } from '../contract/preview.ts'
import {
  AttemptList,
  Queue,
  QueueChange,
  Report,
  ReportAnswer,
  ReportLog,
  ReportPage,
  ReportRequest,
} from '../contract/reports.ts'
import { IngestAnswer, MessagePage, Room, RoomChange, RoomPage } from '../contract/rooms.ts'
import { Summary } from '../contract/summary.ts'
import { PreviewQuery } from './documents-router.ts'
import { EventsQuery } from './events-router.ts'
import { json, type Operation } from './operation.ts'
import { settingsOperations } from './settings-operations.ts'
import { IngestQuery } from './ingest-router.ts'
import { ImportQuery } from './imports-router.ts'
import { ReportsQuery } from './reports-router.ts'
import { PageQuery, RoomsQuery } from './rooms-router.ts'

const stream = {
  description: 'Server-sent events; see docs/events.md',
  contentType: 'text/event-stream',
}
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ReportEnvelope = z.object({ report: Report })

export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/health',
    summary: 'Is the server there?',
    open: true,
    answers: { 200: json('It is', Health) },
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document',
    answers: { 200: json('OpenAPI 3.1', z.looseObject({ openapi: z.string() })) },
  },
  {
    method: 'get',
    path: '/api/metrics',
    summary: 'Counters and gauges, Prometheus text',
    answers: { 200: { description: 'The metrics', contentType: 'text/plain' } },
  },
  {
    method: 'post',
    path: '/api/session',
    summary: 'Sets the session cookie, for clients that cannot send headers',
    answers: { 204: { description: 'The cookie is set' } },
  },
  {
    method: 'delete',
    path: '/api/session',
    summary: 'Clears the session cookie',
    answers: { 204: { description: 'The cookie is cleared' } },
  },
  {
    method: 'post',
    path: '/api/imports',
    summary: 'Imports an export file; the raw body is streamed to disk',
    query: ImportQuery,
    body: { contentType: 'application/octet-stream' },
    answers: { 202: json('It is queued', z.object({ importOid: z.string() })) },
  },
  {
    method: 'get',
    path: '/api/imports/:importOid',
    summary: 'One import',
    answers: { 200: json('The import', Import) },
  },
  {
    method: 'post',
    path: '/api/imports/:importOid/cancel',
    summary: 'Stops an import and takes back what it has read',
    answers: { 202: json('It is being cancelled', Import) },
  },
  {
    method: 'post',
    path: '/api/imports/:importOid/retry',
    summary:
      'Reads the files of an ended import again: as another format, with the columns that were chosen, in another time zone',
    body: { contentType: 'application/json', schema: ImportReading },
    answers: { 202: json('It is queued again', Import) },
  },
  {
    method: 'get',
    path: '/api/rooms',
    summary: 'Rooms, in pages',
    query: RoomsQuery,
    answers: { 200: json('A page', RoomPage) },
  },
  {
    method: 'get',
    path: '/api/rooms/:roomOid',
    summary: 'One room',
    answers: { 200: json('The room', Room) },
  },
  {
    method: 'patch',
    path: '/api/rooms/:roomOid',
    summary: 'Changes a room: whether its messages may be sent to another computer',
    body: { contentType: 'application/json', schema: RoomChange },
    answers: { 200: json('The room', Room) },
  },
  {
    method: 'get',
    path: '/api/rooms/:roomOid/messages',
    summary: "A room's messages, in order, in pages",
    query: PageQuery,
    answers: { 200: json('A page', MessagePage) },
  },
  {
    method: 'post',
    path: '/api/rooms/:roomOid/messages',
    summary: 'Live ingestion, NDJSON; a new room id makes the room',
    query: IngestQuery,
    body: { contentType: 'application/x-ndjson' },
    answers: { 200: json('What became of the lines', IngestAnswer) },
  },
  {
    method: 'post',
    path: '/api/rooms/:roomOid/leave',
    summary: 'The room has ended: its report starts, once',
    answers: { 202: json('The report', ReportEnvelope) },
  },
  {
    method: 'get',
    path: '/api/rooms/:roomOid/excel-status',
    summary: "The status of the room's newest report, live",
    answers: { 200: stream, 204: { description: 'Nothing is left to say' } },
  },
  {
    method: 'get',
    path: '/api/events',
    summary: 'Many rooms on one connection, live',
    query: EventsQuery,
    answers: { 200: stream },
  },
  {
    method: 'post',
    path: '/api/reports',
    summary: 'Starts a report for every room named',
    body: { contentType: 'application/json', schema: ReportRequest },
    answers: { 202: json('What was started and what was not', ReportAnswer) },
  },
  {
    method: 'post',
    path: '/api/reports/estimate',
    summary:
      'What the summaries of such a request would take: tokens, cost, and what leaves the computer',
    body: { contentType: 'application/json', schema: ReportRequest },
    answers: { 200: json('The estimate, by room and in sum', ReportEstimate) },
  },
  {
    method: 'get',
    path: '/api/reports',
    summary: 'Reports, newest first, in pages',
    query: ReportsQuery,
    answers: { 200: json('A page', ReportPage) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid',
    summary: 'One report',
    answers: { 200: json('The report', Report) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/summary',
    summary: "A report's summary, once it is written",
    answers: { 200: json('The summary', Summary) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/attempts',
    summary: 'What became of each attempt, newest first',
    answers: { 200: json('The attempts', AttemptList) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/log',
    summary: 'What happened to a report, line by line, oldest first',
    answers: { 200: json('The lines', ReportLog) },
  },
  {
    method: 'post',
    path: '/api/reports/:reportOid/run-next',
    summary: 'Lets a waiting report run before all others',
    answers: { 202: json('It runs next', ReportEnvelope) },
  },
  {
    method: 'get',
    path: '/api/queue',
    summary: 'The report queue',
    answers: { 200: json('The queue', Queue) },
  },
  {
    method: 'post',
    path: '/api/queue',
    summary: 'Pauses or resumes the queue, or changes how many reports run at once',
    body: { contentType: 'application/json', schema: QueueChange },
    answers: { 200: json('The queue', Queue) },
  },
  ...settingsOperations,
  {
    method: 'post',
    path: '/api/reports/:reportOid/cancel',
    summary: 'Cancels a report',
    answers: { 202: json('It is being cancelled', ReportEnvelope) },
  },
  {
    method: 'post',
    path: '/api/reports/:reportOid/retry',
    summary: 'Goes on from the failed stage',
    answers: { 202: json('It is queued again', ReportEnvelope) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/workbook',
    summary: 'The workbook; takes Range and If-None-Match',
    answers: {
      200: {
        description: 'The .xlsx',
        contentType: workbookType,
      },
      206: { description: 'The part that `Range` asks for', contentType: workbookType },
      304: { description: 'The file is the one of `If-None-Match`' },
      416: json('The file has no such part', Problem),
    },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/preview',
    summary: 'Sheets and charts of the workbook, as its file has them',
    answers: { 200: json('The workbook', WorkbookPreview) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/preview/:sheetIndex',
    summary: 'Some rows of one sheet, as a spreadsheet shows them',
    query: PreviewQuery,
    answers: { 200: json('The rows', PreviewPage) },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/transcript.csv',
    summary: 'The transcript of the report as CSV, harmless to spreadsheet programs',
    answers: { 200: { description: 'The transcript', contentType: 'text/csv' } },
  },
  {
    method: 'get',
    path: '/api/reports/:reportOid/report.md',
    summary: 'The report as Markdown, without the transcript',
    answers: { 200: { description: 'The report', contentType: 'text/markdown' } },
  },
]
