import { describe, expect, it } from 'vitest'
import { ann, goodToken } from '../../tests/connections/discord-double.ts'
import { snowflake } from '../../tests/connections/discord-records.ts'
import { answerOf, readInSimulatedTime, Window } from '../../tests/connections/simulated.ts'
import { discord } from './discord/discord.ts'
import { slack } from './slack/slack.ts'

/** In all rooms; a million take a minute. */
const total = Number(process.env['RAPPORTEUR_SIMULATED_MESSAGES'] ?? 100_000)
const began = 1_700_000_000_000

describe('a long history in simulated time', () => {
  it('is read from Discord with nine tenths of each channel’s limit, and never beyond it', async () => {
    const rooms = Array.from({ length: 20 }, (_, n) => String(300_000_000_000_000_000n + BigInt(n)))
    const each = total / rooms.length
    // What answers tell today of a channel, and the limit of a bot, docs.discord.com/developers/topics/rate-limits.
    const windows = new Map(rooms.map((room) => [room, new Window(5, 5_000)]))
    const all = new Window(50, 1_000)
    const page = (before: string | null, limit: number): object[] => {
      const next = before === null ? each : Number((BigInt(before) >> 22n) % 10_000_000n)
      const offset = Number((BigInt(snowflake(began)) >> 22n) % 10_000_000n)
      const from = before === null ? each : next - offset
      return Array.from({ length: Math.min(limit, from) }, (_, n) => ({
        id: snowflake(began + from - 1 - n),
        type: 0,
        content: 'x',
        timestamp: '2026-01-02T03:04:05.678000+00:00',
        author: ann,
      }))
    }
    const { spentMs, messages, errors } = await readInSimulatedTime({
      connector: discord,
      rooms,
      secrets: { token: goodToken },
      respond(url, now) {
        if (all.enter(now).left < 0) return answerOf(429, { retry_after: 1, global: true })
        const [, room = ''] = /channels\/(\d+)\/messages$/.exec(url.pathname) ?? []
        if (room === '')
          return answerOf(200, url.pathname.endsWith('guilds') ? [] : { threads: [] })
        const { left, resetMs } = windows.get(room)!.enter(now)
        const headers = {
          'x-ratelimit-remaining': String(Math.max(0, left)),
          'x-ratelimit-reset-after': String(resetMs / 1_000),
        }
        if (left < 0) return answerOf(429, { retry_after: resetMs / 1_000, global: false }, headers)
        const { searchParams } = url
        const found = page(searchParams.get('before'), Number(searchParams.get('limit')))
        return answerOf(200, found, headers)
      },
    })
    expect(errors).toEqual([])
    expect([...messages.values()]).toEqual(rooms.map(() => each))
    expect(all.overrun).toBe(0)
    for (const window of windows.values()) {
      expect(window.overrun).toBe(0)
      expect(window.used(spentMs)).toBeGreaterThan(0.9)
    }
  }, 120_000)

  it('is read from Slack with nine tenths of the limit of its method, and never beyond it', async () => {
    const rooms = ['C1', 'C2', 'C3']
    const each = Math.ceil(total / rooms.length / 200) * 200
    // Tier 3: 50 a minute for the method, docs.slack.dev/apis/web-api/rate-limits.
    const window = new Window(50, 60_000)
    const { spentMs, messages, errors } = await readInSimulatedTime({
      connector: slack,
      rooms,
      secrets: { botToken: 'xoxb-good' },
      respond(url, now) {
        if (!url.pathname.endsWith('conversations.history')) return answerOf(200, { ok: true })
        const { left, resetMs } = window.enter(now)
        if (left < 0) {
          const headers = { 'retry-after': String(Math.ceil(resetMs / 1_000)) }
          return answerOf(429, { ok: false, error: 'ratelimited' }, headers)
        }
        const latest = url.searchParams.get('latest')
        const from = latest === null ? each : Number(latest) - began / 1_000
        const oldest = url.searchParams.get('oldest')
        const until = oldest === null ? 0 : Number(oldest) - began / 1_000 + 1
        const size = Math.min(Number(url.searchParams.get('limit')), from - until)
        const found = Array.from({ length: size }, (_, n) => ({
          type: 'message',
          ts: `${began / 1_000 + from - 1 - n}.000000`,
          user: 'U1',
          text: 'x',
        }))
        return answerOf(200, { ok: true, messages: found, has_more: size < from - until })
      },
    })
    expect(errors).toEqual([])
    expect([...messages.values()]).toEqual(rooms.map(() => each))
    expect(window.overrun).toBe(0)
    expect(window.used(spentMs)).toBeGreaterThan(0.9)
  }, 120_000)
})
