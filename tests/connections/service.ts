import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createConnections,
  type ConnectionsDeps,
} from '../../server/connections/connection-service.ts'
import type { Connection } from '../../server/contract/connections.ts'
import { startEngine } from '../../server/engines/open.ts'
import type { Engine } from '../../server/ports/engine.ts'
import { noVault, type SecretVault } from '../../server/settings/vault.ts'

/** The connections of a process over a data folder of its own, with the real network and the real store. */
export async function connectionsOver(deps: Partial<ConnectionsDeps> = {}, given?: string) {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'rapporteur-connections-'))
  const engine: Engine = await startEngine(
    { kind: 'sqlite', folder },
    { onMended: () => undefined },
    async (it) => it,
  )
  const errors: string[] = []
  const told: (Connection | null)[] = []
  const service = createConnections({
    connections: engine.connections,
    messages: engine.messages,
    rooms: engine.rooms,
    notes: engine.notes,
    vault: noVault,
    onChanged: (_, connection) => void told.push(connection),
    onRoomChanged: () => undefined,
    onError: (text) => void errors.push(text),
    ...deps,
  })
  await service.start()
  async function lines(roomOid: string) {
    const room = await engine.rooms.get(roomOid)
    if (room === null) return []
    const range = { roomId: room.roomId }
    return (await engine.messages.page(range, { after: null, limit: 100_000 })).items
  }
  /** The only connection, as it is shown. */
  const first = async () => (await service.list()).items[0]!
  return {
    service,
    engine,
    errors,
    told,
    folder,
    /** All lines of a room, oldest first. */
    lines,
    texts: async (roomOid = '') => (await lines(roomOid)).map(({ text }) => text),
    first,
    /** Has rooms of a connection read, by their ids at the service. @returns their ids here */
    async read(connectionOid: string, ...remoteIds: string[]): Promise<string[]> {
      const rooms = (await service.rooms(connectionOid, null))!.items
      const chosen = rooms.filter(({ remoteId }) => remoteIds.includes(remoteId))
      await service.change(connectionOid, {
        addRooms: chosen.map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate })),
      })
      return chosen.map(({ roomOid }) => roomOid)
    },
    states: async () => (await first()).rooms.map(({ state }) => state),
    /** What is said is heard, and nothing is missing. */
    async isLive() {
      const { rooms, isFollowing } = await first()
      return isFollowing && rooms.every(({ state }) => state === 'live')
    },
    async stop(isKept = false) {
      await service.close()
      await engine.close()
      if (!isKept) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** As the keychain of a desktop: a secret outlives the process. */
export const sealing: SecretVault = {
  ...noVault,
  canEncrypt: () => true,
  encrypt: (secret) => Buffer.from(secret).toString('base64'),
  decrypt: (sealed) => Buffer.from(sealed, 'base64').toString(),
}

/** Asks again until it holds; the test runner ends what never does. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}
