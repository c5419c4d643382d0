import { expect, it } from 'vitest'
import type { ReportState } from '../../../server/contract/reports.ts'
import type { ReportEntry } from '../reports/index.ts'
import { groupReports } from './sections.ts'

const entry = (reportOid: string, state: ReportState, createdAt: string): ReportEntry => ({
  reportOid,
  roomOid: `room of ${reportOid}`,
  state,
  delivery: 'none',
  progress: { done: 0, total: null, unit: '' },
  percent: null,
  etaSeconds: null,
  message: '',
  attempt: 1,
  createdAt,
  startedAt: null,
  finishedAt: createdAt,
  complete: true,
})

it('puts what waits in the order of the queue, with what was asked to run next before it', () => {
  const entries = ['a', 'b', 'c', 'd'].map((oid) =>
    entry(oid, 'queued', `2026-01-01T00:00:0${oid}Z`),
  )
  expect(groupReports(entries)).toEqual([{ section: 'waiting', reportOids: ['a', 'b', 'c', 'd'] }])
  expect(groupReports(entries, ['d', 'b'])).toEqual([
    { section: 'waiting', reportOids: ['d', 'b', 'a', 'c'] },
  ])
})

it('puts what has ended behind, the newest first', () => {
  const groups = groupReports([
    entry('old', 'finished', '2026-01-01T00:00:00Z'),
    entry('new', 'cancelled', '2026-01-02T00:00:00Z'),
    entry('bad', 'failed', '2026-01-01T00:00:00Z'),
    entry('now', 'writing', '2026-01-03T00:00:00Z'),
  ])
  expect(groups.map(({ section, reportOids }) => [section, ...reportOids])).toEqual([
    ['running', 'now'],
    ['failed', 'bad'],
    ['ended', 'new', 'old'],
  ])
})
