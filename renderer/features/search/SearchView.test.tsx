// @vitest-environment jsdom
import { act } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { room } from '../../../tests/support/page.ts'
import type { SearchQuery } from '../../api/queries.ts'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { roomsSlice } from '../rooms/index.ts'
import { searchSlice } from './index.ts'
import { SearchView } from './SearchView.tsx'

interface Asked {
  query: SearchQuery
  signal: AbortSignal | undefined
  answer: (part?: object) => Promise<void>
}

let store: AppStore
let page: HTMLElement
let asked: Asked[]

const type = (text: string) =>
  act(async () => {
    store.dispatch(searchSlice.actions.questionChanged({ text }))
  })
const rest = () => act(async () => vi.runAllTimers())

beforeEach(async () => {
  vi.useFakeTimers()
  asked = []
  const search = (query: SearchQuery, signal?: AbortSignal) =>
    new Promise((resolve) => {
      const empty = { items: [], nextCursor: null, total: 0, isTotalCut: false, pending: 0 }
      asked.push({
        query,
        signal,
        answer: (part) => act(async () => resolve({ ...empty, ...part })),
      })
    })
  store = createStore({ rest: { search } } as unknown as Services)
  store.dispatch(roomsSlice.actions.roomsChanged([room('a', { messageCount: 100 })]))
  page = await draw(<SearchView />, { store })
})

afterEach(() => {
  vi.useRealTimers()
})

it('asks once what is typed rests, and gives up the question before', async () => {
  for (const text of ['f', 'fe', 'fer']) {
    await type(text)
    // As fast as people type.
    await act(async () => vi.advanceTimersByTime(100))
  }
  expect(asked).toHaveLength(0)
  await rest()
  expect(asked.map(({ query }) => query.q)).toEqual(['fer'])
  expect(asked[0]!.signal?.aborted).toBe(false)
  await type('ferry')
  expect(asked[0]!.signal?.aborted).toBe(true)
  await rest()
  expect(asked.map(({ query }) => query.q)).toEqual(['fer', 'ferry'])
})

it('asks nothing without words, and gives up what was asked for them', async () => {
  await type('ferry')
  await rest()
  await type('  ')
  await rest()
  expect(asked).toHaveLength(1)
  expect(asked[0]!.signal?.aborted).toBe(true)
})

it('says how far the index is, and asks again when it is whole', async () => {
  await type('ferry')
  await rest()
  await asked[0]!.answer({ pending: 60 })
  expect(page.textContent).toContain('The search is being built: 40 of 100 messages')
  expect(page.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('40')
  await act(async () => store.dispatch(searchSlice.actions.pendingHeard(0)))
  await rest()
  expect(asked).toHaveLength(2)
  await asked[1]!.answer()
  expect(page.textContent).not.toContain('being built')
  expect(page.textContent).toContain('No message found')
})

it('says that there are more than were counted', async () => {
  await type('the')
  await rest()
  const item = { roomOid: 'a', roomName: 'a', messageNumber: 1, at: null, author: '', text: 'the' }
  const items = [{ ...item, marks: [[0, 3]] }]
  await asked[0]!.answer({ items, total: 10_000, isTotalCut: true })
  expect(page.querySelector('[role="status"]')?.textContent).toBe('More than 10,000 messages')
  expect(page.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('-1')
})
