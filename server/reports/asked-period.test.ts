import { expect, it } from 'vitest'
import { isSinceLast, ReportOptions } from '../contract/report-options.ts'
import type { StoredReport } from '../ports/report.ts'
import { lastReadOf, periodFor } from './asked-period.ts'

const now = Date.UTC(2026, 2, 9, 12)
const ports = (last: number | null) => ({
  lastRead: () => Promise.resolve(last === null ? null : { at: last }),
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

/** Finished reports, newest first: what each was asked for, and how far it read. */
function lastReadOfThese(
  made: { options?: object; lastAt: number | null; maxOrd: number; firstAt?: number }[],
  isConnected = true,
) {
  const items = made.map(({ options = {} }, n) => ({
    reportOid: `${n}`,
    createdAt: 1_000 - n,
    options,
  }))
  const reports = {
    list: async () => ({ items: items as StoredReport[], lastId: null, total: items.length }),
    checkpoints: {
      collected: async (oid: string) => ({
        firstAt: 5,
        messages: 1,
        system: 0,
        people: [],
        unread: [],
        ...made[Number(oid)]!,
      }),
    },
  }
  return lastReadOf(reports as never, async () => isConnected)('room')
}

it('goes on where the report ended that has read furthest, and keeps its order for rooms whose messages come late', async () => {
  const past = {
    options: { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' },
    lastAt: 40,
    maxOrd: 9,
  }
  const week = { options: { from: '1970-01-01T00:00:00.020Z' }, lastAt: 90, maxOrd: 7 }
  expect(await lastReadOfThese([past, week])).toEqual({
    at: 90,
    since: { at: 90, ord: 7, from: 20, isOpen: true, askedAt: 999 },
  })
  expect(await lastReadOfThese([past, week], false)).toEqual({ at: 90 })
  // One with an end has not read what lies behind it, and was there before.
  expect((await lastReadOfThese([past]))?.since).toMatchObject({ at: 40, isOpen: false })
  // A report of all has read from its first message on.
  expect((await lastReadOfThese([{ lastAt: 90, maxOrd: 7 }]))?.since?.from).toBe(5)
})

it('does not tell again what came late and was told, also where nothing newer was said', async () => {
  const week = { options: { from: '1970-01-01T00:00:00.020Z' }, lastAt: 90, maxOrd: 7 }
  const since = { from: '1970-01-01T00:00:00.091Z', since: { at: 90, ord: 7, from: 20 } }
  const late = { options: since, lastAt: 30, maxOrd: 8 }
  expect((await lastReadOfThese([late, week]))?.since).toMatchObject({ at: 90, ord: 8 })
  const nothing = { options: since, lastAt: null, maxOrd: 9 }
  expect((await lastReadOfThese([nothing, late, week]))?.since).toMatchObject({ at: 90, ord: 9 })
})
