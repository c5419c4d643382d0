import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionsOver, until } from '../../../tests/connections/service.ts'
import { hasSlackSpec, SlackDouble } from '../../../tests/connections/slack-double.ts'
import { deletedText } from '../../ports/revisions.ts'
import { slack } from './slack.ts'

if (!hasSlackSpec()) console.warn('SKIPPED: Slack’s spec double: ../shared/specs is not there')

describe('tokens of Slack', () => {
  it('are those of bots: a person’s, and that of Slack’s own program, are refused with the reason', () => {
    const codeOf = (botToken: string, appToken = '') => slack.refuses({ botToken, appToken })
    expect(codeOf('xoxp-1')).toMatchObject({ params: { context: 'slack' } })
    expect(codeOf('xoxc-1')).toMatchObject({ params: { context: 'slack_client' } })
    expect(codeOf('xoxd-1')).toMatchObject({ params: { context: 'slack_client' } })
    expect(codeOf('hello')).toMatchObject({ params: { form: 'xoxb-' } })
    expect(codeOf('xoxb-1', 'xoxb-2')).toMatchObject({ params: { form: 'xapp-' } })
    expect(codeOf('')).toMatchObject({ params: { context: 'empty' } })
    expect(codeOf('xoxb-1', 'xapp-1')).toBeNull()
  })
})

describe.skipIf(!hasSlackSpec())('Slack’s spec double', () => {
  let double: SlackDouble
  let running: Awaited<ReturnType<typeof connectionsOver>>
  beforeEach(async () => {
    double = await new SlackDouble().start()
    running = await connectionsOver()
  })
  afterEach(async () => {
    await running.stop()
    await double.stop()
    expect(double.wrong).toEqual([])
    expect(running.errors).toEqual([])
  })

  const connect = (
    secrets: Record<string, string> = { botToken: 'xoxb-good', appToken: 'xapp-1' },
  ) => running.service.create({ service: 'slack', address: double.url, secrets })

  async function read(remoteId = 'C1AAAAAAA') {
    const { connection } = await connect()
    const rooms = (await running.service.rooms(connection.connectionOid, null))!.items
    const { name, isPrivate, roomOid } = rooms.find((room) => room.remoteId === remoteId)!
    await running.service.change(connection.connectionOid, {
      addRooms: [{ remoteId, name, isPrivate }],
    })
    return roomOid
  }
  const stateOf = async () => (await running.service.list()).items[0]!.rooms[0]?.state
  const ts = (n: number): string => `${1_700_000_000 + n}.000100`

  function fill(messages: number): void {
    double.channels.push({ id: 'C1AAAAAAA', name: 'general', is_private: false, is_member: true })
    for (let n = 0; n < messages; n++)
      double.say('C1AAAAAAA', { ts: ts(n), user: 'U12345678', text: `text ${n}` })
  }

  it('says who we are and which rights are missing, and a wrong token makes no connection', async () => {
    const { connection, test } = await connect()
    expect(connection).toMatchObject({
      name: 'Subarachnoid',
      account: 'bot',
      secret: 'session',
      rooms: [],
    })
    expect(test.missing).toEqual(['groups:read', 'groups:history'])
    await expect(connect({ botToken: 'xoxb-bad' })).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
    await expect(connect({ botToken: 'xoxp-1' })).rejects.toMatchObject({
      reason: { code: 'connection_user_token' },
    })
    expect((await running.service.list()).items).toHaveLength(1)
    expect(JSON.stringify([await running.service.list(), running.told])).not.toMatch(/xoxb|xapp/)
  })

  it('lists rooms with those that a bot has to be invited to, and which are here already', async () => {
    fill(1)
    double.channels.push({ id: 'C2AAAAAAA', name: 'plans', is_private: true, is_member: true })
    double.channels.push({
      id: 'C3AAAAAAA',
      name: 'elsewhere',
      is_private: false,
      is_member: false,
    })
    const roomOid = await read()
    const { connectionOid } = (await running.service.list()).items[0]!
    const { items } = (await running.service.rooms(connectionOid, null))!
    expect(items).toMatchObject([
      { remoteId: 'C1AAAAAAA', roomOid, isConnected: true, isPrivate: false },
      { remoteId: 'C2AAAAAAA', isPrivate: true, isConnected: false, isImported: false },
      { remoteId: 'C3AAAAAAA', refused: { code: 'connection_room_not_member' } },
    ])
    expect((await running.engine.rooms.get(roomOid))!.room.localOnly).toBe(true)
  })

  it('reads a channel and its threads, with names, and hears what is said, edited and deleted', async () => {
    fill(30)
    for (let n = 0; n < 3; n++) {
      double.say('C1AAAAAAA', {
        ts: ts(100 + n),
        user: 'U12345678',
        text: `answer ${n}`,
        thread_ts: ts(4),
      })
    }
    const roomOid = await read()
    await until(async () => (await running.texts(roomOid)).length === 33)
    await until(() => double.socketCount === 1)
    const [first] = await running.lines(roomOid)
    expect(first).toMatchObject({
      author: 'ann',
      authorKey: 'U12345678',
      sourceId: ts(0),
      at: 1_700_000_000_000,
    })
    expect((await running.lines(roomOid)).at(-1)).toMatchObject({
      text: 'answer 2',
      replyTo: ts(4),
    })
    await until(async () => (await running.service.list()).items[0]!.isFollowing)
    const live = double.say('C1AAAAAAA', { ts: ts(200), user: 'U12345678', text: 'live' })
    await until(async () => (await running.texts(roomOid)).includes('live'))
    expect((await running.lines(roomOid)).at(-1)).toMatchObject({ author: 'ann' })
    double.edit('C1AAAAAAA', live, 'edited', ts(201))
    await until(async () => (await running.texts(roomOid)).includes('edited'))
    double.remove('C1AAAAAAA', live, ts(202))
    await until(async () => (await running.texts(roomOid)).at(-1) === deletedText)
    expect((await running.texts(roomOid)).slice(0, 30)).toEqual(
      Array.from({ length: 30 }, (_, n) => `text ${n}`),
    )
  })

  it('catches up what was said while its one socket was cut', async () => {
    fill(3)
    const roomOid = await read()
    await until(async () => (await stateOf()) === 'live' && double.socketCount === 1)
    double.cut()
    await until(() => double.socketCount === 0)
    double.say('C1AAAAAAA', { ts: ts(300), user: 'U12345678', text: 'meanwhile' })
    await until(async () => (await running.texts(roomOid)).includes('meanwhile'))
  })

  it('waits as long as a 429 says, and then goes on', async () => {
    fill(3)
    const { connection } = await connect({ botToken: 'xoxb-good' })
    const room = { remoteId: 'C1AAAAAAA', name: 'general', isPrivate: false }
    double.limitNext = 1
    const began = Date.now()
    await running.service.change(connection.connectionOid, { addRooms: [room] })
    const { roomOid } = (await running.service.list()).items[0]!.rooms[0]!
    await until(async () => (await running.texts(roomOid)).length === 3)
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000)
  })

  it('tells an app that gets 15 messages a minute by its pages', async () => {
    fill(40)
    double.pageCap = 15
    const session = (await import('../session.ts')).networkSession({
      address: double.url,
      secrets: { botToken: 'xoxb-good' },
      signal: new AbortController().signal,
      people: new Map(),
    })
    const page = await slack.page(session, { room: 'C1AAAAAAA', from: null, until: null })
    expect(page).toMatchObject({ restMs: 60_000, next: ts(25), newest: ts(39) })
    const last = await slack.page(session, { room: 'C1AAAAAAA', from: ts(10), until: null })
    expect(last).toMatchObject({ restMs: 0, next: null })
  })
})
