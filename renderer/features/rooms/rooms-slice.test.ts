import { describe, expect, it } from 'vitest'
import { triggerReports } from '../reports/index.ts'
import type { Room } from '../../../server/contract/rooms.ts'
import { room as anyRoom } from '../../../tests/support/page.ts'
import type { RowPick } from '../../ui/grid-keys.ts'
import { loadFirstRooms, readRooms, roomsSlice, type RoomsState } from './rooms-slice.ts'
import { selectSelectedCount } from './selectors.ts'

const { roomPicked, roomsSelected, roomOpened, sortToggled } = roomsSlice.actions
const pick = (target: string, how: RowPick) => roomPicked({ target, how, rows: ['a', 'b', 'c'] })

const run = (...actions: Parameters<typeof roomsSlice.reducer>[1][]): RoomsState =>
  actions.reduce<RoomsState>(
    (state, action) => roomsSlice.reducer(state, action),
    roomsSlice.getInitialState(),
  )

const picked = (state: RoomsState) => Object.keys(state.selected)

describe('reading all rooms again', () => {
  it('lets nobody select all before they are there, and forgets those that have gone', () => {
    const before = run(
      roomsSlice.actions.roomsChanged([anyRoom('a'), anyRoom('b')]),
      roomsSelected(['a', 'b']),
      roomOpened('a'),
    )
    const reading = roomsSlice.reducer(before, readRooms.pending('request', undefined))
    expect(reading.loaded).toBe(false)
    const answer = { items: [anyRoom('b'), anyRoom('c')], gone: ['a'] }
    const after = roomsSlice.reducer(reading, readRooms.fulfilled(answer, 'request', undefined))
    expect(after).toMatchObject({
      ids: ['b', 'c'],
      loaded: true,
      selected: { b: true },
      openOid: null,
    })
  })
})

describe('the selection', () => {
  it('knows its size after every way of selecting', () => {
    const states = [
      run(pick('a', 'toggle')),
      run(pick('a', 'toggle'), pick('a', 'toggle')),
      run(pick('a', 'toggle'), pick('c', 'range')),
      run(roomsSelected(['x', 'y'])),
      run(pick('a', 'toggle'), roomsSelected([])),
    ]
    for (const rooms of states) expect(selectSelectedCount({ rooms })).toBe(picked(rooms).length)
    expect(states.map((rooms) => selectSelectedCount({ rooms }))).toEqual([1, 0, 3, 2, 0])
  })

  it('keeps the anchor while a range is stretched and shrunk', () => {
    const state = run(pick('b', 'toggle'), pick('c', 'range'))
    expect(state).toMatchObject({ anchorOid: 'b', activeOid: 'c' })
  })

  it('loses the rooms whose reports have begun', () => {
    const answer = { reports: [], rejected: [] }
    const arg = { roomOids: ['a'], options: {} }
    const state = run(
      roomsSlice.actions.roomsSelected(['a', 'b']),
      triggerReports.fulfilled(answer, 'request', arg),
    )
    expect(picked(state)).toEqual(['b'])
  })
})

describe('the drawer', () => {
  it('follows the keyboard while it is open and stays shut otherwise', () => {
    expect(run(pick('a', 'activate')).openOid).toBeNull()
    expect(run(roomOpened('a'), pick('b', 'activate')).openOid).toBe('b')
  })
})

describe('sorting', () => {
  it('begins numbers from the top and words from A, and turns around the second time', () => {
    expect(run(sortToggled('messages')).view.sort.direction).toBe('descending')
    expect(run(sortToggled('messages'), sortToggled('messages')).view.sort.direction).toBe(
      'ascending',
    )
    expect(run(sortToggled('source')).view.sort).toEqual({
      column: 'source',
      direction: 'ascending',
    })
  })
})

describe('rooms of the last time', () => {
  const room = (roomOid: string, messageCount = 1) => anyRoom(roomOid, { messageCount })
  const recalled = roomsSlice.actions.roomsRecalled({ items: [room('a'), room('b')], total: 3 })
  const read = (...items: Room[]) =>
    loadFirstRooms.fulfilled(
      { items, total: items.length, nextCursor: null, sort: 'name' },
      'request',
      undefined,
    )

  it('are there before anybody was asked, and not yet what is shown for sure', () => {
    expect(run(recalled)).toMatchObject({ ids: ['a', 'b'], expected: 3, shown: false })
  })

  it('stay the very same objects where nothing has changed, so that no row is drawn again', () => {
    const before = run(recalled)
    const after = roomsSlice.reducer(before, read(room('a'), room('b', 9)))
    expect(after.ids).toBe(before.ids)
    expect(after.entities['a']).toBe(before.entities['a'])
    expect(after.entities['b']?.messageCount).toBe(9)
    expect(after).toMatchObject({ shown: true, loaded: true, expected: 2 })
  })

  it('go where they are no longer, but for one that was announced meanwhile', () => {
    const announced = roomsSlice.actions.roomsChanged([room('b', 5)])
    expect(run(recalled, read(room('c'))).ids).toEqual(['c'])
    expect(run(recalled, announced, read(room('c'))).ids).toEqual(['b', 'c'])
  })

  it('are kept for the next time without what their reports were', () => {
    const lastReport = { reportOid: 'r', state: 'finished' as const, finishedAt: null }
    const { first } = run(read({ ...room('a'), lastReport }))
    expect(first).toEqual({ items: [room('a')], total: 1 })
  })
})
