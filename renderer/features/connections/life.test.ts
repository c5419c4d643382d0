import { expect, it } from 'vitest'
import type { Connection } from '../../../server/contract/connections.ts'
import { lifeOf, selectConnectedRoom } from './life.ts'

const following = { state: 'live', isFollowing: true } as const
const asking = { state: 'reading', isFollowing: false } as const

it('A room lives while what is said is heard, also while its past is still read', () => {
  expect(lifeOf(following, { state: 'live' })).toBe('live')
  expect(lifeOf(following, { state: 'reading' })).toBe('live')
  expect(lifeOf(asking, { state: 'live' })).toBe('upToDate')
})

it('A room is behind while newer messages are missing, or its server does not answer', () => {
  expect(lifeOf(following, { state: 'behind' })).toBe('behind')
  expect(lifeOf({ state: 'unreachable', isFollowing: false }, { state: 'live' })).toBe('behind')
})

it('A room that is not read is stopped, and one of a paused connection paused', () => {
  expect(lifeOf(following, { state: 'stopped' })).toBe('stopped')
  expect(lifeOf({ state: 'needs_person', isFollowing: false }, { state: 'live' })).toBe('stopped')
  expect(lifeOf({ state: 'paused', isFollowing: false }, { state: 'behind' })).toBe('paused')
  expect(lifeOf({ state: 'paused', isFollowing: false }, { state: 'stopped' })).toBe('stopped')
})

it('A room is found by its id, and one without a connection is not', () => {
  const room = { roomOid: 'r', state: 'live' }
  const connections = {
    items: [{ ...following, rooms: [room] } as unknown as Connection],
    canKeepSecrets: true,
    asked: 0,
    heardMeanwhile: [],
  }
  expect(selectConnectedRoom({ connections }, 'r')).toEqual({ room, life: 'live' })
  expect(selectConnectedRoom({ connections }, 'other')).toBeUndefined()
})
