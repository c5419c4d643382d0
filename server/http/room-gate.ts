import type { RequestHandler } from 'express'
import type { PartSight, Sights } from '../access/sight.ts'
import { NotThere } from '../reports/choices.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { ScheduleService } from '../schedules/schedules.ts'
import { whoOf } from './gate.ts'
import type { Named } from './pass-gate.ts'
import { closed, needGroup } from './in-sight.ts'
import { isScheduleSeen } from './seen-schedules.ts'
import { HttpProblem } from './problem.ts'
import { roomsOfRoutes, type RoomsOfRoute } from './rooms-of-routes.ts'
import type { Route } from './route.ts'

export interface RoomGatePorts {
  sights: Sights
  reports: Pick<ReportService, 'get' | 'roomsOf' | 'overviewsOver'>
  schedules: Pick<ScheduleService, 'get'>
}

/** Throws the same as the route does for an id that nobody has. */
async function lookFor(
  ways: RoomsOfRoute,
  { roomOid, reportOid, groupOid, scheduleOid }: Named,
  sight: PartSight,
  { sights, reports, schedules }: RoomGatePorts,
): Promise<void> {
  if (ways === 'room' && typeof roomOid === 'string' && (await sights.hides(sight, roomOid))) {
    throw new NotThere('room', roomOid)
  }
  if (ways === 'group' && typeof groupOid === 'string') await needGroup(groupOid, sight, sights)
  if (ways === 'schedule' && typeof scheduleOid === 'string') {
    const isSeen = await isScheduleSeen(await schedules.get(scheduleOid), sight, sights)
    if (!isSeen) throw new NotThere('schedule', scheduleOid)
  }
  if ((ways !== 'report' && ways !== 'mail') || typeof reportOid !== 'string') return
  const areSeen = async (of: 'report' | 'mail'): Promise<boolean> =>
    (await reports.roomsOf(reportOid, of)).every((oid) => sight.names.has(oid))
  if (!(await areSeen('report'))) {
    throw new HttpProblem(404, { code: 'report_not_found', params: { report: reportOid } })
  }
  if (ways === 'mail' && !(await areSeen('mail'))) throw closed()
}

/**
 * Stands behind the gate of roles: nothing of a room gets out to somebody who does not see it. Ids of a path are looked at
 * right before the route works, once all else of the request was found good, so that every answer is the one that an
 * unknown id would get.
 */
export const roomGateOf =
  (ports: RoomGatePorts) =>
  ({ method, path, needs }: Pick<Route, 'method' | 'path' | 'needs'>): RequestHandler => {
    const ways = roomsOfRoutes[`${method.toUpperCase()} ${path}`] ?? 'whole'
    // Only as long as the gate of roles lets nobody else in.
    const isOpen = ways === 'nothing' || (ways === 'admin' && needs === 'admin')
    if (isOpen) return (_req, _res, next) => next()
    const isChangeOfGroup = path === '/groups/:groupOid' && method !== 'get'
    return async (req, res, next) => {
      const who = whoOf(res)
      const sight = await ports.sights.of(who)
      // It would open rooms that an admin has limited by their group.
      const needOpenGroup = async (): Promise<void> => {
        if (!isChangeOfGroup || who.role === 'admin') return
        if (await ports.sights.isLimited(String(req.params['groupOid']))) throw closed()
      }
      if (sight === 'all') {
        await needOpenGroup()
        return next()
      }
      if (ways === 'whole' || ways === 'admin') throw closed()
      if (typeof ways === 'object') return void res.json(ways.answer)
      res.locals['sight'] = sight
      res.locals['before'] = async (named: Named) => {
        await lookFor(ways, named, sight, ports)
        await needOpenGroup()
      }
      next()
    }
  }
