import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Nodes } from '../ports/nodes.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { Broadcaster } from '../sse/broadcaster.ts'

export interface MetricsSources {
  broadcaster: Broadcaster
  reports: ReportService
  nodes: Nodes
}

/** What `GET /metrics` tells. docs/operations.md says what each number means. */
export function createMetrics({ broadcaster, reports, nodes }: MetricsSources): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  const add = (name: string, help: string, read: () => number | Promise<number>): void => {
    const collect = async function collect(this: Gauge): Promise<void> {
      this.set(await read())
    }
    new Gauge({ name: `rapporteur_${name}`, help, registers: [registry], collect })
  }
  const addByLabel = (
    name: string,
    help: string,
    label: string,
    read: () => readonly (readonly [string, number])[],
  ): void => {
    const collect = function collect(this: Gauge): void {
      for (const [value, count] of read()) this.set({ [label]: value }, count)
    }
    const labelNames = [label]
    new Gauge({ name: `rapporteur_${name}`, help, labelNames, registers: [registry], collect })
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
  addByLabel('sse_streams_closed_total', 'Event streams closed, by reason', 'reason', () =>
    Object.entries(stats().closed),
  )
  addByLabel('sse_streams_refused_total', 'Event streams refused, by reason', 'reason', () => [
    ['too_many_requests', stats().refused.tooMany],
    ['unavailable', stats().refused.unavailable],
  ])
  addByLabel('reports_ended_total', 'Attempts that ended, by state', 'state', () =>
    Object.entries(reports.stats().ended),
  )
  addByLabel('deliveries_total', 'Mails that were settled, by what became of them', 'state', () =>
    Object.entries(reports.stats().deliveries),
  )
  addByLabel('stage_runs_total', 'Stages that were done', 'stage', () =>
    Object.entries(reports.stats().stages).map(([stage, { runs }]) => [stage, runs]),
  )
  addByLabel('stage_seconds_total', 'Seconds that they took', 'stage', () =>
    Object.entries(reports.stats().stages).map(([stage, { seconds }]) => [stage, seconds]),
  )
  add('report_waits_total', 'Waits for a server, or before a try', () => reports.stats().waits)
  add('report_retries_total', 'Attempts that a person asked for', () => reports.stats().retries)
  add(
    'reports_waiting',
    'Reports that wait for their turn',
    async () => (await reports.queue()).waiting,
  )
  add(
    'reports_running',
    'Reports in one of their stages',
    async () => (await reports.queue()).running,
  )
  add('nodes_alive', 'Servers that share the work', async () => (await nodes.list()).length)
  add(
    'node_silent_seconds',
    'Since this one could last say that it lives',
    () => nodes.stats().silentMs / 1_000,
  )
  add(
    'node_lost_total',
    'How often it stopped because it could not for too long',
    () => nodes.stats().timesLost,
  )
  return registry
}
