import { expect, it } from 'vitest'
import { createReportCounter } from './report-stats.ts'

it('what is logged of reports is counted', () => {
  const counter = createReportCounter()
  const say = (id: string, detail: Record<string, string | number> = {}): void =>
    counter.count({ attempt: 1, level: 'info', id, message: '', detail })
  say('report.stage', { stage: 'writing' })
  say('report.stage_done', { stage: 'writing', ms: 1_500 })
  say('report.stage_done', { stage: 'writing', ms: 500 })
  say('report.waiting')
  say('report.finished')
  say('report.failed', { code: 'storage_full' })
  say('report.retried')
  say('report.delivery', { delivery: 'sending' })
  say('report.delivery', { delivery: 'sent' })
  say('report.note')
  expect(counter.stats()).toEqual({
    ended: { finished: 1, failed: 1, cancelled: 0 },
    deliveries: { sent: 1 },
    stages: {
      collecting: { runs: 0, seconds: 0 },
      summarizing: { runs: 0, seconds: 0 },
      writing: { runs: 2, seconds: 2 },
    },
    waits: 1,
    retries: 1,
  })
})
