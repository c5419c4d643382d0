/**
 * Names of the server-sent events. The data of each is one JSON object; docs/events.md has the table.
 */
export const sseEvents = {
  excelStatus: 'EXCEL_STATUS',
  excelStatusEnd: 'EXCEL_STATUS_END',
  summaryDelta: 'SUMMARY_DELTA',
  ping: 'PING',
  reset: 'RESET',
  authExpired: 'AUTH_EXPIRED',
  /** Sent only on streams that ask for `topics=imports`. Data: Import. */
  importStatus: 'IMPORT_STATUS',
  importStatusEnd: 'IMPORT_STATUS_END',
  /** Sent only on streams that ask for `topics=rooms`. Data: Room. */
  roomChanged: 'ROOM_CHANGED',
  /** Sent only on streams that ask for `topics=queue`. Data: Queue. */
  queueChanged: 'QUEUE_CHANGED',
} as const

export const resetReasons = ['unknown-cursor', 'too-old', 'other-epoch'] as const
export type ResetReason = (typeof resetReasons)[number]

/** What a stream may ask for with `topics=`; `reports` is what every stream carries. */
export const sseTopics = ['reports', 'imports', 'rooms', 'queue'] as const
export type SseTopic = (typeof sseTopics)[number]

/** Events of other topics than `reports` speak to a whole topic instead of to the readers of a room. */
export const topicOfEvent = (event: string): SseTopic => {
  switch (event) {
    case sseEvents.importStatus:
    case sseEvents.importStatusEnd:
      return 'imports'
    case sseEvents.roomChanged:
      return 'rooms'
    case sseEvents.queueChanged:
      return 'queue'
    default:
      return 'reports'
  }
}
