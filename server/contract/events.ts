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
  /**
   * Data: ReadAgain. Rooms, queue, health and models are not in the event log; when news of them could not be kept
   * for a reader, it is told so and asks for them by request.
   */
  readAgain: 'READ_AGAIN',
  /** Sent only on streams that ask for `topics=imports`. Data: Import. */
  importStatus: 'IMPORT_STATUS',
  importStatusEnd: 'IMPORT_STATUS_END',
  /** Sent only on streams that ask for `topics=rooms`. Data: Room. */
  roomChanged: 'ROOM_CHANGED',
  /** People were merged, split, named or given a role; read them by request. Only with `topics=rooms`. Data: {}. */
  peopleChanged: 'PEOPLE_CHANGED',
  /** Rooms, reports and imports that were deleted. Only with `topics=rooms`. Data: ThrownAway. */
  removed: 'REMOVED',
  /** Deletes that were taken back; read them by request. Only with `topics=rooms`. Data: ThrownAway. */
  restored: 'RESTORED',
  /** Sent only on streams that ask for `topics=connections`. Data: ConnectionNews. */
  connectionChanged: 'CONNECTION_CHANGED',
  /** Sent only on streams that ask for `topics=queue`. Data: Queue. */
  queueChanged: 'QUEUE_CHANGED',
  /** Sent only on streams that ask for `topics=health`. Data: HealthNews. */
  healthChanged: 'HEALTH_CHANGED',
  /** Sent only on streams that ask for `topics=models`. Data: LocalModels. */
  modelsChanged: 'MODELS_CHANGED',
  /** Sent only on streams that ask for `topics=search`. Data: SearchNews. */
  searchChanged: 'SEARCH_CHANGED',
  /** Groups were made, changed or removed; read them by request. Only with `topics=schedules`. Data: {}. */
  groupsChanged: 'GROUPS_CHANGED',
  /** Schedules were made, changed or removed, or have run; read them by request. Only with `topics=schedules`. Data: {}. */
  schedulesChanged: 'SCHEDULES_CHANGED',
  /** A run of a schedule is over, told once. Only with `topics=schedules`. Data: ScheduleRunNews. */
  scheduleRunEnd: 'SCHEDULE_RUN_END',
} as const

/** Told between nodes and shown to nobody: whoever is not an admin may see other rooms now. */
export const accessChanged = 'ACCESS_CHANGED'

export const resetReasons = ['unknown-cursor', 'too-old', 'other-epoch'] as const
export type ResetReason = (typeof resetReasons)[number]

/** What a stream may ask for with `topics=`; `reports` is what every stream carries. */
export const sseTopics = [
  'reports',
  'imports',
  'rooms',
  'queue',
  'health',
  'models',
  'search',
  'schedules',
  'connections',
] as const
export type SseTopic = (typeof sseTopics)[number]

/** Data of `READ_AGAIN`: the topics whose present state has to be read by request. */
export interface ReadAgain {
  topics: SseTopic[]
}

/** Topics whose events are not in the log: they say how something is now, and a request says it too. */
export const unloggedTopics: readonly SseTopic[] = [
  'rooms',
  'queue',
  'health',
  'models',
  'search',
  'schedules',
  'connections',
]

/** Events of other topics than `reports` speak to a whole topic instead of to the readers of a room. */
export const topicOfEvent = (event: string): SseTopic | 'access' => {
  switch (event) {
    // No stream can ask for it.
    case accessChanged:
      return 'access'
    case sseEvents.importStatus:
    case sseEvents.importStatusEnd:
      return 'imports'
    case sseEvents.roomChanged:
    case sseEvents.peopleChanged:
    case sseEvents.removed:
    case sseEvents.restored:
      return 'rooms'
    case sseEvents.queueChanged:
      return 'queue'
    case sseEvents.healthChanged:
      return 'health'
    case sseEvents.modelsChanged:
      return 'models'
    case sseEvents.searchChanged:
      return 'search'
    case sseEvents.connectionChanged:
      return 'connections'
    case sseEvents.groupsChanged:
    case sseEvents.schedulesChanged:
    case sseEvents.scheduleRunEnd:
      return 'schedules'
    default:
      return 'reports'
  }
}
