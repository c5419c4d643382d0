import { describe, expect, it } from 'vitest'
import { room } from '../../../tests/support/page.ts'
import type { SearchHit } from '../../../server/contract/search.ts'
import { RestError } from '../../api/rest-error.ts'
import { readRooms, roomsSlice } from '../rooms/index.ts'
import { noQuestion, toQuery } from './question.ts'
import { askMore, askSearch, keyOf, searchSlice, selectProgress } from './search-slice.ts'

const { reducer, actions } = searchSlice
type State = ReturnType<typeof reducer>

const hit = (roomOid: string, messageNumber: number): SearchHit => ({
  roomOid,
  roomName: roomOid,
  messageNumber,
  at: '2026-01-01T00:00:00.000Z',
  author: 'Ann',
  text: 'word',
  marks: [[0, 4]],
})
const page = (items: SearchHit[], part = {}) => ({
  items,
  nextCursor: null,
  total: items.length,
  isTotalCut: false,
  pending: 0,
  ...part,
})
const question = { ...noQuestion, text: 'word' }
const begin = reducer(undefined, actions.questionChanged({ text: 'word' }))

const answered = (state: State, items: SearchHit[], part = {}, id = '1'): State =>
  reducer(
    reducer(state, askSearch.pending(id, question)),
    askSearch.fulfilled(page(items, part), id, question),
  )
const numbers = ({ answer }: State) => answer?.hits.map(({ messageNumber }) => messageNumber)

describe('answers', () => {
  it('count only for the question that was asked last', () => {
    let state = reducer(begin, askSearch.pending('old', question))
    state = reducer(state, askSearch.pending('new', question))
    state = reducer(state, askSearch.fulfilled(page([hit('a', 1)]), 'old', question))
    expect(state.answer).toBeNull()
    state = reducer(state, askSearch.rejected(new Error('late'), 'old', question))
    expect(state.failure).toBeNull()
    state = reducer(state, askSearch.fulfilled(page([hit('a', 2)]), 'new', question))
    expect(numbers(state)).toEqual([2])
  })

  it('that were given up are no failures, and others say why', () => {
    const asked = reducer(begin, askSearch.pending('1', question))
    const aborted = Object.assign(new Error('Aborted'), { name: 'AbortError' })
    const rejected = askSearch.rejected(aborted, '1', question)
    const given = { ...rejected, meta: { ...rejected.meta, aborted: true } }
    expect(reducer(asked, given)).toMatchObject({ failure: null, asked: null })
    const error = new RestError(500, 'internal', 'broken')
    expect(reducer(asked, askSearch.rejected(error, '1', question)).failure).not.toBeNull()
  })

  it('go on page by page, each message once', () => {
    let state = answered(begin, [hit('a', 9), hit('a', 8)], { nextCursor: 'c', total: 4 })
    const more = { question, next: 'c' }
    state = reducer(state, askMore.pending('m', more))
    // One came in at the top meanwhile, and pushed the others down.
    state = reducer(state, askMore.fulfilled(page([hit('a', 8), hit('a', 7)]), 'm', more))
    expect(numbers(state)).toEqual([9, 8, 7])
    expect(state.answer?.next).toBeNull()
  })

  it('of a page behind another question are not taken', () => {
    let state = answered(begin, [hit('a', 9)], { nextCursor: 'c' })
    const more = { question, next: 'c' }
    state = reducer(state, askMore.pending('m', more))
    state = answered(state, [hit('b', 1)], {}, '2')
    state = reducer(state, askMore.fulfilled(page([hit('a', 8)]), 'm', more))
    expect(numbers(state)).toEqual([1])
  })

  it('go with the words that were asked for', () => {
    const state = answered(begin, [hit('a', 1)])
    expect(reducer(state, actions.questionChanged({ text: ' ' })).answer).toBeNull()
  })
})

describe('messages that come and go', () => {
  it('vanish with their room before anything is asked', () => {
    let state = answered(begin, [hit('a', 1), hit('b', 2), hit('a', 3)], { total: 7 })
    state = reducer(state, actions.questionChanged({ roomOid: 'a' }))
    const gone = reducer(state, roomsSlice.actions.roomsRemoved(['a']))
    expect(numbers(gone)).toEqual([2])
    expect(gone.answer?.total).toBe(5)
    expect(gone.question.roomOid).toBeNull()
    expect(gone.turn).toBe(state.turn + 1)
  })

  it('are asked for again when rooms were read again', () => {
    const state = answered(begin, [hit('a', 1)])
    const read = readRooms.fulfilled({ items: [], gone: [] }, 'r', undefined)
    expect(reducer(state, read).turn).toBe(state.turn + 1)
  })

  it('are asked for again once the index has them, and before where nothing is found', () => {
    const turnOf = (state: State) => state.turn
    let found = answered(begin, [hit('a', 1)], { pending: 50 })
    const before = turnOf(found)
    found = reducer(found, actions.pendingHeard(20))
    expect(turnOf(found)).toBe(before)
    found = reducer(found, actions.pendingHeard(0))
    expect(turnOf(found)).toBe(before + 1)
    // Said again, it is no news.
    expect(turnOf(reducer(found, actions.pendingHeard(0)))).toBe(before + 1)
    const empty = answered(begin, [], { pending: 50 })
    expect(turnOf(reducer(empty, actions.pendingHeard(20)))).toBe(turnOf(empty) + 1)
    // What a running import holds back stays missing, and is not asked for in a circle.
    expect(turnOf(reducer(empty, actions.pendingHeard(50)))).toBe(turnOf(empty))
  })
})

it('tells how many of all messages are found, and nothing once all are', () => {
  const rooms = roomsSlice.reducer(
    undefined,
    roomsSlice.actions.roomsChanged([
      room('a', { messageCount: 70, systemCount: 10 }),
      room('b', { messageCount: 20 }),
    ]),
  )
  const search = answered(begin, [], { pending: 30 })
  expect(selectProgress({ search, rooms })).toEqual({ done: 70, total: 100 })
  expect(selectProgress({ search: answered(begin, []), rooms })).toBeNull()
})

it('asks by room, person and days, the last of which counts whole', () => {
  const at = new Date(2026, 2, 1).toISOString()
  const period = { kind: 'custom', from: '', to: '2026-02-28' } as const
  expect(toQuery({ text: ' ferry ', roomOid: 'a', author: ' ann ', period })).toEqual({
    q: 'ferry',
    roomOid: 'a',
    author: 'ann',
    to: at,
  })
  expect(toQuery(noQuestion)).toEqual({ q: '' })
})

it('tells messages of rooms apart that have the same number', () => {
  expect(keyOf(hit('a', 1))).not.toBe(keyOf(hit('b', 1)))
})
