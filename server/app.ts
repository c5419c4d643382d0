import express, { Router, type Express } from 'express'
import type { Broadcaster } from './sse/broadcaster.ts'
import type { Health } from './contract/health.ts'
import { httpLimits } from './contract/limits.ts'
import type { HealthMonitor } from './health.ts'
import { bodyPatience } from './http/body-patience.ts'
import { refuseWithoutFolder } from './http/folder-guard.ts'
import { createAuth } from './http/auth.ts'
import { estimateRouter } from './http/estimate-router.ts'
import { eventsRouter } from './http/events-router.ts'
import { documentsRouter } from './http/documents-router.ts'
import { guard, type GuardOptions } from './http/guard.ts'
import { importsRouter, type ImportsPort } from './http/imports-router.ts'
import { ingestRouter } from './http/ingest-router.ts'
import { openApiDocument } from './http/openapi.ts'
import { metricsRouter } from './http/metrics-router.ts'
import { methodNotAllowed, notFound, problemHandler } from './http/problem.ts'
import { reportsRouter } from './http/reports-router.ts'
import { roomsRouter } from './http/rooms-router.ts'
import { settingsRouter, type SettingsPorts } from './http/settings-router.ts'
import type { Documents } from './documents/documents.ts'
import type { Reports } from './reports/reports.ts'
import type { LiveRooms } from './rooms/live.ts'
import type { Database } from './store/database.ts'
import type { ReportStore } from './store/report-store.ts'
import type { SummaryChoice } from './summary/choose.ts'
import type { RoomStore } from './store/room-store.ts'

export interface AppDeps extends SettingsPorts {
  version: string
  accessToken: string
  guard: GuardOptions
  db: Database
  rooms: RoomStore
  reportStore: ReportStore
  reports: Reports
  health: HealthMonitor
  documents: Documents
  live: LiveRooms
  imports: ImportsPort
  broadcaster: Broadcaster
  uploadDir: string
  /** The engine of the settings, as they are now. */
  summaryChoice(): SummaryChoice
  /** Says on the live channel that a room has changed. */
  roomChanged(roomOid: string): void
  /** Told of errors that are ours; callers only see a 500. */
  onInternalError(error: unknown): void
  /** Default `httpLimits.bodyIdleMs`. */
  bodyIdleMs?: number | undefined
}

/** The Express app, without listen. The order is the point: guard, then health, then auth, then all else. */
export function createApp(deps: AppDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.use(guard(deps.guard))
  app.use((_req, res, next) => {
    res.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
    next()
  })

  app.use(bodyPatience(deps.bodyIdleMs ?? httpLimits.bodyIdleMs))
  const api = Router()
  const auth = createAuth({
    accessToken: deps.accessToken,
    onSessionEnded: (tokenId) => deps.broadcaster.expireToken(tokenId),
  })
  api
    .route('/health')
    .get((_req, res) => {
      deps.health.checkFolder()
      const problems = [...deps.health.problems()]
      const answer: Health =
        problems.length === 0
          ? { status: 'ok', version: deps.version }
          : { status: 'degraded', version: deps.version, problems }
      res.json(answer)
    })
    .all(methodNotAllowed('GET'))
  api.use(auth.required)
  api.use(auth.router)
  api.use(refuseWithoutFolder(deps.health))
  api
    .route('/openapi.json')
    .get((_req, res) => {
      res.json(openApiDocument(deps.version))
    })
    .all(methodNotAllowed('GET'))
  api.use(eventsRouter({ ...deps, reports: deps.reportStore }))
  api.use(roomsRouter(deps))
  api.use(ingestRouter(deps.live))
  api.use(importsRouter(deps))
  api.use(estimateRouter(deps))
  api.use(reportsRouter(deps))
  api.use(settingsRouter(deps))
  api.use(documentsRouter(deps))
  api.use(metricsRouter(deps))

  app.use('/api', api)
  app.use(notFound)
  app.use(problemHandler(deps.onInternalError))
  return app
}
