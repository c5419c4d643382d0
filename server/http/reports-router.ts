import express, { Router } from 'express'
import { z } from 'zod'
import { httpLimits } from '../contract/limits.ts'
import { QueueChange, ReportRequest, ReportState, type Queue } from '../contract/reports.ts'
import type { SettingKey } from '../contract/settings.ts'
import type { Reports } from '../reports/reports.ts'
import type { Settings } from '../settings/settings.ts'
import { createFileTags } from './file-tag.ts'
import { HttpProblem, methodNotAllowed } from './problem.ts'
import { decodeCursor, encodeCursor, PageLimit, parseBody, parseQuery } from './validate.ts'

export const ReportsQuery = z.object({
  state: ReportState.optional(),
  roomOid: z.string().max(512).optional(),
  cursor: z.string().max(2_048).optional(),
  limit: PageLimit,
})

export interface ReportsPorts {
  reports: Reports
  settings: Settings
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

/** A changed concurrency is a setting, so that it outlives the app, unless a flag or variable fixes it. */
function changeQueue({ reports, settings }: ReportsPorts, change: QueueChange): Queue {
  const { concurrency } = change
  const isSetting = concurrency !== undefined && isChangeable(settings, 'concurrency')
  if (isSetting) settings.change({ values: { concurrency } })
  return reports.changeQueue(change)
}

const isChangeable = (settings: Settings, key: SettingKey): boolean =>
  !['flag', 'environment'].includes(settings.view().sources[key] ?? '')

export function reportsRouter(ports: ReportsPorts): Router {
  const { reports } = ports
  const etagOf = createFileTags()
  const router = Router()

  router
    .route('/reports')
    .get((req, res) => {
      const { state, roomOid, cursor, limit } = parseQuery(ReportsQuery, req)
      const filter = { state, roomOid }
      const beforeId = decodeCursor(ReportCursor, cursor)
      const { items, lastId } = reports.list(filter, { beforeId, limit })
      const nextCursor = lastId !== null && items.length === limit ? encodeCursor(lastId) : null
      res.json({ items, nextCursor, total: reports.count(filter) })
    })
    .post(express.json({ limit: httpLimits.maxJsonBytes }), (req, res) => {
      const request = parseBody(ReportRequest, req)
      res.status(202).json(reports.trigger(request, idempotencyKey(req.get('idempotency-key'))))
    })
    .all(methodNotAllowed('GET', 'POST'))

  router
    .route('/reports/:reportOid')
    .get((req, res) => {
      res.json(found(reports.get(req.params.reportOid), req.params.reportOid))
    })
    .all(methodNotAllowed('GET'))

  router
    .route('/reports/:reportOid/summary')
    .get((req, res) => {
      const { reportOid } = req.params
      found(reports.get(reportOid), reportOid)
      const summary = reports.summary(reportOid)
      if (summary === null) {
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'summary' } })
      }
      res.json(summary)
    })
    .all(methodNotAllowed('GET'))

  router
    .route('/reports/:reportOid/attempts')
    .get((req, res) => {
      const { reportOid } = req.params
      found(reports.get(reportOid), reportOid)
      res.json({ items: reports.attempts(reportOid) })
    })
    .all(methodNotAllowed('GET'))

  router
    .route('/reports/:reportOid/log')
    .get((req, res) => {
      const { reportOid } = req.params
      found(reports.get(reportOid), reportOid)
      res.json({ items: reports.logOf(reportOid) })
    })
    .all(methodNotAllowed('GET'))

  router
    .route('/reports/:reportOid/run-next')
    .post((req, res) => {
      const { reportOid } = req.params
      res.status(202).json({ report: found(reports.runNext(reportOid), reportOid) })
    })
    .all(methodNotAllowed('POST'))

  router
    .route('/queue')
    .get((_req, res) => {
      res.json(reports.queue())
    })
    .post(express.json({ limit: httpLimits.maxJsonBytes }), (req, res) => {
      res.json(changeQueue(ports, parseBody(QueueChange, req)))
    })
    .all(methodNotAllowed('GET', 'POST'))

  router
    .route('/reports/:reportOid/cancel')
    .post((req, res) => {
      const { reportOid } = req.params
      res.status(202).json({ report: found(reports.cancel(reportOid), reportOid) })
    })
    .all(methodNotAllowed('POST'))

  router
    .route('/reports/:reportOid/retry')
    .post((req, res) => {
      const { reportOid } = req.params
      res.status(202).json({ report: found(reports.retry(reportOid), reportOid) })
    })
    .all(methodNotAllowed('POST'))

  router
    .route('/reports/:reportOid/workbook')
    .get(async (req, res, next) => {
      const { reportOid } = req.params
      const { workbook } = found(reports.get(reportOid), reportOid)
      if (workbook === undefined) {
        throw new HttpProblem(404, { code: 'workbook_not_ready', params: {} })
      }
      const path = reports.workbookPath(reportOid)
      const tag = path === null ? null : await etagOf(path)
      if (path === null || tag === null) {
        throw new HttpProblem(404, {
          code: 'workbook_missing',
          params: { file: workbook.fileName },
        })
      }
      res.attachment(workbook.fileName)
      res.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      res.set({ ETag: tag, 'X-Content-Type-Options': 'nosniff' })
      // `send` answers Range, If-Range and If-None-Match.
      res.sendFile(path, { cacheControl: false, dotfiles: 'allow' }, (error) => {
        if (error && !res.headersSent) next(error)
      })
    })
    .all(methodNotAllowed('GET'))

  return router
}
