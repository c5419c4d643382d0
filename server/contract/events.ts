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
} as const

export type SseEventName = (typeof sseEvents)[keyof typeof sseEvents]

export const resetReasons = ['unknown-cursor', 'too-old', 'other-epoch'] as const
export type ResetReason = (typeof resetReasons)[number]
