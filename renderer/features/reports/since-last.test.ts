import { expect, it } from 'vitest'
import type { Report } from '../../../server/contract/reports.ts'
import type { Summary } from '../../../server/contract/summary.ts'
import { RestError } from '../../api/rest.ts'
import { firstUnread, groupByFrom } from './since-last.ts'

const restOf = (ends: Record<string, string | null | 'gone'>) => ({
  reports: () =>
    Promise.resolve(Object.keys(ends).map((reportOid) => ({ reportOid }) as unknown as Report)),
  summary: (reportOid: string) => {
    const to = ends[reportOid]
    if (to === 'gone') return Promise.reject(new RestError(404, 'report_not_found', ''))
    return Promise.resolve({ coverage: { to } } as unknown as Summary)
  },
})

it('request 11: begins behind the last message that a finished report has read', async () => {
  const rest = restOf({ newest: '2026-03-02T10:00:00.000Z', older: '2026-01-01T00:00:00.000Z' })
  expect(await firstUnread(rest, 'room')).toBe('2026-03-02T10:00:00.001Z')
})

it('looks past a report that found nothing, and past one whose summary is gone', async () => {
  const rest = restOf({ empty: null, gone: 'gone', whole: '2026-01-01T00:00:00.000Z' })
  expect(await firstUnread(rest, 'room')).toBe('2026-01-01T00:00:00.001Z')
})

it('takes everything where there is no report, and passes on what really fails', async () => {
  expect(await firstUnread(restOf({}), 'room')).toBeNull()
  const broken = {
    ...restOf({ one: null }),
    summary: () => Promise.reject(new RestError(0, 'unreachable', '')),
  }
  await expect(firstUnread(broken, 'room')).rejects.toThrow(RestError)
})

it('asks once for rooms that begin at one instant', () => {
  expect(
    groupByFrom([
      { roomOid: 'a', from: null },
      { roomOid: 'b', from: '2026-01-01T00:00:00.001Z' },
      { roomOid: 'c', from: null },
    ]),
  ).toEqual([
    { from: null, roomOids: ['a', 'c'] },
    { from: '2026-01-01T00:00:00.001Z', roomOids: ['b'] },
  ])
})
