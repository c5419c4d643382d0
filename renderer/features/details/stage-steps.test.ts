import { describe, expect, it } from 'vitest'
import type { ReportEntry } from '../reports/index.ts'
import { hasSummary, stepsOf } from './stage-steps.ts'

const entry = (part: Partial<ReportEntry>): ReportEntry => ({
  reportOid: 'a',
  roomOid: 'r',
  state: 'queued',
  delivery: 'none',
  progress: { done: 0, total: null, unit: '' },
  percent: null,
  etaSeconds: null,
  message: '',
  attempt: 1,
  createdAt: null,
  startedAt: null,
  finishedAt: null,
  complete: true,
  ...part,
})
const words = (part: Partial<ReportEntry>) => stepsOf(entry(part)).map(({ state }) => state)
const failedAt = (stage: 'summarizing' | 'delivery') => ({
  state: 'failed' as const,
  error: { code: 'internal' as const, stage, message: '', retryable: true },
})

describe('the stages of a report', () => {
  it('are done before, running at, and to come after the stage it is in', () => {
    expect(words({ state: 'summarizing' })).toEqual(['done', 'done', 'now', 'waiting'])
  })

  it('show where it failed', () => {
    expect(words(failedAt('summarizing'))).toEqual(['done', 'done', 'failed', 'stopped'])
  })

  it('have mail among them only where there is mail', () => {
    expect(words({ state: 'finished' })).toHaveLength(4)
    expect(words({ state: 'finished', delivery: 'sending' }).at(-1)).toBe('now')
    expect(words({ state: 'finished', delivery: 'uncertain' }).at(-1)).toBe('failed')
  })
})

it('a summary is asked for only once its stage is through', () => {
  expect(hasSummary(entry({ state: 'summarizing' }))).toBe(false)
  expect(hasSummary(entry({ state: 'writing' }))).toBe(true)
  expect(hasSummary(entry(failedAt('summarizing')))).toBe(false)
  expect(hasSummary(entry(failedAt('delivery')))).toBe(true)
})
