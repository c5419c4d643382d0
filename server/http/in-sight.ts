import type { Response } from 'express'
import type { PartSight, Sight, Sights } from '../access/sight.ts'
import { NotThere } from '../reports/choices.ts'
import type { ReportService } from '../reports/report-service.ts'
import { HttpProblem } from './problem.ts'

/** Which rooms the one sees who asks. */
export const sightOf = (res: Response): Sight => (res.locals['sight'] as Sight | undefined) ?? 'all'

/** Ids of the rooms and overviews that the one sees who asks; undefined: all. */
export async function seenOfReports(
  res: Response,
  reports: Pick<ReportService, 'overviewsOver'>,
): Promise<string[] | undefined> {
  const rooms = seenRooms(res)
  if (rooms === undefined) return undefined
  const overviews = [...(await reports.overviewsOver(rooms))]
  return [...rooms, ...overviews.flatMap(([oid, isSeen]) => (isSeen ? [oid] : []))]
}

/** Ids of the rooms that the one sees who asks; undefined: all. */
export function seenRooms(res: Response): string[] | undefined {
  const sight = sightOf(res)
  return sight === 'all' ? undefined : [...sight.names.keys()]
}

/** What is refused to who does not see all rooms, whatever it names. */
export const closed = (): HttpProblem =>
  new HttpProblem(403, { code: 'forbidden', params: { context: 'limited' } })

/** What somebody sees; null: all. */
export function partOf(res: Response): PartSight | null {
  const sight = sightOf(res)
  return sight === 'all' ? null : sight
}

/**
 * Of rooms that are named the first that is not seen is answered as one that is not there.
 *
 * @throws NotThere
 */
export async function needRooms(
  roomOids: readonly string[] | undefined,
  sight: PartSight,
  sights: Pick<Sights, 'sees'>,
): Promise<void> {
  for (const roomOid of roomOids ?? []) {
    if (!(await sights.sees(sight, roomOid))) throw new NotThere('room', roomOid)
  }
}

/** @throws NotThere where one of its rooms is not seen, as where there is no such group */
export async function needGroup(
  groupOid: string,
  sight: PartSight,
  sights: Pick<Sights, 'groups'>,
): Promise<void> {
  if (!(await sights.groups(sight)).has(groupOid)) throw new NotThere('group', groupOid)
}
