import { z } from 'zod'
import { sseEvents } from '../../server/contract/events.ts'
import { LocalModels } from '../../server/contract/local-models.ts'
import { HealthNews, type HealthProblem } from '../../server/contract/health.ts'
import { Import } from '../../server/contract/imports.ts'
import { Queue, ReportStatus } from '../../server/contract/reports.ts'
import { Room } from '../../server/contract/rooms.ts'
import { ThrownAway } from '../../server/contract/trash.ts'
import type { Followed, Live } from '../api/services.ts'
import type { ConnectionState } from '../features/connection/index.ts'
import { createSharedConnection } from '../sse/shared-connection.ts'
import { closeSSE, createSSE, sseStore, type StreamEvent } from '../sse/SSE.ts'
import { createFrameBatch } from './frame-batch.ts'

/** Data of `SUMMARY_DELTA`, as far as the page needs it. */
const SummaryPiece = z.object({ reportOid: z.string(), text: z.string() })
export type SummaryPiece = z.infer<typeof SummaryPiece>

/** What the live connection tells the store; called once per frame at most. */
export interface LiveListener {
  statuses: (statuses: ReportStatus[]) => void
  rooms: (rooms: Room[]) => void
  imports: (imports: Import[]) => void
  /** What was written of summaries, one piece per report. */
  summaryTexts: (pieces: SummaryPiece[]) => void
  /** Deleted, and taken back; each as it comes, in order. */
  removed: (what: ThrownAway) => void
  restored: (what: ThrownAway) => void
  queue: (queue: Queue) => void
  health: (problems: readonly HealthProblem[]) => void
  models: (models: LocalModels) => void
  connection: (state: ConnectionState) => void
  /** Something may have been missed, as by a new connection: it has to be read by request. */
  opened: () => void
}

export interface LiveOptions {
  url: string
  /** Of the first connection. */
  token: string
  /** Asked for every connection that the server refuses, so that a renewed token is picked up. */
  getToken: () => Promise<string>
  listener: LiveListener
}

/**
 * Subscriptions made in one go; a batch of thousands must not hold up the window. Nothing is lost in
 * between, because a subscription begins with the last status that was heard.
 */
const followedAtOnce = 50

const hear =
  <T>(schema: z.ZodType<T>, act: (value: T) => void) =>
  (event: StreamEvent): void => {
    const value = event.read(schema)
    if (value !== undefined) act(value)
  }

/**
 * Opens the one connection of this window. Statuses of reports come through one `SSE` per room over
 * it; rooms and imports come as topics of it.
 */
export const openLive = ({
  url,
  token,
  getToken,
  listener,
}: LiveOptions): Live & { close(): void } => {
  const statuses = createFrameBatch<ReportStatus>(listener.statuses)
  const rooms = createFrameBatch<Room>(listener.rooms)
  const imports = createFrameBatch<Import>(listener.imports)
  const texts = createFrameBatch<SummaryPiece>(
    listener.summaryTexts,
    (before, { reportOid, text }) => ({ reportOid, text: before.text + text }),
  )
  const queues = createFrameBatch<Queue>((items) => items.forEach((item) => listener.queue(item)))
  let wasOpen = false

  const shared = createSharedConnection({
    baseUrl: url,
    token,
    getToken,
    topics: ['imports', 'rooms', 'queue', 'health', 'models'],
    onState: ({ state }) => {
      if (state === 'closed') return
      if (state === 'open') {
        listener.connection('open')
        wasOpen = true
        listener.opened()
      } else if (state === 'failed') listener.connection('failed')
      else listener.connection(wasOpen ? 'reconnecting' : 'connecting')
    },
  })

  const onStatus = hear(ReportStatus, (status) => statuses.add(status.reportOid, status))

  /** Which report each stream of the store follows. */
  const followed = new Map<string, string>()
  const followOne = ({ roomOid, reportOid, attempt }: Followed) => {
    // Another report of this room may still be followed to its end; both are wanted.
    const isOther = sseStore.has(roomOid) && followed.get(roomOid) !== reportOid
    const key = isOther ? `${roomOid} ${reportOid}` : roomOid
    const source = shared.statusesOf({ roomOid, reportOid, attempt })
    if (sseStore.get(key)?.eventSource === source.name) return
    followed.set(key, reportOid)
    const action = (_: string, event: StreamEvent) => onStatus(event)
    createSSE({
      key,
      source,
      subscriptions: [
        { key: sseEvents.excelStatus, action },
        { key: sseEvents.excelStatusEnd, action },
      ],
      endEvent: { key: sseEvents.excelStatusEnd },
    })
  }

  const waiting: Followed[] = []
  let slice: ReturnType<typeof setTimeout> | undefined
  const followSlice = () => {
    for (const report of waiting.splice(0, followedAtOnce)) followOne(report)
    slice = waiting.length > 0 ? setTimeout(followSlice) : undefined
  }
  const follow: Live['follow'] = (reports) => {
    waiting.push(...reports)
    if (slice === undefined) followSlice()
  }

  // Reports that this window has not started: another program did, or the room was left.
  const onForeign = hear(ReportStatus, (status) => {
    if (!sseStore.has(status.roomOid)) follow([status])
  })
  shared.subscribe(sseEvents.excelStatus, onForeign)
  const onRoom = hear(Room, (room) => rooms.add(room.roomOid, room))
  shared.subscribe(sseEvents.roomChanged, onRoom)
  shared.subscribe(sseEvents.removed, hear(ThrownAway, listener.removed))
  shared.subscribe(sseEvents.restored, hear(ThrownAway, listener.restored))
  const onImport = hear(Import, (item) => imports.add(item.importOid, item))
  shared.subscribe(sseEvents.importStatus, onImport)
  shared.subscribe(sseEvents.importStatusEnd, onImport)
  const onText = hear(SummaryPiece, (piece) => texts.add(piece.reportOid, piece))
  shared.subscribe(sseEvents.summaryDelta, onText)
  const onQueue = hear(Queue, (queue) => queues.add('queue', queue))
  shared.subscribe(sseEvents.queueChanged, onQueue)
  const onHealth = hear(HealthNews, ({ problems }) => listener.health(problems))
  shared.subscribe(sseEvents.healthChanged, onHealth)
  const onModels = hear(LocalModels, (models) => listener.models(models))
  shared.subscribe(sseEvents.modelsChanged, onModels)
  // The stream stayed open but its cursor was of no use; a snapshot follows, the rest is read.
  shared.subscribe(sseEvents.reset, () => listener.opened())
  // News that are in no log were more than the server could keep for this window.
  shared.subscribe(sseEvents.readAgain, () => listener.opened())

  return {
    follow,
    reconnect: () => shared.wake(),
    close: () => {
      clearTimeout(slice)
      closeSSE()
      shared.close()
    },
  }
}
