import type { Logger } from 'pino'
import { sseEvents } from './contract/events.ts'
import type { Queue, ReportStatus } from './contract/reports.ts'
import type { Room } from './contract/rooms.ts'
import { createHealth, type HealthMonitor } from './health.ts'
import { createNews, type News } from './news.ts'
import type { StatusPublisher } from './reports/tracker.ts'
import { Broadcaster } from './sse/broadcaster.ts'
import type { EventLogStore } from './sse/event-log.ts'
import { SSEChannel } from './sse/SSEChannel.ts'

/** All that is pushed: statuses of reports, news of rooms, queue and imports, and what is wrong with the data. */
export interface LiveChannel {
  broadcaster: Broadcaster
  news: News
  health: HealthMonitor
  /** For one report and one attempt at it. */
  openPublisher(reportOid: string, roomOid: string): StatusPublisher
}

export interface LiveChannelOptions {
  events: EventLogStore
  databaseFile: string
  log: Logger
  /** Rooms as they are now; those that are not there are left out. */
  rooms(roomOids: readonly string[]): Promise<readonly Room[]>
  queue(): Queue
  /** Hears every report status after it was published. */
  onReportStatus?: ((status: ReportStatus, isTerminal: boolean) => void) | undefined
}

export function createLiveChannel(options: LiveChannelOptions): LiveChannel {
  const { log } = options
  /** What fails here is told nobody by this channel; it is logged, and damage is kept for `GET /health`. */
  const failed =
    (id: string, words: string) =>
    (error: unknown): void => {
      health.note(error)
      log.error({ id, err: error }, words)
    }
  const broadcaster = new Broadcaster({
    log: options.events,
    onError: failed('sse.failed', 'The event log could not be written'),
  })
  const news = createNews({
    broadcaster,
    rooms: options.rooms,
    queue: options.queue,
    onError: failed('news.failed', 'A change could not be told'),
  })
  const health = createHealth(options.databaseFile, (problems) => {
    log.error({ id: 'health.changed', problems }, 'What is wrong with the data has changed')
    news.healthChanged(problems)
  })

  function openPublisher(reportOid: string, roomOid: string): StatusPublisher {
    const open = () =>
      new SSEChannel({
        broadcaster,
        channelKey: `${sseEvents.excelStatus}_${reportOid}_${roomOid}`,
        room: roomOid,
        SSEMsgKey: sseEvents.excelStatus,
        SSEEndKey: sseEvents.excelStatusEnd,
      }).getSSEPublisher()
    const publisher = open()
    return {
      emit(status) {
        publisher.emit(status)
        options.onReportStatus?.(status, false)
      },
      emitText: (piece) =>
        void publisher.emitTransient(sseEvents.summaryDelta, { reportOid, roomOid, ...piece }),
      end(status) {
        health.note(status.error)
        // A channel of its own: an end that could not be written down is said again.
        open().closeChannel(status)
        options.onReportStatus?.(status, true)
      },
    }
  }

  return { broadcaster, news, health, openPublisher }
}
