import { expect, it } from 'vitest'
import type { ReportEntry } from '../reports/index.ts'
import { diagnosticsOf } from './diagnostics.ts'

const entry: ReportEntry = {
  reportOid: 'r1',
  roomOid: 'room',
  state: 'failed',
  delivery: 'none',
  progress: { done: 3, total: 9, unit: 'messages' },
  percent: null,
  etaSeconds: null,
  message: 'Secret project could not be summarised: sk-live-123 is not a valid key',
  attempt: 2,
  createdAt: '2026-03-02T10:00:00Z',
  startedAt: null,
  finishedAt: null,
  complete: true,
  error: {
    code: 'summary_failed',
    stage: 'summarizing',
    message: 'Bearer sk-live-123 was refused',
    retryable: true,
  },
}

it('request 21: holds ids, codes and times, the latest line first, and nothing that is private', () => {
  const text = diagnosticsOf(entry, [
    {
      at: '2026-03-02T10:00:01Z',
      attempt: 2,
      level: 'info',
      id: 'report.stage',
      message: 'Collecting Secret project',
      detail: { stage: 'collecting' },
    },
    {
      at: '2026-03-02T10:00:02Z',
      attempt: 2,
      level: 'error',
      id: 'report.failed',
      message: 'Bearer sk-live-123 was refused',
      detail: { code: 'summary_failed', file: 'Secret project.xlsx' },
    },
  ])
  const parsed = JSON.parse(text) as { log: { id: string; code?: string }[] }
  expect(parsed.log.map(({ id }) => id)).toEqual(['report.failed', 'report.stage'])
  expect(parsed.log[0]?.code).toBe('summary_failed')
  for (const secret of ['sk-live', 'Bearer', 'Secret project']) expect(text).not.toContain(secret)
})
