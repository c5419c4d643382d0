import { Router } from 'express'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Reports } from '../reports/reports.ts'
import type { Broadcaster } from '../sse/broadcaster.ts'
import { methodNotAllowed } from './problem.ts'

/** `GET /metrics`: Prometheus text. docs/operations.md says what each number tells. */
export function metricsRouter(deps: { broadcaster: Broadcaster; reports: Reports }): Router {
  const { broadcaster, reports } = deps
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  const add = (name: string, help: string, read: () => number): void => {
    const collect = function collect(this: Gauge): void {
      this.set(read())
    }
    new Gauge({ name: `rapporteur_${name}`, help, registers: [registry], collect })
  }
  const stats = () => broadcaster.stats()

  add('sse_streams_open', 'Event streams open now', () => stats().open)
  add('sse_streams_opened_total', 'Event streams opened', () => stats().opened)
  add('sse_events_published_total', 'Events taken from publishers', () => stats().published)
  add(
    'sse_events_delivered_total',
    'Events handed to streams, once for each',
    () => stats().delivered,
  )
  add('sse_bytes_total', 'Bytes handed to streams', () => stats().bytes)
  add('sse_replays_total', 'Streams that resumed from the event log', () => stats().replays)
  add('sse_resets_total', 'Streams whose cursor was of no use', () => stats().resets)
  add(
    'sse_queue_high_water_bytes',
    'Most that ever waited for one reader',
    () => stats().queueHighWater,
  )
  add(
    'sse_append_failures_total',
    'Writes to the event log that failed',
    () => stats().appendFailures,
  )
  new Gauge({
    name: 'rapporteur_sse_streams_closed_total',
    help: 'Event streams closed, by reason',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      for (const [reason, count] of Object.entries(stats().closed)) this.set({ reason }, count)
    },
  })
  new Gauge({
    name: 'rapporteur_sse_streams_refused_total',
    help: 'Event streams refused before they started, by reason',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      const { tooMany, unavailable } = stats().refused
      this.set({ reason: 'too_many_requests' }, tooMany)
      this.set({ reason: 'unavailable' }, unavailable)
    },
  })
  add('reports_waiting', 'Reports that wait for their turn', () => reports.queue().waiting)
  add('reports_running', 'Reports in one of their stages', () => reports.queue().running)

  const router = Router()
  router
    .route('/metrics')
    .get(async (_req, res) => {
      res.type(registry.contentType).send(await registry.metrics())
    })
    .all(methodNotAllowed('GET'))
  return router
}
