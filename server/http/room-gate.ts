import type { RequestHandler, Response } from 'express'
import type { PartSight, Sight, Sights } from '../access/sight.ts'
import { NotThere } from '../reports/choices.ts'
import type { ReportService } from '../reports/report-service.ts'
import { whoOf } from './gate.ts'
import type { Named } from './pass-gate.ts'
import { HttpProblem } from './problem.ts'
import { roomsOfRoutes, type RoomsOfRoute } from './rooms-of-routes.ts'
import type { Route } from './route.ts'

export interface RoomGatePorts {
  sights: Sights
  reports: Pick<ReportService, 'get'>
}

/** Which rooms the one sees who asks. */
export const sightOf = (res: Response): Sight => (res.locals['sight'] as Sight | undefined) ?? 'all'

/** Ids of the rooms that the one sees who asks; undefined: all. */
export function seenRooms(res: Response): string[] | undefined {
  const sight = sightOf(res)
  return sight === 'all' ? undefined : [...sight.names.keys()]
}

const forbidden = () => new HttpProblem(403, { code: 'forbidden', params: { context: 'limited' } })

/** Throws the same as the route does for an id that nobody has. */
async function lookFor(
  ways: RoomsOfRoute,
  { roomOid, reportOid }: Named,
  sight: PartSight,
  { sights, reports }: RoomGatePorts,
): Promise<void> {
  if (ways === 'room' && typeof roomOid === 'string' && (await sights.hides(sight, roomOid))) {
    throw new NotThere('room', roomOid)
  }
  if (ways !== 'report' || typeof reportOid !== 'string') return
  const report = await reports.get(reportOid)
  if (report === null) return
  const isSeen = report.kind !== 'overview' && sight.names.has(report.mergedInto ?? report.roomOid)
  if (!isSeen) {
    throw new HttpProblem(404, { code: 'report_not_found', params: { report: reportOid } })
  }
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
      if (isChangeOfGroup && who.role !== 'admin') {
        // It would open rooms that an admin has limited by their group.
        if (await ports.sights.isLimited(String(req.params['groupOid']))) throw forbidden()
      }
      if (sight === 'all') return next()
      if (ways === 'whole' || ways === 'admin') throw forbidden()
      if (typeof ways === 'object') return void res.json(ways.answer)
      res.locals['sight'] = sight
      res.locals['before'] = (named: Named) => lookFor(ways, named, sight, ports)
      next()
    }
  }
