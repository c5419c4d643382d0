import { expect, it } from 'vitest'
import { runTimes } from './cron.ts'
import { decide, periodOfRun } from './due.ts'

const at = (iso: string): number => Date.parse(iso)
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
const times = await runTimes('0 8 * * 1', 'Europe/Berlin')
const monday = at('2026-11-30T07:00:00Z')

const decided = (now: string, missed: 'catchUp' | 'skip' = 'catchUp') => {
  const { plannedAt, next, ...rest } = decide(times, { dueAt: monday, now: at(now), missed })
  return { ...rest, plannedAt: iso(plannedAt), next: iso(next) }
}

it('runs at its time, also some minutes late, whatever is wanted of missed runs', () => {
  for (const missed of ['catchUp', 'skip'] as const) {
    for (const now of ['2026-11-30T07:00:00Z', '2026-11-30T07:10:00Z']) {
      expect(decided(now, missed)).toEqual({
        plannedAt: '2026-11-30T07:00:00.000Z',
        cause: 'planned',
        isSkipped: false,
        next: '2026-12-07T07:00:00.000Z',
      })
    }
  }
})

it('is caught up, or skipped, where nothing ran at its time', () => {
  const late = { plannedAt: '2026-11-30T07:00:00.000Z', next: '2026-12-07T07:00:00.000Z' }
  const now = '2026-12-02T12:00:00Z'
  expect(decided(now)).toEqual({ ...late, cause: 'caughtUp', isSkipped: false })
  expect(decided(now, 'skip')).toEqual({ ...late, cause: 'planned', isSkipped: true })
})

it('runs once for many times that have passed, for the newest of them', () => {
  expect(decided('2027-01-13T00:00:00Z')).toEqual({
    plannedAt: '2027-01-11T07:00:00.000Z',
    cause: 'caughtUp',
    isSkipped: false,
    next: '2027-01-18T07:00:00.000Z',
  })
  // The newest one is still in time.
  expect(decided('2027-01-11T07:01:00Z', 'skip')).toMatchObject({
    cause: 'planned',
    isSkipped: false,
  })
})

it('reads what it would have read in time, by the clock of the schedule', () => {
  const period = (asked: Parameters<typeof periodOfRun>[0]) => {
    const found = periodOfRun(asked, at('2026-03-30T06:00:00Z'), 'Europe/Berlin')
    return found === null ? null : [iso(found.from), iso(found.to)]
  }
  expect(period({ days: 7 })).toEqual(['2026-03-23T07:00:00.000Z', '2026-03-30T06:00:00.000Z'])
  expect(period({ calendar: 'week' })).toEqual([
    '2026-03-22T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ])
  expect(period({ calendar: 'month' })).toEqual([
    '2026-01-31T23:00:00.000Z',
    '2026-02-28T23:00:00.000Z',
  ])
  expect(period({ sinceLast: true })).toBeNull()
})
