import { summaryLimits } from '../limits.ts'

/** Names of what is left, of when it is renewed, and how much of it one more call needs. */
const limits: readonly [remaining: string, reset: string, needed: number][] = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests', 1],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens', summaryLimits.minChunkTokens],
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset', 1],
  [
    'anthropic-ratelimit-tokens-remaining',
    'anthropic-ratelimit-tokens-reset',
    summaryLimits.minChunkTokens,
  ],
]

/**
 * How long a server wants to be left alone, by the limits in the head of its answer: until a limit is
 * renewed that leaves no room for one more call. 0 if there is room, or nothing is said.
 *
 * @returns milliseconds
 */
export function restAfter(headers: { get(name: string): string | null }, now: number): number {
  let rest = 0
  for (const [remaining, reset, needed] of limits) {
    const left = headers.get(remaining)
    if (left === null || !/^\d{1,12}$/.test(left.trim()) || Number(left) >= needed) continue
    rest = Math.max(rest, untilOf(headers.get(reset) ?? '', now))
  }
  return rest
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** OpenAI writes `1s`, `6m0s` or `20ms`, others a number of seconds, Anthropic a time. */
function untilOf(text: string, now: number): number {
  const words = text.trim()
  if (/^\d{1,9}(?:\.\d+)?$/.test(words)) return Math.ceil(Number(words) * 1_000)
  if (/^(?:\d{1,9}(?:\.\d+)?(?:ms|s|m|h))+$/.test(words)) {
    let sum = 0
    for (const [, amount, unit = ''] of words.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
      sum += Number(amount) * (unitMs[unit] ?? 0)
    }
    return Math.ceil(sum)
  }
  const date = Date.parse(words)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
