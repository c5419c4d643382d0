import { describe, expect, it } from 'vitest'
import { periodProblem, toOptions, wholeTime } from './period.ts'

describe('the period of a report', () => {
  it('asks for nothing when all messages are wanted', () => {
    expect(toOptions(wholeTime)).toEqual({})
  })

  it('counts the last days back from now', () => {
    const now = Date.UTC(2026, 10, 23, 12)
    expect(toOptions({ ...wholeTime, kind: 'day' }, now)).toEqual({
      from: '2026-11-22T12:00:00.000Z',
    })
    expect(toOptions({ ...wholeTime, kind: 'week' }, now)).toEqual({
      from: '2026-11-16T12:00:00.000Z',
    })
  })

  it('leaves to the server when whole weeks and months began, and what was read last', () => {
    const asked = (kind: 'lastWeek' | 'lastMonth' | 'sinceLast') =>
      toOptions({ ...wholeTime, kind })
    expect(asked('lastWeek')).toEqual({ period: { calendar: 'week' } })
    expect(asked('lastMonth')).toEqual({ period: { calendar: 'month' } })
    expect(asked('sinceLast')).toEqual({ period: { sinceLast: true } })
  })

  it('takes the last day of custom dates whole', () => {
    const { from, to } = toOptions({ kind: 'custom', from: '2026-03-01', to: '2026-03-31' })
    expect(from).toBe(new Date(2026, 2, 1).toISOString())
    expect(to).toBe(new Date(2026, 3, 1).toISOString())
  })

  it('leaves an end open that was not chosen', () => {
    expect(toOptions({ kind: 'custom', from: '2026-03-01', to: '' })).not.toHaveProperty('to')
  })

  it('names what is wrong with custom dates', () => {
    expect(periodProblem({ kind: 'custom', from: '', to: '' })).toBe('empty')
    expect(periodProblem({ kind: 'custom', from: '2026-03-02', to: '2026-03-01' })).toBe(
      'wrongOrder',
    )
    expect(periodProblem({ kind: 'custom', from: '2026-03-01', to: '2026-03-01' })).toBeNull()
    expect(periodProblem({ kind: 'all', from: '2026-03-02', to: '2026-03-01' })).toBeNull()
  })
})
