import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connection, MadeConnection, RemoteRoom } from '../../server/contract/connections.ts'
import type { MessagePage, Room } from '../../server/contract/rooms.ts'
import type { z } from 'zod'
import { DiscordDouble, goodToken } from '../connections/discord-double.ts'
import { timestampOf } from '../connections/discord-records.ts'
import { hasDiscordSpec } from '../connections/discord-spec.ts'
import { startTestServer, type TestServer } from './harness.ts'

if (!hasDiscordSpec()) console.warn('SKIPPED: Discord over HTTP: ../shared/specs is not there')

describe.skipIf(!hasDiscordSpec())('Discord over HTTP, with its spec double', () => {
  let double: DiscordDouble
  let server: TestServer
  const general = '300000000000000001'
  beforeEach(async () => {
    double = await new DiscordDouble().start()
    double.channels.push({ id: general, name: 'general' })
    server = await startTestServer()
  })
  afterEach(async () => {
    await server.dispose()
    await double.stop()
    expect(double.wrong).toEqual([])
  })

  it('meets an export of the same channel in one room, doubles nothing, and goes on with it live', async () => {
    for (let n = 0; n < 6; n++) double.say(general, `text ${n}`)
    const messages = double.messages.get(general)!
    const exported = messages.slice(0, 4).map(({ id, content }) => ({
      id,
      type: 'Default',
      timestamp: timestampOf(id),
      timestampEdited: null,
      content,
      author: {
        id: '100000000000000002',
        name: 'ann',
        nickname: 'Ann of this server',
        isBot: false,
      },
      attachments: [],
      embeds: [],
    }))
    double.edit(messages[1]!, 'text 1, edited')
    const events = server.events('rooms=*&topics=imports,connections,rooms')
    await events.opened
    const file = {
      guild: { id: '2' },
      channel: { id: general, name: 'general' },
      messages: exported,
    }
    const name = encodeURIComponent('general.json')
    await server.api(`/api/imports?name=${name}`, { method: 'POST', body: JSON.stringify(file) })
    await events.until(({ event }) => event === 'IMPORT_STATUS_END')

    const { connection } = await server.post<MadeConnection>('/api/connections', {
      service: 'discord',
      address: double.url,
      secrets: { token: goodToken },
    })
    const path = `/api/connections/${connection.connectionOid}`
    const { items } = await server.json<{ items: RemoteRoom[] }>(`${path}/rooms`)
    expect(items).toMatchObject([{ remoteId: general, isImported: true, isConnected: false }])
    const { remoteId, isPrivate, roomOid } = items[0]!
    await server.json<Connection>(path, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ addRooms: [{ remoteId, name: 'general', isPrivate }] }),
    })
    await events.until(({ event, data }) => {
      const told = data['connection'] as Connection | undefined
      return event === 'CONNECTION_CHANGED' && told?.rooms[0]?.state === 'live' && told.isFollowing
    })
    double.say(general, 'live')
    await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data['messageCount'] === 7)
    const page = await server.json<z.infer<typeof MessagePage>>(`/api/rooms/${roomOid}/messages`)
    expect(page.items.map(({ text }) => text)).toEqual([
      'text 0',
      'text 1, edited',
      'text 2',
      'text 3',
      'text 4',
      'text 5',
      'live',
    ])
    const { items: rooms } = await server.json<{ items: Room[] }>('/api/rooms')
    expect(rooms).toHaveLength(1)
  })
})
