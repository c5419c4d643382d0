import { describe, expect, it } from 'vitest'
import { InvalidCron, runTimes } from './cron.ts'

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
const day = 86_400_000

/** Runs of these days, by UTC, found forwards; and the same ones backwards. */
async function runsOf(
  cron: string,
  timeZone: string,
  from: string,
  days: number,
): Promise<string[]> {
  const times = await runTimes(cron, timeZone)
  const start = Date.parse(from)
  const end = start + days * day
  const forwards: number[] = []
  for (let at = times.after(start - 1); at !== null && at < end; at = times.after(at)) {
    forwards.push(at)
  }
  const backwards: number[] = []
  for (
    let at = times.atOrBefore(end - 1);
    at !== null && at >= start;
    at = times.atOrBefore(at - 1)
  ) {
    backwards.unshift(at)
  }
  expect(backwards).toEqual(forwards)
  return forwards.map((at) => new Date(at).toISOString().slice(0, 16))
}

describe('a time of day over both changes of daylight saving', () => {
  it.each([
    // Europe/Berlin: 2 to 3 o'clock is skipped on 29 March 2026 and comes twice on 25 October.
    ['Europe/Berlin', '30 2 * * *', '2026-03-28', ['28T01:30', '29T01:00', '30T00:30']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24', ['24T00:30', '25T00:30', '26T01:30']],
    ['Europe/Berlin', '0 8 * * *', '2026-03-28', ['28T07:00', '29T06:00', '30T06:00']],
    ['Europe/Berlin', '0 8 * * *', '2026-10-24', ['24T06:00', '25T07:00', '26T07:00']],
    // America/New_York: 8 March and 1 November 2026.
    ['America/New_York', '30 2 * * *', '2026-03-07', ['07T07:30', '08T07:00', '09T06:30']],
    ['America/New_York', '30 1 * * *', '2026-10-31', ['31T05:30', '01T05:30', '02T06:30']],
    ['America/New_York', '0 8 * * *', '2026-03-07', ['07T13:00', '08T12:00', '09T12:00']],
    ['America/New_York', '0 8 * * *', '2026-10-31', ['31T12:00', '01T13:00', '02T13:00']],
    // Australia/Lord_Howe: half an hour, on 4 October and 5 April 2026; its mornings are of the day before by UTC.
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-02', ['02T15:45', '03T15:30', '04T15:15']],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-03', ['03T14:45', '04T14:45', '05T15:15']],
    ['Australia/Lord_Howe', '0 8 * * *', '2026-10-02', ['02T21:30', '03T21:00', '04T21:00']],
    ['Australia/Lord_Howe', '0 8 * * *', '2026-04-03', ['03T21:00', '04T21:30', '05T21:30']],
    // Africa/Casablanca goes back for the time of Ramadan: on 15 February and forth on 22 March 2026.
    ['Africa/Casablanca', '30 2 * * *', '2026-03-21', ['21T02:30', '22T02:00', '23T01:30']],
    ['Africa/Casablanca', '30 2 * * *', '2026-02-14', ['14T01:30', '15T01:30', '16T02:30']],
    ['Africa/Casablanca', '0 8 * * *', '2026-03-21', ['21T08:00', '22T07:00', '23T07:00']],
    ['Africa/Casablanca', '0 8 * * *', '2026-02-14', ['14T07:00', '15T08:00', '16T08:00']],
  ])(
    'in %s, %s comes once on each of three days from %s',
    async (timeZone, cron, from, expected) => {
      const runs = await runsOf(cron, timeZone, `${from}T00:00:00Z`, 3)
      expect(runs.map((run) => run.slice(8))).toEqual(expected)
    },
  )

  it.each([
    ['Europe/Berlin', '2026-03-28T23:00:00Z', 23, '2026-10-24T22:00:00Z', 25],
    ['America/New_York', '2026-03-08T05:00:00Z', 23, '2026-11-01T04:00:00Z', 25],
    ['Africa/Casablanca', '2026-03-22T00:00:00Z', 23, '2026-02-14T23:00:00Z', 25],
  ])(
    'in %s what runs every hour runs in every hour that there is',
    async (zone, short, less, long, more) => {
      const hoursFrom = async (start: string, hours: number): Promise<number> =>
        (await runsOf('0 * * * *', zone, start, hours / 24)).length
      expect(await hoursFrom(short, less)).toBe(less)
      expect(await hoursFrom(long, more)).toBe(more)
    },
  )
})

describe('a rule', () => {
  it('gives the run of this very instant as the last one, and the one behind it as the next', async () => {
    const monday = Date.parse('2026-11-30T07:00:00Z')
    const times = await runTimes('0 8 * * 1', 'Europe/Berlin')
    expect(times.atOrBefore(monday)).toBe(monday)
    expect(iso(times.after(monday))).toBe('2026-12-07T07:00:00.000Z')
    expect(iso(times.after(monday - 1))).toBe('2026-11-30T07:00:00.000Z')
    expect(times.several(monday, 3).map(iso)).toEqual([
      '2026-12-07T07:00:00.000Z',
      '2026-12-14T07:00:00.000Z',
      '2026-12-21T07:00:00.000Z',
    ])
  })

  it('may never come true, which has no next run', async () => {
    expect((await runTimes('0 0 31 2 *', 'UTC')).after(0)).toBeNull()
  })

  it.each([
    '',
    '0 8 * *',
    '* * * * * *',
    '61 * * * *',
    'every monday',
    '2026-12-24T08:00',
    '@sometimes',
  ])('that cannot be read is refused with a reason: %j', async (cron) => {
    await expect(runTimes(cron, 'UTC')).rejects.toThrow(InvalidCron)
  })
})
