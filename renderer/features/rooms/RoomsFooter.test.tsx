// @vitest-environment jsdom
import { configureStore } from '@reduxjs/toolkit'
import { act } from 'react'
import { beforeEach, expect, it, vi } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { room, status } from '../../../tests/support/page.ts'
import { reportsSlice } from '../reports/index.ts'
import { RoomsFooter } from './RoomsFooter.tsx'
import { loadFirstRooms, roomsSlice } from './rooms-slice.ts'

const retry = vi.fn((_oid: string) => new Promise<never>(() => {}))
const createStore = () =>
  configureStore({
    reducer: { rooms: roomsSlice.reducer, reports: reportsSlice.reducer },
    middleware: (standard) => standard({ thunk: { extraArgument: { rest: { retry } } } }),
  })

let store: ReturnType<typeof createStore>
let page: HTMLElement

const buttons = () => [...page.querySelectorAll('button')].map(({ textContent }) => textContent)
const press = (text: string) =>
  act(async () => {
    ;[...page.querySelectorAll('button')].find((button) => button.textContent === text)?.click()
  })
const show = async (visible: string[]) => {
  page = await draw(<RoomsFooter visible={visible} />, { store })
}

beforeEach(() => {
  retry.mockClear()
  store = createStore()
  const items = ['ada', 'bob', 'cyd', 'dan'].map((oid) => room(oid))
  const first = { items, nextCursor: null, total: 4, sort: 'name' as const }
  store.dispatch(loadFirstRooms.fulfilled(first, 'request', undefined))
  const statuses = [status('ada', 'failed'), status('bob', 'collecting'), status('cyd', 'failed')]
  store.dispatch(reportsSlice.actions.statusesReceived(statuses))
})

it('offers nothing for all rooms at once: the batch has its own buttons', async () => {
  await show(['ada', 'bob', 'cyd', 'dan'])
  expect(page.textContent).toContain('4 rooms')
  expect(buttons()).toEqual([])
})

it('acts on what search and filters have left', async () => {
  await show(['ada', 'bob'])
  expect(page.textContent).toContain('2 of 4 rooms')
  expect(buttons()).toEqual(['Select all 2 shown', 'Cancel 1 report', 'Retry 1 report'])
  await press('Retry 1 report')
  expect(retry.mock.calls).toEqual([['report-of-ada']])
  await press('Select all 2 shown')
  expect(Object.keys(store.getState().rooms.selected)).toEqual(['ada', 'bob'])
})

it('acts on the selection alone where there is one', async () => {
  await show(['ada', 'bob'])
  await act(() => store.dispatch(roomsSlice.actions.roomsSelected(['cyd'])))
  expect(buttons()).toEqual(['Clear selection', 'Group…', 'Delete…', 'Retry 1 report'])
  await press('Retry 1 report')
  expect(retry.mock.calls).toEqual([['report-of-cyd']])
})
