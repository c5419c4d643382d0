import { describe, expect, it } from 'vitest'
import { triggerReports } from '../reports/index.ts'
import { roomsSlice, type RoomsState } from './rooms-slice.ts'

const { roomToggled, rangeSelected, roomsSelected, roomActivated, roomOpened, sortToggled } =
  roomsSlice.actions

const run = (...actions: Parameters<typeof roomsSlice.reducer>[1][]): RoomsState =>
  actions.reduce<RoomsState>(
    (state, action) => roomsSlice.reducer(state, action),
    roomsSlice.getInitialState(),
  )

const picked = (state: RoomsState) => Object.keys(state.selected)

describe('the selection', () => {
  it('knows its size after every way of selecting', () => {
    const states = [
      run(roomToggled('a')),
      run(roomToggled('a'), roomToggled('a')),
      run(roomToggled('a'), rangeSelected({ range: ['a', 'b', 'c'], target: 'c' })),
      run(roomsSelected(['x', 'y'])),
      run(roomToggled('a'), roomsSelected([])),
    ]
    for (const state of states) expect(state.selectedCount).toBe(picked(state).length)
    expect(states.map(({ selectedCount }) => selectedCount)).toEqual([1, 0, 3, 2, 0])
  })

  it('keeps the anchor while a range is stretched and shrunk', () => {
    const state = run(roomToggled('b'), rangeSelected({ range: ['b', 'c'], target: 'c' }))
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
    expect(run(roomActivated('a')).openOid).toBeNull()
    expect(run(roomOpened('a'), roomActivated('b')).openOid).toBe('b')
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
