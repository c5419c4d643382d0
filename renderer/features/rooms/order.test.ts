import { describe, expect, it } from 'vitest'
import type { Room } from '../../../server/contract/rooms.ts'
import { matchesSearch, orderRooms } from './order.ts'
import type { RoomSort } from './view-options.ts'

const room = (name: string, part: Partial<Room> = {}): Room => ({
  roomOid: name,
  name,
  source: 'irc',
  format: 'irc',
  messageCount: 0,
  systemCount: 0,
  participantCount: 0,
  firstMessageAt: null,
  lastMessageAt: null,
  ...part,
})

const order = (rooms: Room[], column: RoomSort['column'], direction: RoomSort['direction']) =>
  orderRooms(rooms, { column, direction }, (oid) => ({ busy: 'writing', bad: 'failed' })[oid])

describe('the order of rooms', () => {
  it('counts numbers in names as numbers and takes no notice of case', () => {
    const rooms = [room('room 10'), room('Room 9'), room('alpha')]
    expect(order(rooms, 'name', 'ascending')).toEqual(['alpha', 'Room 9', 'room 10'])
  })

  it('puts rooms without a message last, in either direction', () => {
    const rooms = [
      room('none'),
      room('old', { lastMessageAt: '2020-01-01T00:00:00Z' }),
      room('new', { lastMessageAt: '2026-01-01T00:00:00+02:00' }),
    ]
    expect(order(rooms, 'lastMessage', 'ascending')).toEqual(['old', 'new', 'none'])
    expect(order(rooms, 'lastMessage', 'descending')).toEqual(['new', 'old', 'none'])
  })

  it('by report begins with what needs a person', () => {
    const rooms = [room('quiet'), room('busy'), room('bad')]
    expect(order(rooms, 'report', 'ascending')).toEqual(['bad', 'busy', 'quiet'])
  })

  it('is the same for equal rooms, whichever way they came', () => {
    const twins = [room('same', { roomOid: 'b' }), room('same', { roomOid: 'a' })]
    expect(order(twins, 'messages', 'descending')).toEqual(['a', 'b'])
    expect(order(twins.toReversed(), 'messages', 'descending')).toEqual(['a', 'b'])
  })
})

describe('the search', () => {
  it('finds every word in name or source, without case', () => {
    const ops = room('Ops Weekly', { source: 'slack' })
    expect(matchesSearch(ops, { search: 'weekly SLACK', source: null })).toBe(true)
    expect(matchesSearch(ops, { search: 'weekly irc', source: null })).toBe(false)
    expect(matchesSearch(ops, { search: '', source: 'irc' })).toBe(false)
  })

  it('takes no character of the search for a pattern', () => {
    expect(matchesSearch(room('c++ (.*)'), { search: '(.*)', source: null })).toBe(true)
    expect(matchesSearch(room('cpp'), { search: '.*', source: null })).toBe(false)
  })
})
