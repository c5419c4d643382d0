import { expect, it } from 'vitest'
import type { ReportLogLine } from '../../../server/contract/reports.ts'
import { stageTimes } from './stage-times.ts'

const line = (
  second: number,
  id: string,
  detail: ReportLogLine['detail'],
  attempt = 1,
): ReportLogLine => ({
  at: `2026-03-02T10:00:0${second}Z`,
  attempt,
  level: 'info',
  id,
  message: '',
  ...(detail && { detail }),
})

const log = [
  line(0, 'report.queued', undefined),
  line(1, 'report.stage', { stage: 'collecting' }),
  line(2, 'report.stage_done', { stage: 'collecting', ms: 900 }),
  line(2, 'report.stage', { stage: 'summarizing' }),
  line(5, 'report.stage', { stage: 'summarizing' }, 2),
  line(6, 'report.stage_done', { stage: 'summarizing', ms: 1_200 }, 2),
]

it('tells when each stage of an attempt began and how long it took', () => {
  expect(stageTimes(log, 1)).toEqual({
    collecting: { begunAt: '2026-03-02T10:00:01Z', milliseconds: 900 },
    summarizing: { begunAt: '2026-03-02T10:00:02Z', milliseconds: null },
  })
  expect(stageTimes(log, 2)).toEqual({
    summarizing: { begunAt: '2026-03-02T10:00:05Z', milliseconds: 1_200 },
  })
})

it('tells nothing of what is not in the log', () => {
  expect(stageTimes([], 1)).toEqual({})
  expect(stageTimes([line(1, 'report.stage_done', { stage: 'writing', ms: 5 })], 1)).toEqual({})
})
