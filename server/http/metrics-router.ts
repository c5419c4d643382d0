import { Router } from 'express'
import type { MetricsSources } from './metrics.ts'
import { methodNotAllowed } from './problem.ts'

/** `GET /metrics`: Prometheus text. */
export function metricsRouter(sources: MetricsSources): Router {
  // Read when somebody asks for the first time; most desktops never do.
  let registry: ReturnType<typeof create> | null = null
  const create = async () => (await import('./metrics.ts')).createMetrics(sources)
  const router = Router()
  router
    .route('/metrics')
    .get(async (_req, res) => {
      registry ??= create()
      const metrics = await registry
      res.type(metrics.contentType).send(await metrics.metrics())
    })
    .all(methodNotAllowed('GET'))
  return router
}
