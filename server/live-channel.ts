import type { Logger } from 'pino'
import { sseEvents } from './contract/events.ts'
import type { Queue, ReportStatus } from './contract/reports.ts'
import type { Room } from './contract/rooms.ts'
import { createHealth, type HealthMonitor } from './health.ts'
import { createNews, type News } from './news.ts'
import type { EventLog } from './ports/event-log.ts'
import type { StatusPublisher } from './reports/status.ts'
import { Broadcaster } from './sse/broadcaster.ts'
import { Outbox } from './sse/outbox.ts'
import { SSEChannel } from './sse/SSEChannel.ts'

/** All that is pushed: statuses of reports, news of rooms, queue and imports, and what is wrong with the data. */
export interface LiveChannel {
  broadcaster: Broadcaster
  news: News
  health: HealthMonitor
  publisherOf(reportOid: string, roomOid: string): StatusPublisher
  /** Resolves once everything that was said has been tried. */
  flush(): Promise<void>
}

export interface LiveChannelOptions {
  eventLog: EventLog
  /** As that of `Engine`. */
  landmark: string
  log: Logger
  /** Rooms as they are now; those that are not there are left out. */
  rooms(roomOids: readonly string[]): Promise<readonly Room[]>
  queue(): Promise<Queue>
  /** Hears every report status once it is kept. */
  onReportStatus?: ((status: ReportStatus, isTerminal: boolean) => void) | undefined
}

export async function createLiveChannel(options: LiveChannelOptions): Promise<LiveChannel> {
  const { log } = options
  /** What fails here is told nobody by this channel; it is logged, and damage is kept for `GET /health`. */
  const failed =
    (id: string, words: string) =>
    (error: unknown): void => {
      health.note(error)
      log.error({ id, err: error }, words)
    }
  const onError = failed('sse.failed', 'The event log could not be written')
  const broadcaster = await Broadcaster.open({ log: options.eventLog, onError })
  const outbox = new Outbox({
    log: options.eventLog,
    onError(error) {
      broadcaster.count('appendFailures')
      onError(error)
    },
  })
  const news = createNews({
    outbox,
    rooms: options.rooms,
    queue: options.queue,
    onError: failed('news.failed', 'A change could not be told'),
  })
  const health = createHealth(options.landmark, (problems) => {
    log.error({ id: 'health.changed', problems }, 'What is wrong with the data has changed')
    news.healthChanged(problems)
  })

  function publisherOf(reportOid: string, roomOid: string): StatusPublisher {
    const publisher = new SSEChannel({
      outbox,
      channelKey: `${sseEvents.excelStatus}_${reportOid}_${roomOid}`,
      room: roomOid,
      SSEMsgKey: sseEvents.excelStatus,
      SSEEndKey: sseEvents.excelStatusEnd,
    }).getSSEPublisher()
    return {
      event: (status, isEnd) => (isEnd ? publisher.end(status) : publisher.status(status)),
      told(status, isEnd) {
        if (isEnd) health.note(status.error)
        options.onReportStatus?.(status, isEnd)
      },
      emitText: (piece) =>
        void publisher.emitTransient(sseEvents.summaryDelta, { reportOid, roomOid, ...piece }),
    }
  }

  return { broadcaster, news, health, publisherOf, flush: () => outbox.flush() }
}
