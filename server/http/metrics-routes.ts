import type { MetricsSources } from './metrics.ts'
import { route, written, type Route } from './route.ts'

export type { MetricsSources } from './metrics.ts'

/** `/metrics`: Prometheus text. */
export function metricRoutes(sources: MetricsSources): Route[] {
  // Read when somebody asks for the first time; most desktops never do.
  let registry: ReturnType<typeof create> | null = null
  const create = async () => (await import('./metrics.ts')).createMetrics(sources)
  return [
    route({
      method: 'get',
      path: '/metrics',
      summary: 'Counters and gauges, Prometheus text',
      answers: { 200: written('The metrics', 'text/plain') },
      async handle({ res }) {
        registry ??= create()
        const metrics = await registry
        res.type(metrics.contentType).send(await metrics.metrics())
      },
    }),
  ]
}
