import type { ConnectionChange, RemoteRoom } from '../contract/connections.ts'
import { messageLimits } from '../contract/limits.ts'
import { roomOidOf } from '../imports/reading/identity.ts'
import { RoomProgress, type Connections, type StoredConnection } from '../ports/connections.ts'
import type { Messages } from '../ports/messages.ts'
import type { Rooms } from '../ports/rooms.ts'
import { storable } from '../ports/storable-text.ts'
import type { Connector, RoomsPage } from './connector.ts'
import { wholeRoom } from './progress.ts'
import { ConnectionRefused } from './refused.ts'
import { said } from './shown.ts'

export interface RoomPorts {
  connections: Pick<Connections, 'addRoom' | 'rooms'>
  messages: Pick<Messages, 'append'>
  rooms: Pick<Rooms, 'existing' | 'change' | 'place'>
  onRoomChanged(roomOid: string): void
}

/**
 * Makes rooms of a service rooms of ours, to be read from now on. One that an export has brought is the same room.
 *
 * @throws ConnectionRefused where another connection reads one of them
 */
export async function addRooms(
  { connections, messages, rooms, onRoomChanged }: RoomPorts,
  { connectionOid, service }: Pick<StoredConnection, 'connectionOid' | 'service'>,
  { family, format }: Connector,
  added: NonNullable<ConnectionChange['addRooms']>,
): Promise<void> {
  for (const { remoteId, name, isPrivate } of added) {
    const roomOid = roomOidOf(family, '', remoteId)
    const shownName = storable(name).slice(0, messageLimits.maxRoomNameLength)
    const room = { roomOid, name: shownName, source: service, format }
    if ((await rooms.place(roomOid)) === null) {
      await messages.append([{ room, messages: [] }], null)
    }
    const place = (await rooms.place(roomOid))?.roomOid ?? roomOid
    // What a server holds was not given away by being connected: a person allows that.
    await rooms.change(place, { localOnly: true })
    const progress = RoomProgress.parse({ gaps: [wholeRoom] })
    const isNew = { connectionOid, remoteId, roomOid, name: shownName, isPrivate, progress }
    if (!(await connections.addRoom(isNew))) {
      throw new ConnectionRefused({ code: 'connection_room_taken', params: {} })
    }
    onRoomChanged(place)
  }
}

/** Rooms that a service lists, with what they are here. */
export async function listedRooms(
  { connections, rooms }: Pick<RoomPorts, 'connections' | 'rooms'>,
  { family }: Connector,
  page: RoomsPage,
): Promise<{ items: RemoteRoom[]; next: string | null }> {
  const oids = page.rooms.map(({ remoteId }) => roomOidOf(family, '', remoteId))
  const here = await rooms.existing(oids)
  const connected = new Set((await connections.rooms()).map(({ roomOid }) => roomOid))
  const items = page.rooms.map(({ refused, ...room }, index): RemoteRoom => {
    const roomOid = oids[index] ?? ''
    const isConnected = connected.has(roomOid)
    return {
      ...room,
      roomOid,
      isConnected,
      isImported: here.has(roomOid) && !isConnected,
      ...(refused === undefined ? {} : { refused: said(refused) }),
    }
  })
  return { items, next: page.next }
}
