import { describe, expect, it } from 'vitest'
import { restAfter } from './rate-limits.ts'

const now = Date.UTC(2026, 0, 1, 12)
const rest = (headers: Record<string, string>): number => restAfter(new Headers(headers), now)

describe('the limits that a server tells', () => {
  it.each([
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['20ms', 20],
    ['1h2m3s', 3_723_000],
    ['7', 7_000],
    ['soon', 0],
    ['', 0],
  ])('last until %j has passed when no call is left', (reset, milliseconds) => {
    expect(
      rest({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': reset }),
    ).toBe(milliseconds)
  })

  it('last until the time that Anthropic names', () => {
    expect(
      rest({
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': '2026-01-01T12:00:30Z',
      }),
    ).toBe(30_000)
  })

  it('last until there are tokens for a prompt again, and the longest wait counts', () => {
    expect(
      rest({
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '12',
        'x-ratelimit-reset-tokens': '8s',
      }),
    ).toBe(8_000)
  })

  it.each([
    {},
    { 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '1m' },
    { 'x-ratelimit-remaining-requests': 'none', 'x-ratelimit-reset-requests': '1m' },
    { 'x-ratelimit-remaining-requests': '0' },
    {
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2025-12-31T00:00:00Z',
    },
  ])('ask for no rest with %j', (headers) => {
    expect(rest(headers)).toBe(0)
  })
})
