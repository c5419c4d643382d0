import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  botRole,
  DiscordDouble,
  goodToken,
  guildId,
} from '../../../tests/connections/discord-double.ts'
import { snowflake } from '../../../tests/connections/discord-records.ts'
import { hasDiscordSpec } from '../../../tests/connections/discord-spec.ts'
import { connectionsOver, sealing, until } from '../../../tests/connections/service.ts'
import { deletedText } from '../../ports/revisions.ts'
import { discord } from './discord.ts'
import { rightsIn } from './guilds.ts'

if (!hasDiscordSpec()) console.warn('SKIPPED: Discord’s spec double: ../shared/specs is not there')

describe('tokens of Discord', () => {
  it('are those of bots: that of a person is refused with the reason, before anything is sent', () => {
    expect(discord.refuses({ token: 'mfa.abc' })).toMatchObject({ params: { context: 'discord' } })
    expect(discord.refuses({ token: 'Bot ' })).toMatchObject({ params: { context: 'empty' } })
    expect(discord.refuses({ token: `Bot ${goodToken}` })).toBeNull()
  })
})

describe('rights in a channel of Discord', () => {
  const [view, history] = [1n << 10n, 1n << 16n]
  const channel = (...overwrites: [string, number, bigint, bigint][]) => ({
    permission_overwrites: overwrites.map(([id, type, allow, deny]) => ({
      id,
      type,
      allow: String(allow),
      deny: String(deny),
    })),
  })
  const rights = (given: object) => rightsIn(given, view | history, 'all', ['role', 'me'])

  it('are what it denies to all, then allows to roles, then says of the bot itself', () => {
    expect(rights(channel())).toBe(view | history)
    expect(rights(channel(['all', 0, 0n, view]))).toBe(history)
    expect(rights(channel(['all', 0, 0n, view], ['role', 0, view, 0n]))).toBe(view | history)
    expect(rights(channel(['role', 0, view, 0n], ['me', 1, 0n, view]))).toBe(history)
    expect(rights(channel(['other', 0, 0n, view], ['you', 1, 0n, view]))).toBe(view | history)
    expect(rightsIn(channel(['all', 0, 0n, view]), 8n, 'all', [])).toBe(8n)
  })
})

describe.skipIf(!hasDiscordSpec())('Discord’s spec double', () => {
  let double: DiscordDouble
  let running: Awaited<ReturnType<typeof connectionsOver>>
  const general = '300000000000000001'
  const forum = '300000000000000002'
  beforeEach(async () => {
    double = await new DiscordDouble().start()
    double.channels.push({ id: general, name: 'general' })
    running = await connectionsOver()
  })
  afterEach(async () => {
    await running.stop()
    await double.stop()
    expect(double.wrong).toEqual([])
    expect(running.errors).toEqual([])
  })

  const connect = (token = goodToken) =>
    running.service.create({ service: 'discord', address: double.url, secrets: { token } })
  const allRooms = async (oid: string) => {
    const items = []
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof running.service.rooms>> = await running.service.rooms(
        oid,
        cursor,
      )
      items.push(...page!.items)
      cursor = page!.next
      if (cursor === null) return items
    }
  }
  async function read(...remoteIds: string[]) {
    const { connection } = await connect()
    const rooms = (await allRooms(connection.connectionOid)).filter(({ remoteId }) =>
      remoteIds.includes(remoteId),
    )
    await running.service.change(connection.connectionOid, {
      addRooms: rooms.map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate })),
    })
    return rooms.map(({ roomOid }) => roomOid)
  }

  it('says who we are, what is missing, and that a token is not that of a bot', async () => {
    double.mayReadContent = false
    double.rights = 1n << 10n
    const { connection, test } = await connect(`Bot ${goodToken}`)
    expect(connection).toMatchObject({ name: 'Subarachnoid', account: 'rapporteur' })
    expect(test.missing).toEqual(['MESSAGE_CONTENT', 'READ_MESSAGE_HISTORY (Subarachnoid)'])
    await expect(connect('MTIz.Gabcde.person')).rejects.toMatchObject({
      reason: { code: 'connection_user_token', params: { context: 'discord' } },
    })
    expect((await running.service.list()).items).toHaveLength(1)
    expect(JSON.stringify([await running.service.list(), running.told])).not.toContain('Gabcde')
  })

  it('lists text channels, announcements and forums, marks private ones, and says which it may not read', async () => {
    const deny = (id: string, bits: bigint, type = 0) => ({
      id,
      type,
      allow: '0',
      deny: String(bits),
    })
    const allow = { id: botRole, type: 0, allow: String(1n << 10n), deny: '0' }
    const hidden = deny(guildId, 1n << 10n)
    double.channels.push(
      { id: '31', name: 'plans', permission_overwrites: [hidden, allow] },
      { id: '32', name: 'board', permission_overwrites: [hidden] },
      { id: '33', name: 'news', type: 5, permission_overwrites: [deny(botRole, 1n << 16n)] },
      { id: '34', name: 'Voice', type: 2 },
      { id: '35', name: 'Category', type: 4 },
      { id: forum, name: 'help', type: 15 },
    )
    const { connection } = await connect()
    expect(await allRooms(connection.connectionOid)).toMatchObject([
      { name: 'general', isPrivate: false },
      { name: 'plans', isPrivate: true },
      { name: 'board', isPrivate: true, refused: { code: 'connection_room_not_member' } },
      { name: 'news', isPrivate: false, refused: { code: 'connection_room_no_history' } },
      { name: 'help', isPrivate: false },
    ])
  })

  it('reads a channel with all its threads, hears what is said, edited and deleted, and knows its names', async () => {
    for (let n = 0; n < 250; n++) double.say(general, `text ${n}`)
    const root = double.messages.get(general)![3]!
    const at = (n: number): number => 1_700_001_000_000 + n * 1_000
    const old = { id: root.id, name: 'old', parent_id: general, archivedAt: at(500) }
    const standing = { id: snowflake(at(100)), name: 'open', parent_id: general, archivedAt: null }
    const secret = { ...standing, id: snowflake(at(101)), type: 12, archivedAt: at(501) }
    double.threads.push(old, standing, secret)
    for (let n = 0; n < 120; n++) double.say(old.id, `old ${n}`, { at: at(n) })
    double.say(standing.id, 'open 0', { at: at(200) })
    double.say(secret.id, 'secret 0', { at: at(201) })
    const [roomOid] = await read(general)
    await until(async () => (await running.texts(roomOid)).length === 250 + 120 + 2)
    await until(running.isLive)
    const found = await running.lines(roomOid!)
    expect(found.slice(0, 250).map(({ text }) => text)).toEqual(
      Array.from({ length: 250 }, (_, n) => `text ${n}`),
    )
    expect(found.find(({ text }) => text === 'old 119')).toMatchObject({
      author: 'Ann Lee',
      authorKey: '100000000000000002',
      replyTo: root.id,
      sourceId: expect.stringMatching(/^\d{18,}$/) as string,
    })
    const live = double.say(standing.id, `live in <#${general}>`, { at: at(600) })
    await until(async () => (await running.texts(roomOid)).includes('live in #general'))
    double.edit(live, 'edited')
    await until(async () => (await running.texts(roomOid)).includes('edited'))
    double.remove(live)
    await until(async () => (await running.texts(roomOid)).at(-1) === deletedText)
    double.tell('CHANNEL_UPDATE', { id: general, name: 'lobby', guild_id: guildId, type: 0 })
    await until(async () => (await running.first()).rooms[0]!.name === 'lobby')
    double.tell('CHANNEL_DELETE', { id: general, guild_id: guildId, type: 0 })
    await until(async () => (await running.states())[0] === 'stopped')
    expect((await running.lines(roomOid!)).length).toBe(250 + 120 + 3)
  })

  it('goes on with a channel of which a thread was deleted', async () => {
    double.say(general, 'text')
    const gone = { id: snowflake(1_700_001_000_000), parent_id: general, archivedAt: null }
    double.threads.push({ ...gone, name: 'gone' })
    double.forbidden.add(gone.id)
    const [roomOid] = await read(general)
    await until(() => double.asked.some((one) => one.startsWith(`/channels/${gone.id}/messages`)))
    await until(running.isLive)
    double.say(general, 'more')
    await until(async () => (await running.texts(roomOid)).includes('more'))
  })

  it('reads the posts of a forum with their titles, and new ones when they begin', async () => {
    double.channels.push({ id: forum, name: 'help', type: 15 })
    const post = (n: number, archivedAt: number | null) => {
      const at = 1_700_000_000_000 + n * 60_000
      const id = snowflake(at)
      double.begin({ id, name: `Question ${n}`, parent_id: forum, archivedAt })
      double.say(id, `How ${n}?`, { id })
      double.say(id, `So ${n}.`, { at: at + 1_000 })
    }
    double.threadCap = 4
    for (let n = 0; n < 11; n++) post(n, n === 10 ? null : 1_700_100_000_000 + n * 1_000)
    const [roomOid] = await read(forum)
    await until(async () => (await running.texts(roomOid)).length === 3 * 11)
    await until(running.isLive)
    const found = await running.lines(roomOid!)
    expect(found.slice(0, 3)).toMatchObject([
      { kind: 'system', text: 'Question 0' },
      { text: 'How 0?', replyTo: null },
      { text: 'So 0.', replyTo: found[1]!.sourceId },
    ])
    post(200, null)
    await until(async () => (await running.texts(roomOid)).includes('So 200.'))
    expect((await running.texts(roomOid)).slice(-3)).toEqual([
      'Question 200',
      'How 200?',
      'So 200.',
    ])
  })

  it('goes on where its socket was cut, and begins anew where Discord has forgotten it', async () => {
    double.say(general, 'before')
    const [roomOid] = await read(general)
    await until(running.isLive)
    double.cut()
    await until(() => double.socketCount === 0)
    double.say(general, 'meanwhile')
    await until(async () => (await running.texts(roomOid)).includes('meanwhile'))
    await until(running.isLive)
    expect(double.sessions.at(-1)).toMatch(/^resume s1 \d+$/)
    const { length } = double.sessions
    double.cut(4009)
    await until(() => double.sessions.length > length)
    await until(running.isLive)
    expect(double.sessions.at(-1)).toBe('identify')
  })

  it('reads at most one page again where it was ended, and loses and doubles nothing', async () => {
    await running.stop()
    running = await connectionsOver({ vault: sealing })
    for (let n = 0; n < 950; n++) double.say(general, `text ${n}`)
    const [roomOid] = await read(general)
    const pages = () => double.asked.filter((one) => one.includes('before='))
    for (const atLeast of [2, 5, 7]) {
      await until(() => pages().length >= atLeast)
      await running.stop(true)
      running = await connectionsOver({ vault: sealing }, running.folder)
    }
    await until(running.isLive)
    expect(await running.texts(roomOid)).toEqual(Array.from({ length: 950 }, (_, n) => `text ${n}`))
    expect(pages().length - new Set(pages()).size).toBeLessThanOrEqual(3)
  })

  it('closes a socket on which nobody answers its heartbeats', async () => {
    double.heartbeatMs = 10
    double.answersHeartbeats = false
    await read(general)
    await until(() => double.sessions.some((one) => one.startsWith('resume')))
    expect(double.heartbeats).toBeGreaterThan(0)
  })

  it.each([false, true])(
    'waits as long as a 429 says, also where it means all (%s)',
    async (isGlobal) => {
      for (let n = 0; n < 3; n++) double.say(general, `text ${n}`)
      const { connection } = await connect()
      double.limit = { retry_after: 1.2, global: isGlobal }
      // Nothing of it is under way any more: it follows, and has read all names.
      await until(() => double.socketCount === 1 && double.asked.at(-1)!.includes('after='))
      double.limitNext = isGlobal ? 1 : 3
      await running.service.change(connection.connectionOid, {
        addRooms: [{ remoteId: general, name: 'general', isPrivate: false }],
      })
      const { roomOid } = (await running.first()).rooms[0]!
      await until(async () => (await running.texts(roomOid)).length === 3)
      await until(running.isLive)
      expect(double.tooEarly).toBe(0)
    },
  )

  it('names a channel that it may not read, and goes on with the others', async () => {
    double.channels.push({ id: '31', name: 'plans' })
    double.forbidden.add('31')
    double.say(general, 'text')
    const [roomOid] = await read(general, '31')
    await until(async () => (await running.states()).includes('stopped'))
    await until(async () => (await running.texts(roomOid)).length === 1)
    expect((await running.first()).rooms.find(({ name }) => name === 'plans')).toMatchObject({
      state: 'stopped',
      reason: { code: 'connection_room_forbidden' },
    })
  })

  it('says that the intent is missing in place of keeping messages without words', async () => {
    for (let n = 0; n < 3; n++) double.say(general, `text ${n}`)
    double.mayReadContent = false
    const [roomOid] = await read(general)
    await until(async () => (await running.first()).reason !== undefined)
    expect((await running.first()).reason).toMatchObject({ code: 'connection_no_content' })
    expect(await running.texts(roomOid)).toEqual([])
    double.mayReadContent = true
    const { connectionOid } = await running.first()
    await running.service.pause(connectionOid)
    await running.service.resume(connectionOid)
    await until(async () => (await running.texts(roomOid)).length === 3)
  })
})
