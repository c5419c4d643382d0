import { expect, it } from 'vitest'
import type { Group } from '../../../server/contract/groups.ts'
import {
  bringBack,
  changeGroup,
  deleteGroup,
  loadGroups,
  loadMembers,
  makeGroup,
} from './commands.ts'
import {
  groupsSlice,
  selectGroupUndo,
  selectPickedGroup,
  selectShownRooms,
  type GroupsState,
} from './groups-slice.ts'

const group = (name: string, part: Partial<Group> = {}): Group => ({
  groupOid: name,
  name,
  roomOids: [],
  roomCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...part,
})
const after = (...actions: Parameters<typeof groupsSlice.reducer>[1][]): GroupsState =>
  actions.reduce<GroupsState | undefined>(groupsSlice.reducer, undefined) ??
  groupsSlice.getInitialState()
const read = loadGroups.fulfilled([group('Ships'), group('Berths')], 'request')
const namesOf = ({ groups }: GroupsState) => groups.map(({ name }) => name)

it('keeps groups by name, whatever is made or renamed', () => {
  const made = makeGroup.fulfilled(group('Cranes'), 'request', { name: 'Cranes', roomOids: [] })
  const renamed = changeGroup.fulfilled(group('Ships', { name: 'Arrivals' }), 'request', {
    groupOid: 'Ships',
    change: { name: 'Arrivals' },
  })
  expect(namesOf(after(read, made))).toEqual(['Berths', 'Cranes', 'Ships'])
  expect(namesOf(after(read, renamed))).toEqual(['Arrivals', 'Berths'])
})

it('shows what was made, and the first group where nothing was picked', () => {
  const made = makeGroup.fulfilled(group('Cranes'), 'request', { name: 'Cranes', roomOids: [] })
  expect(selectPickedGroup({ groups: after(read) })?.name).toBe('Berths')
  expect(selectPickedGroup({ groups: after(read, made) })?.name).toBe('Cranes')
})

it('takes a delete back as long as its notice stands, once', () => {
  const ships = group('Ships')
  const deleted = deleteGroup.fulfilled({ group: ships, until: 1_000 }, 'request', ships)
  const state = after(read, deleted)
  expect(namesOf(state)).toEqual(['Berths'])
  expect(selectGroupUndo({ groups: state }, 999)?.group).toEqual(ships)
  expect(selectGroupUndo({ groups: state }, 1_000)).toBeNull()
  const undone = bringBack.pending('request', { group: ships, until: 1_000 })
  expect(selectGroupUndo({ groups: after(read, deleted, undone) }, 999)).toBeNull()
})

it('keeps showing groups that were read when they cannot be read again', () => {
  const failed = loadGroups.rejected(new Error('gone'), 'request')
  expect(after(failed).state).toBe('failed')
  expect(after(read, failed)).toMatchObject({ state: 'read', groups: [{}, {}] })
})

it('narrows the rooms to those of a group once they are known', () => {
  const members = loadMembers.fulfilled(
    [{ roomOid: 'a', name: 'a', source: 'irc', by: ['rule'] }],
    'request',
    'Ships',
  )
  const state = after(read, members)
  expect(selectShownRooms({ groups: state }, null)).toBeNull()
  expect(selectShownRooms({ groups: state }, 'Berths')).toBeNull()
  expect(selectShownRooms({ groups: state }, 'Ships')).toEqual(new Set(['a']))
  expect(selectShownRooms({ groups: state }, 'Ships')).toBe(
    selectShownRooms({ groups: state }, 'Ships'),
  )
})
