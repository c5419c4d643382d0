import type { Response } from 'express'
import type { Sights } from '../access/sight.ts'
import type { ReportRequest } from '../contract/report-options.ts'
import type { ReportAnswer } from '../contract/reports.ts'
import { NotThere } from '../reports/choices.ts'
import { whoOf } from './gate.ts'
import { sightOf } from './room-gate.ts'

type Rejected = ReportAnswer['rejected']

export interface SeenOnly {
  /** The request without the rooms that are not seen. */
  body: ReportRequest
  /** What was rejected, with those rooms among it as if they were not there; in the order of the request. */
  inOrder(rejected: Rejected): Rejected
  /** A key that repeats only what the same one has asked for: another answer may name other rooms. */
  ownKey(key: string): string
}

/**
 * A request of reports as far as somebody sees its rooms.
 *
 * @throws NotThere where a group is named: it may have rooms that are not seen
 */
export async function seenOnly(
  body: ReportRequest,
  res: Response,
  sights: Pick<Sights, 'hides'>,
): Promise<SeenOnly> {
  const sight = sightOf(res)
  if (sight === 'all') return { body, inOrder: (rejected) => rejected, ownKey: (key) => key }
  if (body.groupOid !== undefined) throw new NotThere('group', body.groupOid)
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
