import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  Connection,
  ConnectionList,
  MadeConnection,
  RemoteRoom,
} from '../../server/contract/connections.ts'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import type { MessagePage, Room } from '../../server/contract/rooms.ts'
import type { z } from 'zod'
import { hasSlackSpec, SlackDouble } from '../connections/slack-double.ts'
import { startTestServer, type TestServer } from './harness.ts'

if (!hasSlackSpec()) console.warn('SKIPPED: connections over HTTP: ../shared/specs is not there')

describe.skipIf(!hasSlackSpec())('connections over HTTP, with Slack’s spec double', () => {
  let double: SlackDouble
  let server: TestServer
  beforeEach(async () => {
    double = await new SlackDouble().start()
    double.channels.push({ id: 'C1AAAAAAA', name: 'general', is_private: false, is_member: true })
    for (let n = 0; n < 5; n++) {
      double.say('C1AAAAAAA', {
        ts: `${1_700_000_000 + n}.000100`,
        user: 'U12345678',
        text: `text ${n}`,
      })
    }
    server = await startTestServer()
  })
  afterEach(async () => {
    await server.dispose()
    await double.stop()
    expect(double.wrong).toEqual([])
  })

  const secrets = { botToken: 'xoxb-good-secret', appToken: 'xapp-secret' }
  const make = () =>
    server.post<MadeConnection>('/api/connections', {
      service: 'slack',
      address: double.url,
      secrets,
    })
  const patch = (oid: string, body: object) =>
    server.json<Connection>(`/api/connections/${oid}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('are made, given rooms, paused, resumed and removed, and each change is pushed', async () => {
    const events = server.events('rooms=*&topics=connections,rooms')
    await events.opened
    const { connection, test } = await make()
    const oid = connection.connectionOid
    expect(test).toMatchObject({ account: 'bot', missing: ['groups:read', 'groups:history'] })
    const { items } = await server.json<{ items: RemoteRoom[] }>(`/api/connections/${oid}/rooms`)
    expect(items).toMatchObject([{ name: 'general', isConnected: false }])
    const { roomOid, remoteId, name, isPrivate } = items[0]!
    await patch(oid, { addRooms: [{ remoteId, name, isPrivate }] })
    await events.until(
      ({ event, data }) =>
        event === 'ROOM_CHANGED' && data.roomOid === roomOid && data['messageCount'] === 5,
    )
    await events.until(({ event, data }) => {
      const told = data['connection'] as Connection | undefined
      return event === 'CONNECTION_CHANGED' && told?.rooms[0]?.state === 'live' && told.isFollowing
    })
    double.say('C1AAAAAAA', { ts: '1700000100.000100', user: 'U12345678', text: 'live' })
    await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data['messageCount'] === 6)
    expect((await server.json<Room>(`/api/rooms/${roomOid}`)).localOnly).toBe(true)
    expect(await server.post<Connection>(`/api/connections/${oid}/pause`)).toMatchObject({
      state: 'paused',
      isFollowing: false,
    })
    double.say('C1AAAAAAA', { ts: '1700000200.000100', user: 'U12345678', text: 'while paused' })
    await server.post(`/api/connections/${oid}/resume`)
    await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data['messageCount'] === 7)
    const gone = await server.api(`/api/connections/${oid}?messages=delete`, { method: 'DELETE' })
    expect(gone.status).toBe(204)
    expect(gone.headers.get('rapporteur-trash')).toMatch(/; until=/)
    expect((await server.api(`/api/rooms/${roomOid}`)).status).toBe(404)
    expect(await server.json<ConnectionList>('/api/connections')).toMatchObject({ items: [] })
    await events.until(
      ({ event, data }) => event === 'CONNECTION_CHANGED' && data['connection'] === null,
    )
    expect((await server.api(`/api/connections/${oid}/test`, { method: 'POST' })).status).toBe(404)
  })

  it('say why a server lets nobody in, and no answer, event, log or file holds a token', async () => {
    const wrong = { service: 'slack', address: double.url, secrets: { botToken: 'xoxp-person' } }
    const headers = { 'Content-Type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(wrong) }
    const answer = await server.api('/api/connections', init)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'connection_not_made',
      detail: expect.stringContaining('xoxb-') as string,
      params: { reason: { code: 'connection_user_token' } },
    })
    await make()
    const listed = JSON.stringify(await server.json('/api/connections'))
    const files = await readdir(server.dataDir, { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    )
    expect(`${listed}${texts.join('')}`).not.toMatch(/xoxb-good-secret|xapp-secret/)
  })

  it('ask for a token again after a restart where no keychain kept it, and go on with it', async () => {
    const { connection } = await make()
    const oid = connection.connectionOid
    await patch(oid, { addRooms: [{ remoteId: 'C1AAAAAAA', name: 'general', isPrivate: false }] })
    server = await server.restart()
    const [again] = (await server.json<ConnectionList>('/api/connections')).items
    expect(again).toMatchObject({
      state: 'needs_person',
      reason: { code: 'connection_secret_lost' },
    })
    expect((await patch(oid, { secrets })).state).not.toBe('needs_person')
  })

  it('make a report of what is known of a room, with its edits and deletions', async () => {
    const events = server.events('rooms=*&topics=connections,rooms')
    await events.opened
    const { connection } = await make()
    const { rooms } = await patch(connection.connectionOid, {
      addRooms: [{ remoteId: 'C1AAAAAAA', name: 'general', isPrivate: false }],
    })
    const { roomOid } = rooms[0]!
    await events.until(({ event, data }) => {
      const told = data['connection'] as Connection | undefined
      return event === 'CONNECTION_CHANGED' && told?.rooms[0]?.state === 'live' && told.isFollowing
    })
    const [first, second] = double.messages.get('C1AAAAAAA')!
    double.edit('C1AAAAAAA', first!, 'text 0, edited', '1700000300.000100')
    double.remove('C1AAAAAAA', second!, '1700000301.000100')
    await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data['systemCount'] === 1)
    const { items } = await server.json<z.infer<typeof MessagePage>>(
      `/api/rooms/${roomOid}/messages`,
    )
    expect(items.slice(0, 2)).toMatchObject([
      { text: 'text 0, edited', editedAt: '2023-11-14T22:18:20.000Z' },
      { kind: 'system', text: 'Message deleted', deletedAt: '2023-11-14T22:18:21.000Z' },
    ])
    await server.post<ReportAnswer>('/api/reports', { roomOids: [roomOid] })
    expect((await events.end(roomOid)).data.state).toBe('finished')
  })
})
