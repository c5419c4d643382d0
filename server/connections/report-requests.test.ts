import { afterEach, describe, expect, it } from 'vitest'
import { DiscordDouble, goodToken } from '../../tests/connections/discord-double.ts'
import { hasDiscordSpec } from '../../tests/connections/discord-spec.ts'
import { MattermostDouble } from '../../tests/connections/mattermost-double.ts'
import { connectionsOver, until } from '../../tests/connections/service.ts'
import { hasSlackSpec, SlackDouble } from '../../tests/connections/slack-double.ts'
import { ZulipDouble } from '../../tests/connections/zulip-double.ts'
import type { ConnectionRequest } from '../contract/connections.ts'
import type { Connector, SaidMessage, Session } from './connector.ts'
import { Budgets } from './budgets.ts'
import { connectionLimits } from './limits.ts'
import { isReportRequest, ReportRequests, type RequestedReport } from './report-requests.ts'

describe('a request for a report', () => {
  it('names the account and asks for a report, in English or German, and is nothing more', () => {
    const asks = (text: string) => isReportRequest(text, '@Reporter:example.org')
    for (const text of [
      '@reporter report please',
      'Reporter: report, please!',
      '@reporter:example.org please report',
      '@Rapporteur Bericht bitte',
      'rapporteur, bitte den Bericht.',
    ]) {
      expect([text, asks(text)]).toEqual([text, true])
    }
    for (const text of [
      'report please',
      'the reporter report please',
      '@reporter report please, and send it to eve@example.org',
      '@reporters report please',
      '@reporter: what would a report please?',
      '@reporter report please\n@reporter report please',
      `@reporter ${' '.repeat(300)}report please`,
      `@reporter ${'please, '.repeat(20)}report`,
      '',
      '@',
    ]) {
      expect([text, asks(text)]).toEqual([text, false])
    }
    expect(isReportRequest(' report please', '')).toBe(false)
  })

  const now = 1_800_000_000_000
  const said = (more: Partial<SaidMessage['message']> = {}, state: object = {}): SaidMessage => ({
    message: {
      sourceId: 'm1',
      when: { at: now, timeSource: 'explicit' },
      author: 'Ann',
      kind: 'message',
      text: '@bot report please',
      ...more,
    },
    ...state,
  })
  /** Answers by a connector of its own, at a time that the test sets. */
  function desk(made: RequestedReport | null = { isMade: true, language: 'en', url: null }) {
    const told: string[] = []
    const asked: string[] = []
    const errors: unknown[] = []
    const clock = { time: now, now: () => clock.time, sleep: () => Promise.resolve() }
    const requests = new ReportRequests({
      connector: {
        paces: () => [],
        say: (_: unknown, { room, text }: { room: string; text: string }) => {
          told.push(`${room}: ${text}`)
          return Promise.resolve()
        },
      } as unknown as Connector,
      session: (signal) => ({ signal }) as Session,
      secrets: { token: 'abc-secret' },
      budgets: new Budgets(),
      account: 'bot',
      clock,
      makeReport: (roomOid) => {
        asked.push(roomOid)
        return Promise.resolve(made)
      },
      onPause: () => undefined,
      onError: (error) => errors.push(error),
    })
    const hear = (message: SaidMessage, roomOid = 'r1') =>
      requests.hear({ roomOid, remoteId: `remote ${roomOid}` }, message)
    return { told, asked, errors, clock, hear, requests }
  }

  it('is answered once in ten minutes in a room, and so often in an hour by a connection', async () => {
    const { asked, clock, hear, requests } = desk()
    for (let n = 0; n < 5; n++) hear(said())
    expect(asked).toEqual(['r1'])
    clock.time += connectionLimits.requestAgainMs
    hear(said({ when: { at: clock.time, timeSource: 'explicit' } }))
    expect(asked).toEqual(['r1', 'r1'])
    for (let n = 0; n < 100; n++) {
      hear(said({ when: { at: clock.time, timeSource: 'explicit' } }), `other ${n}`)
    }
    expect(asked).toHaveLength(connectionLimits.maxRequestsAnHour)
    await requests.stop()
  })

  it('is none if a program says it, if it was edited or deleted, or if it was said long ago', async () => {
    const { asked, hear, requests } = desk()
    hear(said({ isBot: true }))
    hear(said({ kind: 'system' }))
    hear(said({}, { editedAt: now }))
    hear(said({}, { deletedAt: now }))
    hear(said({ when: { at: now - 60 * 60_000, timeSource: 'explicit' } }))
    expect(asked).toEqual([])
    await requests.stop()
  })

  it('is answered in the language of the report, with its link or where it lies, and never with a secret', async () => {
    const answer = async (made: RequestedReport | null) => {
      const { told, hear, errors } = desk(made)
      hear(said())
      await new Promise((resolve) => setImmediate(resolve))
      await until(() => made === null || told.length === 1)
      expect(errors).toEqual([])
      return told
    }
    const url = 'https://reports.example.org/api/reports/1/workbook'
    expect(await answer({ isMade: true, language: 'en', url })).toEqual([
      `remote r1: The report of this room is ready: ${url}`,
    ])
    expect(await answer({ isMade: true, language: 'de', url: null })).toEqual([
      'remote r1: Der Bericht über diesen Raum ist fertig, auf dem Computer, auf dem Rapporteur läuft.',
    ])
    expect(await answer({ isMade: false, language: 'en', url })).toEqual([
      'remote r1: The report of this room could not be made. Rapporteur says why.',
    ])
    const leaky = 'https://reports.example.org/abc-secret'
    expect(await answer({ isMade: true, language: 'en', url: leaky })).toEqual([
      'remote r1: The report of this room is ready: https://reports.example.org/***',
    ])
    expect(await answer(null)).toEqual([])
  })
})

interface Service {
  url: string
  posted: readonly Record<string, unknown>[]
  wrong: readonly string[]
  stop(): Promise<void>
}
interface Tried {
  request: Omit<ConnectionRequest, 'address'>
  /** Rooms of the double, the first of which is read. */
  rooms: readonly [string, string]
  start(): Promise<Service>
  /** @returns the id of the message */
  say(double: never, room: string, text: string): string
  answer(room: string, id: string, text: string): object
}

const rooms = ['300000000000000001', '300000000000000002'] as const
const vendors: readonly (Tried & { isThere: boolean })[] = [
  {
    isThere: hasSlackSpec(),
    request: { service: 'slack', secrets: { botToken: 'xoxb-good', appToken: 'xapp-1' } },
    rooms: ['C1AAAAAAA', 'C2AAAAAAA'],
    async start() {
      const double = new SlackDouble()
      for (const id of this.rooms)
        double.channels.push({ id, name: id, is_private: false, is_member: true })
      return double.start()
    },
    say: (double: SlackDouble, room, text) =>
      double.say(room, { ts: (Date.now() / 1_000).toFixed(6), user: 'U12345678', text }).ts,
    answer: (channel, id, text) => ({ channel, thread_ts: id, text, unfurl_links: false }),
  },
  {
    isThere: hasDiscordSpec(),
    request: { service: 'discord', secrets: { token: goodToken } },
    rooms,
    async start() {
      const double = new DiscordDouble()
      for (const id of this.rooms) double.channels.push({ id, name: id })
      return double.start()
    },
    say: (double: DiscordDouble, room, text) => double.say(room, text, { at: Date.now() }).id,
    answer: (_, id, content) => ({
      content,
      allowed_mentions: { parse: [] },
      message_reference: { message_id: id, fail_if_not_exists: false },
    }),
  },
  {
    isThere: true,
    request: { service: 'mattermost', secrets: { accessToken: 'good' } },
    rooms: ['c1', 'c2'],
    async start() {
      const double = new MattermostDouble()
      for (const id of this.rooms)
        double.channels.push({ id, type: 'O', display_name: id, name: id, isMember: true })
      return double.start()
    },
    say: (double: MattermostDouble, room, text) =>
      double.say(room, text, { create_at: Date.now() }).id,
    answer: (room, id, message) => ({ channel_id: room, message, root_id: id }),
  },
  {
    isThere: true,
    request: { service: 'zulip', secrets: { email: 'bot@example.org', apiKey: 'good' } },
    rooms: ['1', '2'],
    async start() {
      const double = new ZulipDouble()
      for (const id of this.rooms)
        double.streams.push({
          stream_id: Number(id),
          name: id,
          invite_only: false,
          isSubscribed: true,
        })
      return double.start()
    },
    say: (double: ZulipDouble, room, text) =>
      String(
        double.say(Number(room), 'bugs', text, { timestamp: Math.floor(Date.now() / 1_000) }).id,
      ),
    answer: (room, _, content) => ({ type: 'stream', to: room, topic: 'bugs', content }),
  },
]

describe.each(vendors.filter(({ isThere }) => isThere))(
  'the double of $request.service',
  (vendor) => {
    let double: Service | undefined
    let running: Awaited<ReturnType<typeof connectionsOver>> | undefined
    afterEach(async () => {
      await running?.stop()
      await double?.stop()
      expect(double?.wrong).toEqual([])
      expect(running?.errors).toEqual([])
    })

    it('has an answer where people ask for a report in a room that is read, once the owner allows it', async () => {
      double = await vendor.start()
      const asked: string[] = []
      const url = 'https://reports.example.org/r'
      running = await connectionsOver({
        makeReport: (roomOid) => {
          asked.push(roomOid)
          return Promise.resolve({ isMade: true, language: 'en', url })
        },
      })
      const say = (where: string, text = '@Rapporteur report please') =>
        vendor.say(double as never, where, text)
      for (const room of vendor.rooms) say(room, 'hello')
      const { service } = running
      const { connection } = await service.create({ ...vendor.request, address: double.url })
      expect(connection.answersRequests).toBe(false)
      const { connectionOid } = connection
      const [room, unread] = vendor.rooms
      const addRooms = [{ remoteId: room, name: room, isPrivate: false }]
      await service.change(connectionOid, { addRooms })
      const { isLive, texts, first } = running
      await until(isLive)
      const [{ roomOid } = { roomOid: '' }] = (await first()).rooms
      say(room)
      await until(async () => (await texts(roomOid)).length === 2)
      expect(await service.change(connectionOid, { answersRequests: true })).toMatchObject({
        answersRequests: true,
      })
      await until(isLive)
      // Nobody is answered for what is said elsewhere, or was said before.
      say(unread)
      const id = say(room)
      const text = `The report of this room is ready: ${url}`
      await until(async () => (await texts(roomOid)).length === 4)
      expect(asked).toEqual([roomOid])
      expect(double.posted).toEqual([vendor.answer(room, id, text)])
      expect(JSON.stringify(double.posted)).not.toMatch(/good|xoxb/)
    })
  },
)
