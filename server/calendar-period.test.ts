import { describe, expect, it } from 'vitest'
import { daysUntil, lastWhole, type Instants } from './calendar-period.ts'

const iso = ({ from, to }: Instants): string[] => [from, to].map((ms) => new Date(ms).toISOString())

describe('the days until an instant', () => {
  it.each([
    // To summer time on 29 March 2026: the week before has an hour less.
    ['Europe/Berlin', '2026-03-30T06:00:00Z', 7, '2026-03-23T07:00:00.000Z'],
    // Back on 25 October 2026: an hour more.
    ['Europe/Berlin', '2026-10-26T07:00:00Z', 7, '2026-10-19T06:00:00.000Z'],
    ['America/New_York', '2026-03-09T12:00:00Z', 7, '2026-03-02T13:00:00.000Z'],
    // Half an hour, in the other half of the year.
    ['Australia/Lord_Howe', '2026-10-05T21:00:00Z', 7, '2026-09-28T21:30:00.000Z'],
    ['UTC', '2026-03-30T06:00:00Z', 1, '2026-03-29T06:00:00.000Z'],
  ])('begin at the same time of day in %s before %s', (timeZone, to, days, from) => {
    expect(iso(daysUntil(Date.parse(to), days, timeZone))).toEqual([
      from,
      new Date(to).toISOString(),
    ])
  })

  it('begin behind the gap where their time of day is skipped', () => {
    const to = Date.parse('2026-03-30T00:30:00Z') // 02:30 in Berlin
    expect(iso(daysUntil(to, 1, 'Europe/Berlin'))[0]).toBe('2026-03-29T01:30:00.000Z')
  })
})

describe('the last whole week and month', () => {
  it.each([
    // Monday morning and Sunday evening.
    [
      'week',
      'Europe/Berlin',
      '2026-03-30T06:00:00Z',
      '2026-03-22T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'week',
      'Europe/Berlin',
      '2026-03-29T21:59:59Z',
      '2026-03-15T23:00:00.000Z',
      '2026-03-22T23:00:00.000Z',
    ],
    // Already Monday in Auckland.
    [
      'week',
      'Pacific/Auckland',
      '2026-11-29T12:00:00Z',
      '2026-11-22T11:00:00.000Z',
      '2026-11-29T11:00:00.000Z',
    ],
    [
      'month',
      'Europe/Berlin',
      '2026-04-15T12:00:00Z',
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ],
    [
      'month',
      'America/New_York',
      '2026-12-01T04:59:00Z',
      '2026-10-01T04:00:00.000Z',
      '2026-11-01T04:00:00.000Z',
    ],
    [
      'month',
      'UTC',
      '2026-01-31T23:59:59Z',
      '2025-12-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z',
    ],
    // Midnight does not exist on the day on which Beirut changes, and comes twice in Havana.
    [
      'week',
      'Asia/Beirut',
      '2026-04-01T00:00:00Z',
      '2026-03-22T22:00:00.000Z',
      '2026-03-29T21:00:00.000Z',
    ],
    [
      'month',
      'America/Havana',
      '2026-12-15T00:00:00Z',
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ],
  ] as const)('a %s in %s before %s', (calendar, timeZone, at, from, to) => {
    expect(iso(lastWhole(calendar, Date.parse(at), timeZone))).toEqual([from, to])
  })

  it('follow each other without a gap, week by week over a year with both changes', () => {
    const weeks = Array.from({ length: 52 }, (_, week) =>
      lastWhole('week', Date.UTC(2026, 0, 7 + 7 * week, 12), 'America/Santiago'),
    )
    expect(weeks.slice(1).map(({ from }) => from)).toEqual(weeks.slice(0, -1).map(({ to }) => to))
  })
})
