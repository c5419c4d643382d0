import { expect, it } from 'vitest'
import { RoomProgress } from '../ports/connections.ts'
import { unreadOf, type ReadRoom } from './unread.ts'
import { MessagePace } from './message-pace.ts'

const minute = 60_000
const now = Date.UTC(2026, 2, 14, 12)
const before = (minutes: number): number => now - minutes * minute
const whole = { from: null, to: null }

const room = (progress: Partial<RoomProgress>, more: Partial<ReadRoom> = {}): ReadRoom => ({
  progress: RoomProgress.parse({ readAt: now, ceiling: 'c', newestAt: before(1), ...progress }),
  isHeard: true,
  since: null,
  ...more,
})
const gap = (after: number | null, from: number | null) => ({
  from: 'place',
  until: 'other',
  after,
  before: from,
})

it('A room that is heard and was read to its beginning lacks nothing', () => {
  expect(unreadOf(room({}), whole, now)).toEqual([])
  // That it is looked at again is no gap.
  const again = { from: null, until: 'c', after: before(1), before: null }
  expect(unreadOf(room({ gaps: [again], readAt: before(30) }), whole, now)).toEqual([])
})

it('What lies between two places that were read is missing, as far as the period reaches', () => {
  const read = room({ gaps: [gap(before(60), before(30)), gap(null, before(300))] })
  expect(unreadOf(read, whole, now)).toEqual([
    { from: null, to: before(300) },
    { from: before(60), to: before(30) },
  ])
  expect(unreadOf(read, { from: before(50), to: before(40) }, now)).toEqual([
    { from: before(50), to: null },
  ])
  expect(unreadOf(read, { from: before(200), to: before(100) }, now)).toEqual([])
})

it('A room that is not heard lacks what came after it was read last, and one that is read every minute does not', () => {
  const unheard = { isHeard: false }
  expect(unreadOf(room({ readAt: before(90) }, unheard), whole, now)).toEqual([
    { from: before(90), to: null },
  ])
  expect(unreadOf(room({ readAt: before(1) }, unheard), whole, now)).toEqual([])
  expect(
    unreadOf(room({ readAt: before(90) }, unheard), { from: null, to: before(91) }, now),
  ).toEqual([])
})

it('Of a room that was never read all is missing, back to the day that was chosen', () => {
  const never = { readAt: null, ceiling: null, newestAt: null }
  expect(unreadOf(room(never), whole, now)).toEqual([{ from: null, to: null }])
  const since = before(1_000)
  expect(unreadOf(room(never, { since }), whole, now)).toEqual([{ from: since, to: null }])
  expect(unreadOf(room({ gaps: [gap(null, before(30))] }, { since }), whole, now)).toEqual([
    { from: since, to: before(30) },
  ])
})

it('Messages of the last minute are counted, and forgotten as it passes', () => {
  const pace = new MessagePace()
  pace.add([now, now - 10_000, now - 54_000, now - 70_000, now + 5_000], now)
  expect(pace.perMinute(now)).toBe(4)
  expect(pace.perMinute(now + 30_000)).toBe(3)
  pace.add([now + 31_000], now + 31_000)
  expect(pace.perMinute(now + 31_000)).toBe(4)
  expect(pace.perMinute(now + 10 * minute)).toBe(0)
})

it('A room whose server keeps nothing lacks what was said while nobody listened', () => {
  const lost = [
    { after: before(60), before: before(30) },
    { after: null, before: before(300) },
  ]
  expect(unreadOf(room({ ceiling: null, lost }), whole, now)).toEqual([
    { from: null, to: before(300) },
    { from: before(60), to: before(30) },
  ])
})
