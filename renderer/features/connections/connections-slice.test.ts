import { expect, it } from 'vitest'
import type { Connection, ConnectionRoom } from '../../../server/contract/connections.ts'
import { connectionsSlice, loadConnections } from './connections-slice.ts'

const { reducer, actions } = connectionsSlice
const rooms = ['a', 'b'].map((remoteId) => ({ remoteId, state: 'live' }) as ConnectionRoom)
const connection = { connectionOid: 'c1', state: 'live', rooms } as Connection
const behind = { ...rooms[1]!, state: 'behind' as const }
const read = (from: Connection) =>
  loadConnections.fulfilled({ items: [from], canKeepSecrets: true }, 'r1', undefined as never)
const first = reducer(undefined, { type: '' })
const known = { ...first, items: [connection] }

it('brings what has changed into a connection that is known, and leaves its other rooms', () => {
  const changed = { rooms: [behind] }
  const one = reducer(known, actions.connectionHeard({ connectionOid: 'c1', changed }))
  expect(one.items[0]!.rooms).toEqual([rooms[0], behind])
  const { rooms: _rooms, ...before } = connection
  const own = { ...before, state: 'unreachable' as const }
  const two = reducer(one, actions.connectionHeard({ connectionOid: 'c1', changed: { own } }))
  expect(two.items[0]).toEqual({ ...connection, state: 'unreachable', rooms: [rooms[0], behind] })
})

it('keeps what it heard while it waited for an answer that is older', () => {
  const asked = reducer(known, loadConnections.pending('r1', undefined as never))
  const changed = { rooms: [behind] }
  const heard = reducer(asked, actions.connectionHeard({ connectionOid: 'c1', changed }))
  const answered = reducer(heard, read(connection))
  expect(answered.items[0]!.rooms[1]).toEqual(behind)
  // Later answers are newer.
  const again = reducer(answered, loadConnections.pending('r2', undefined as never))
  expect(reducer(again, read(connection)).items[0]!.rooms[1]).toEqual(rooms[1])
})
