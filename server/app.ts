import express, { type Express } from 'express'
import { httpLimits } from './contract/limits.ts'
import { createApi, type ApiPorts } from './http/api.ts'
import { approvalPage } from './http/approval-page.ts'
import { approvalPath } from './reports/approval-link.ts'
import { createAuth } from './http/auth.ts'
import { bodyPatience } from './http/body-patience.ts'
import { guard, type GuardOptions } from './http/guard.ts'
import type { Sessions } from './ports/sessions.ts'
import { page } from './http/page.ts'
import { probes, type ProbePorts } from './http/probes.ts'
import { notFound, problemHandler } from './http/problem.ts'

export interface AppDeps extends ApiPorts, ProbePorts {
  accessToken: string
  sessions: Sessions
  guard: GuardOptions
  /** Told of errors that are ours; callers only see a 500. */
  onInternalError(error: unknown): void
  /** Folder of the built window, for browsers. Default: none, as the app shows its own. */
  pageFolder?: string | undefined
  /** Default `httpLimits.bodyIdleMs`. */
  bodyIdleMs?: number | undefined
}

/** The Express app, without listen. But for the probes, strangers are refused before anything else is looked at. */
export function createApp(deps: AppDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.use(probes(deps))
  app.use(guard(deps.guard))
  app.use((_req, res, next) => {
    res.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
    next()
  })
  app.use(bodyPatience(deps.bodyIdleMs ?? httpLimits.bodyIdleMs))
  const auth = createAuth(deps)
  app.use('/api', createApi(deps, auth).router)
  app.use(approvalPath, approvalPage(deps))
  if (deps.pageFolder !== undefined) app.use(page(deps.pageFolder))
  app.use(notFound)
  app.use(problemHandler(deps.onInternalError))
  return app
}
