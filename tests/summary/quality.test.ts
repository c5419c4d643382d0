import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { lead, longest, ours, type Method } from '../../bench/summary/methods.ts'
import { readMeetings } from '../../bench/summary/qmsum.ts'
import { rouge } from '../../bench/summary/rouge.ts'

const data = fileURLToPath(
  new URL('../../../shared/data/summaries/qmsum.test.jsonl', import.meta.url),
)

describe('ROUGE', () => {
  it('is 1 for the reference itself and 0 for other words', () => {
    expect(rouge('The cats sat', ['the cat sat'])).toEqual({ rouge1: 1, rouge2: 1, rougeL: 1 })
    expect(rouge('one two', ['three four'])).toEqual({ rouge1: 0, rouge2: 0, rougeL: 0 })
  })

  it('counts what is shared, as the definition has it', () => {
    // Shared: the, gunman; bigrams: none; longest common subsequence: "the gunman".
    const score = rouge('the gunman kill police', ['police killed the gunman'])
    expect(score.rouge1).toBeCloseTo(1)
    expect(score.rouge2).toBeCloseTo(1 / 3)
    expect(score.rougeL).toBeCloseTo(0.5)
  })
})

describe.skipIf(!existsSync(data))('real meetings (skipped where ../shared/data is absent)', () => {
  it('are summarised better than by their first or their longest turns', async () => {
    const meetings = await readMeetings(data)
    const score = async (method: Method): Promise<{ rouge1: number; rouge2: number }> => {
      const sum = { rouge1: 0, rouge2: 0 }
      for (const { messages, references } of meetings) {
        const { rouge1, rouge2 } = rouge(await method.summarize(messages, 120), references)
        sum.rouge1 += (100 * rouge1) / meetings.length
        sum.rouge2 += (100 * rouge2) / meetings.length
      }
      return sum
    }
    const [own, first, long] = [await score(ours), await score(lead), await score(longest)]
    expect(own.rouge1).toBeGreaterThan(27)
    expect(own.rouge2).toBeGreaterThan(4.5)
    expect(own.rouge1).toBeGreaterThan(Math.max(first.rouge1, long.rouge1) + 2)
    expect(own.rouge2).toBeGreaterThan(Math.max(first.rouge2, long.rouge2) + 0.5)
  })

  it('get key points that keep to the budget of words', async () => {
    for (const { messages } of await readMeetings(data)) {
      const summary = await ours.summarize(messages, 120)
      expect(summary.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu)?.length).toBeLessThanOrEqual(125)
    }
  })
})

describe('a room of 50,000 messages', () => {
  it('takes at most 250 MB in a process of its own', async () => {
    const script = fileURLToPath(new URL('../../bench/summary/large-room.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      script,
      'ours',
      '50000',
    ])
    const { cpuSeconds, peakMegabytes } = JSON.parse(stdout) as Record<string, number>
    expect(peakMegabytes).toBeLessThanOrEqual(250)
    // The goal is 5; a machine that does other work at once makes the same work count for more.
    expect(cpuSeconds).toBeLessThanOrEqual(10)
  }, 60_000)
})
