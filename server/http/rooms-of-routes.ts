/**
 * What a route tells of rooms, and so what becomes of it for somebody who does not see all of them:
 *
 * - `nothing`: it is as for everybody;
 * - `room`, `report`, `group`, `schedule`: what its path names is not there for them where they do not see it, every room
 *   of it where it is of many;
 * - `mail`: as `report`; where others share its mail, those must be seen, too;
 * - `chosen`: the route itself leaves out what they do not see;
 * - `whole`: it tells of all rooms, or changes what others see of them: 403;
 * - `admin`: it takes an admin, who sees all rooms;
 * - an object: this is the answer, in which nothing stands.
 */
export type RoomsOfRoute =
  | 'nothing'
  | 'room'
  | 'report'
  | 'mail'
  | 'group'
  | 'schedule'
  | 'chosen'
  | 'whole'
  | 'admin'
  | { answer: object }

const noItems = { answer: { items: [] } }
const emptyPage = { answer: { items: [], nextCursor: null, total: 0 } }

/** Every route. One that is missing here is refused as `whole`, and a test fails. */
export const roomsOfRoutes: Readonly<Record<string, RoomsOfRoute>> = {
  'GET /health': 'nothing',
  'GET /sign-in': 'nothing',
  'GET /sign-in/start': 'nothing',
  'GET /sign-in/callback': 'nothing',
  'POST /sign-in/codes': 'nothing',
  'POST /sign-in/session': 'nothing',
  'POST /session': 'nothing',
  'DELETE /session': 'nothing',
  'GET /openapi.json': 'nothing',

  'GET /events': 'chosen',
  'GET /rooms/:roomOid/excel-status': 'chosen',

  'GET /rooms': 'chosen',
  'POST /rooms/merge': 'chosen',
  'GET /rooms/:roomOid': 'room',
  'PATCH /rooms/:roomOid': 'room',
  'DELETE /rooms/:roomOid': 'room',
  'GET /rooms/:roomOid/messages': 'room',
  // An id that nobody has yet makes a room, so that one that is taken would be told apart.
  'POST /rooms/:roomOid/messages': 'whole',
  'POST /rooms/:roomOid/leave': 'room',
  'GET /rooms/:roomOid/choices': 'room',
  'PATCH /rooms/:roomOid/choices': 'room',

  // How often somebody has written is counted over all rooms.
  'GET /people': emptyPage,
  'GET /people/suggestions': noItems,
  'GET /people/:personOid': 'whole',
  'PATCH /people': 'admin',
  'PATCH /people/:personOid': 'admin',
  'POST /people/merge': 'admin',
  'POST /people/split': 'admin',
  'POST /people/apart': 'admin',

  'GET /search': 'chosen',

  // What a file brings may belong to rooms that are there already.
  'POST /imports': 'whole',
  'GET /imports/:importOid': 'whole',
  'POST /imports/:importOid/cancel': 'whole',
  'POST /imports/:importOid/retry': 'whole',
  'DELETE /imports/:importOid': 'whole',

  'POST /reports/estimate': 'chosen',
  'GET /reports': 'chosen',
  'POST /reports': 'chosen',
  'POST /overviews': 'chosen',
  'GET /reports/:reportOid': 'report',
  'DELETE /reports/:reportOid': 'report',
  'GET /reports/:reportOid/covered': 'report',
  'GET /reports/:reportOid/summary': 'report',
  'PATCH /reports/:reportOid/summary': 'report',
  'GET /reports/:reportOid/attempts': 'report',
  'GET /reports/:reportOid/log': 'report',
  'POST /reports/:reportOid/run-next': 'report',
  'POST /reports/:reportOid/cancel': 'report',
  'POST /reports/:reportOid/quotes': 'report',
  'POST /reports/:reportOid/retry': 'report',
  'GET /reports/:reportOid/workbook': 'report',
  'GET /reports/:reportOid/preview': 'report',
  'GET /reports/:reportOid/preview/:sheetIndex': 'report',
  'GET /reports/:reportOid/transcript.csv': 'report',
  'GET /reports/:reportOid/report.md': 'report',
  'GET /reports/:reportOid/report.html': 'report',
  'GET /reports/:reportOid/dispatches': 'report',
  'POST /reports/:reportOid/dispatches/retry': 'report',
  'GET /reports/:reportOid/mail': 'mail',
  'POST /reports/:reportOid/approval': 'mail',
  'POST /reports/:reportOid/approval-link': 'mail',
  'GET /queue': 'chosen',
  'POST /queue': 'whole',

  'GET /groups': 'chosen',
  'POST /groups': 'chosen',
  'POST /groups/rooms': 'chosen',
  'GET /groups/:groupOid': 'group',
  'PATCH /groups/:groupOid': 'group',
  'DELETE /groups/:groupOid': 'group',
  'GET /groups/:groupOid/rooms': 'group',
  'GET /choices': 'chosen',

  'GET /schedules': 'chosen',
  'POST /schedules': 'chosen',
  'POST /schedules/next': 'nothing',
  'GET /schedules/:scheduleOid': 'schedule',
  'PATCH /schedules/:scheduleOid': 'schedule',
  'DELETE /schedules/:scheduleOid': 'schedule',
  'POST /schedules/:scheduleOid/run': 'schedule',
  'GET /schedules/:scheduleOid/runs': 'schedule',

  'GET /connections': { answer: { items: [], canKeepSecrets: false } },
  'POST /connections': 'admin',
  'PATCH /connections/:connectionOid': 'admin',
  'DELETE /connections/:connectionOid': 'admin',
  'POST /connections/:connectionOid/test': 'admin',
  'GET /connections/:connectionOid/rooms': 'admin',
  'POST /connections/:connectionOid/pause': 'admin',
  'POST /connections/:connectionOid/resume': 'admin',

  'POST /trash': 'chosen',
  // Only who has thrown something away is told its id, which nobody can guess.
  'POST /trash/:trashOid/restore': 'nothing',

  'GET /settings': 'nothing',
  'PATCH /settings': 'admin',
  'POST /settings/test-mail': 'admin',
  'POST /settings/test-summary': 'admin',
  'POST /settings/models': 'admin',
  'GET /settings/model-servers': 'nothing',
  'GET /local-models': 'nothing',
  'POST /local-models/:modelId/download': 'admin',
  'DELETE /local-models/:modelId/download': 'admin',
  'DELETE /local-models/:modelId': 'admin',

  // Counters over all rooms.
  'GET /metrics': 'whole',

  'GET /access/me': 'nothing',
  'GET /access/tokens': 'admin',
  'POST /access/tokens': 'admin',
  'DELETE /access/tokens/:tokenOid': 'admin',
  'GET /access/accounts': 'admin',
  'PATCH /access/accounts/:accountOid': 'admin',
  'GET /access/limits': 'admin',
  'PATCH /access/limits': 'admin',
  'GET /access/audit': 'admin',
}
