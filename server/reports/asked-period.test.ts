import { expect, it } from 'vitest'
import { isSinceLast, ReportOptions } from '../contract/reports.ts'
import { periodFor } from './asked-period.ts'

const now = Date.UTC(2026, 2, 9, 12)
const ports = (last: number | null) => ({
  lastRead: () => Promise.resolve(last),
  now: () => now,
  timeZone: 'Europe/Berlin',
})
const sinceLast = { period: { sinceLast: true as const } }

it('request 11: begins behind the last message that a finished report has read', async () => {
  const last = Date.parse('2026-03-02T10:00:00.000Z')
  const found = await periodFor('room', sinceLast, ports(last))
  expect(found).toEqual({ from: '2026-03-02T10:00:00.001Z' })
  expect(isSinceLast({ ...sinceLast, ...found })).toBe(true)
})

it('is the whole room where nothing was read before, which nobody calls "since the last report"', async () => {
  const found = await periodFor('room', sinceLast, ports(null))
  expect(found).toEqual({})
  expect(isSinceLast({ ...sinceLast, ...found })).toBe(false)
})

it('counts days back from the request, and takes instants as they are', async () => {
  expect(await periodFor('room', { period: { days: 7 } }, ports(0))).toEqual({
    from: '2026-03-02T12:00:00.000Z',
  })
  const given = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }
  expect(await periodFor('room', given, ports(0))).toEqual(given)
  expect(await periodFor('room', {}, ports(0))).toEqual({})
})

it('takes the last whole week or month by the clock of the report', async () => {
  expect(await periodFor('room', { period: { calendar: 'week' } }, ports(0))).toEqual({
    from: '2026-03-01T23:00:00.000Z',
    to: '2026-03-08T23:00:00.000Z',
  })
  expect(await periodFor('room', { period: { calendar: 'month' } }, ports(0))).toEqual({
    from: '2026-01-31T23:00:00.000Z',
    to: '2026-02-28T23:00:00.000Z',
  })
})

it.each([
  { ...sinceLast, from: '2026-03-01T00:00:00Z' },
  { ...sinceLast, to: '2026-03-01T00:00:00Z' },
  { period: { sinceLast: false } },
  { period: { days: 0 } },
  { period: { calendar: 'year' } },
  { period: { days: 7, sinceLast: true } },
])('is refused where it says two things or none: %j', (options) => {
  expect(ReportOptions.safeParse(options).success).toBe(false)
})
