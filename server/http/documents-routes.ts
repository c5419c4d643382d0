import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { z } from 'zod'
import { previewLimits } from '../workbook/preview/limits.ts'
import { PreviewPage, WorkbookPreview } from '../contract/preview.ts'
import type { Report, WorkbookFile } from '../contract/reports.ts'
import { DocumentError } from '../documents/document-error.ts'
import type { Documents } from '../documents/documents.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { DocumentFailure } from '../documents/messages.ts'
import { HttpProblem } from './problem.ts'
import { json, route, written, type Route } from './route.ts'

const PreviewQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(previewLimits.maxPageRows)
    .default(previewLimits.defaultPageRows),
})

const SheetIndex = z.coerce.number().int().min(0).max(10_000)

type ReportsPort = Pick<ReportService, 'get' | 'workbookKey'>

export interface DocumentPorts {
  reports: ReportsPort
  documents: Documents
}

/** What a person sees of a report without a spreadsheet program: a preview, and other forms of it. */
export const documentRoutes = ({ reports, documents }: DocumentPorts): Route[] => [
  route({
    method: 'get',
    path: '/reports/:reportOid/preview',
    summary: 'Sheets and charts of the workbook, as its file has them',
    answers: { 200: json('The workbook', WorkbookPreview) },
    async handle({ params }) {
      const { fileName, bytes, key } = await workbookOf(reports, params.reportOid)
      const sheets = await told(documents.ask({ type: 'sheets', key }))
      return { fileName, bytes, sheets }
    },
  }),
  route({
    method: 'get',
    path: '/reports/:reportOid/preview/:sheetIndex',
    summary: 'Some rows of one sheet, as a spreadsheet shows them',
    params: { sheetIndex: SheetIndex },
    query: PreviewQuery,
    answers: { 200: json('The rows', PreviewPage) },
    async handle({ params: { reportOid, sheetIndex: index }, query }) {
      const { key } = await workbookOf(reports, reportOid)
      const page = await told(documents.ask({ type: 'page', reportOid, key, index, ...query }))
      if (page !== null) return page
      throw new HttpProblem(404, {
        code: 'not_found',
        params: { context: 'sheet', sheet: JSON.stringify(String(index)) },
      })
    },
  }),
  route({
    method: 'get',
    path: '/reports/:reportOid/transcript.csv',
    summary: 'The transcript of the report as CSV, harmless to spreadsheet programs',
    answers: { 200: written('The transcript', 'text/csv') },
    async handle({ params: { reportOid }, res }) {
      const { fileName } = writtenWorkbook(await found(reports, reportOid))
      const pieces = documents.csv(reportOid)
      // The first piece tells whether there is anything to send; until then an error has an answer.
      const first = await told(pieces.next())
      attach(res, fileName, 'csv', 'text/csv; charset=utf-8; header=present')
      async function* all(): AsyncGenerator<string> {
        if (first.done !== true) yield first.value
        yield* pieces
      }
      try {
        await pipeline(Readable.from(all()), res)
      } catch (error) {
        // A reader that goes away is no error of ours; `pipeline` has ended both sides.
        if (!res.destroyed || error instanceof DocumentError) throw error
      } finally {
        await pieces.return()
      }
    },
  }),
  route({
    method: 'get',
    path: '/reports/:reportOid/report.md',
    summary: 'The report as Markdown, without the transcript',
    answers: { 200: written('The report', 'text/markdown') },
    async handle({ params: { reportOid }, res }) {
      const { fileName } = writtenWorkbook(await found(reports, reportOid))
      const markdown = await told(documents.ask({ type: 'markdown', reportOid }))
      attach(res, fileName, 'md', 'text/markdown; charset=utf-8')
      res.send(markdown)
    },
  }),
  route({
    method: 'get',
    path: '/reports/:reportOid/report.html',
    summary: 'The report as one page that needs nothing else, without the transcript',
    answers: { 200: written('The report', 'text/html') },
    async handle({ params: { reportOid }, res }) {
      const { fileName } = writtenWorkbook(await found(reports, reportOid))
      const page = await told(documents.ask({ type: 'html', reportOid }))
      attach(res, fileName, 'html', 'text/html; charset=utf-8')
      // Opened in place by a program, it is still a page of a stranger.
      res.set('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
      res.send(page)
    },
  }),
]

async function found(reports: ReportsPort, reportOid: string): Promise<Report> {
  const report = await reports.get(reportOid)
  if (report !== null) return report
  throw new HttpProblem(404, { code: 'report_not_found', params: { report: reportOid } })
}

function writtenWorkbook({ workbook }: Report): WorkbookFile {
  if (workbook !== undefined) return workbook
  throw new HttpProblem(404, { code: 'workbook_not_ready', params: {} })
}

async function workbookOf(
  reports: ReportsPort,
  reportOid: string,
): Promise<WorkbookFile & { key: string }> {
  const workbook = writtenWorkbook(await found(reports, reportOid))
  const key = await reports.workbookKey(reportOid)
  if (key !== null) return { ...workbook, key }
  throw new HttpProblem(404, { code: 'workbook_missing', params: { file: workbook.fileName } })
}

/** The same name as the workbook, with another ending. */
function attach(res: Response, fileName: string, extension: string, type: string): void {
  res.attachment(fileName.replace(/\.xlsx$/, `.${extension}`))
  res.set('Content-Type', type)
}

function problemOf(failure: Exclude<DocumentFailure, { code: 'internal' }>): HttpProblem {
  switch (failure.code) {
    case 'not_ready':
      return new HttpProblem(404, { code: 'workbook_not_ready', params: {} })
    case 'room_gone':
      return new HttpProblem(404, { code: 'room_not_found', params: { context: 'of_report' } })
    case 'no_transcript':
      return new HttpProblem(404, { code: 'not_found', params: { context: 'transcript' } })
    case 'file_gone':
      return new HttpProblem(404, { code: 'workbook_missing', params: { context: 'unnamed' } })
    case 'unreadable': {
      const params = { context: 'workbook', text: failure.why } as const
      return new HttpProblem(422, { code: 'unreadable_file', params })
    }
  }
}

/** The same promise, its failure told as a problem. */
async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof DocumentError) || error.failure.code === 'internal') throw error
    throw problemOf(error.failure)
  }
}
