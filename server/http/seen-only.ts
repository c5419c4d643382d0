import type { Response } from 'express'
import type { Sights } from '../access/sight.ts'
import type { ReportRequest } from '../contract/report-options.ts'
import type { ReportAnswer } from '../contract/reports.ts'
import { whoOf } from './gate.ts'
import { needGroup, sightOf } from './in-sight.ts'

type Rejected = ReportAnswer['rejected']

/** What of a request says of which rooms it is. */
type RoomsAsked = Pick<ReportRequest, 'roomOids' | 'groupOid'>

export interface SeenOnly<Body extends RoomsAsked> {
  /** The request without the rooms that are not seen. */
  body: Body
  /** What was rejected, with those rooms among it as if they were not there; in the order of the request. */
  inOrder(rejected: Rejected): Rejected
  /** A key that repeats only what the same one has asked for: another answer may name other rooms. */
  ownKey(key: string): string
}

/**
 * A request of reports as far as somebody sees its rooms.
 *
 * @throws NotThere where a group is named that has a room which is not seen
 */
export async function seenOnly<Body extends RoomsAsked>(
  body: Body,
  res: Response,
  sights: Pick<Sights, 'hides' | 'groups'>,
): Promise<SeenOnly<Body>> {
  const sight = sightOf(res)
  if (sight === 'all') return { body, inOrder: (rejected) => rejected, ownKey: (key) => key }
  if (body.groupOid !== undefined) await needGroup(body.groupOid, sight, sights)
  const hidden = new Set<string>()
  for (const roomOid of body.roomOids) {
    if (await sights.hides(sight, roomOid)) hidden.add(roomOid)
  }
  const places = new Map([...new Set(body.roomOids)].map((roomOid, place) => [roomOid, place]))
  const placeOf = ({ roomOid }: Rejected[number]): number => places.get(roomOid) ?? 0
  return {
    body: { ...body, roomOids: body.roomOids.filter((roomOid) => !hidden.has(roomOid)) },
    inOrder: (rejected) =>
      [
        ...rejected,
        ...[...hidden].map((roomOid) => ({ roomOid, code: 'room_not_found' })),
      ].toSorted((one, other) => placeOf(one) - placeOf(other)),
    ownKey: (key) => `${whoOf(res).holder}\n${key}`,
  }
}
