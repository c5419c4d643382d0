import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReportEstimate, RoomEstimate } from '../contract/estimates.ts'
import type { DecidedOptions, ReportRequest } from '../contract/report-options.ts'
import type { PinnedOptions } from '../ports/report.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { Messages } from '../ports/messages.ts'
import type { Rooms, StoredRoom } from '../ports/rooms.ts'
import { chosen, type ChoicePorts } from './choices.ts'
import { periodFor, type PeriodPorts } from './asked-period.ts'
import type { SummaryChoice } from '../summary/choose.ts'

export interface EstimatingPorts {
  messages: Pick<Messages, 'sample' | 'count'>
  rooms: Pick<Rooms, 'get'>
  /** The engine of the settings, as they are now. */
  summaryChoice(): SummaryChoice
  lastRead: PeriodPorts['lastRead']
  choices: ChoicePorts
  /** That of reports which name none. */
  timeZone(): string
}

/**
 * Tells what the summaries of a request would take, before it is made.
 *
 * @param isGone asked between two rooms; true gives up, because nobody waits for the answer any more
 * @returns null if it was given up
 */
export type EstimateReports = (
  request: ReportRequest,
  isGone: () => boolean,
) => Promise<ReportEstimate | null>

export const createEstimating =
  (ports: EstimatingPorts): EstimateReports =>
  async ({ roomOids: named, groupOid, options: asked = {} }, isGone) => {
    const group = groupOid === undefined ? null : await ports.choices.ofGroup(groupOid)
    const roomOids = named.length > 0 ? named : (group?.roomOids ?? [])
    const own = await ports.choices.ofRooms(roomOids)
    const optionsOf = (roomOid: string): DecidedOptions => {
      const ofRoom = own.get(roomOid)
      return chosen([
        { from: 'request', options: asked },
        ...(ofRoom === undefined ? [] : [{ from: 'room' as const, options: ofRoom }]),
        ...(group === null ? [] : [group.layer]),
      ]).options
    }
    const rooms: RoomEstimate[] = []
    const rejected: ReportEstimate['rejected'] = []
    for (const roomOid of new Set(roomOids)) {
      if (isGone()) return null
      const valid = RoomOid.safeParse(roomOid).success
      const found = valid ? await ports.rooms.get(roomOid) : null
      if (found === null) {
        rejected.push({ roomOid, code: valid ? 'room_not_found' : 'invalid_room_oid' })
      } else {
        const { lastRead } = ports
        const options = optionsOf(roomOid)
        const choice: SummaryChoice =
          options.summary === 'extractive' ? { engine: 'extractive' } : ports.summaryChoice()
        const timeZone = options.workbook?.timeZone ?? ports.timeZone()
        const period = await periodFor(roomOid, options, { lastRead, now: Date.now, timeZone })
        rooms.push(await estimate(ports.messages, found, period, choice))
      }
      // Thousands of rooms must not hold up the other requests.
      await nextTurn()
    }
    return { rooms, total: totalOf(rooms), rejected }
  }

async function estimate(
  store: EstimatingPorts['messages'],
  { room, roomId, lastOrd }: StoredRoom,
  options: Pick<PinnedOptions, 'from' | 'to' | 'since'>,
  choice: SummaryChoice,
): Promise<RoomEstimate> {
  const from = options.from === undefined ? null : Date.parse(options.from)
  const to = options.to === undefined ? null : Date.parse(options.to)
  const range = { roomId, from, to, since: options.since, maxOrd: lastOrd }
  const whole = from === null && to === null
  const messages = whole ? room.messageCount : (await store.count(range)).messages
  const { firstMessageAt, lastMessageAt } = room
  const sample =
    choice.engine === 'extractive' || firstMessageAt === null || lastMessageAt === null
      ? []
      : await store.sample(range, {
          first: Date.parse(firstMessageAt),
          last: Date.parse(lastMessageAt),
        })
  const localOnly = room.localOnly ?? false
  // Read when it is asked for: the start needs nothing of the summary engines.
  const { estimateRoom } = await import('../summary/estimate.ts')
  return estimateRoom({ roomOid: room.roomOid, messages, sample, localOnly }, choice)
}

function totalOf(rooms: readonly RoomEstimate[]): ReportEstimate['total'] {
  const sum = (of: (room: RoomEstimate) => number): number =>
    rooms.reduce((total, room) => total + of(room), 0)
  return {
    messages: sum(({ messages }) => messages),
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: rooms.some(({ cost }) => cost === null) ? null : sum(({ cost }) => cost ?? 0),
    leavesComputer: rooms.some((room) => room.leavesComputer),
  }
}
