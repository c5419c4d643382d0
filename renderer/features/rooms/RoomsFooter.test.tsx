// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { configureStore } from '@reduxjs/toolkit'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { Provider } from 'react-redux'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { room, status, stubWindow } from '../../../tests/support/page.ts'
import { startI18n } from '../../app/i18n.ts'
import { reportsSlice } from '../reports/index.ts'
import { RoomsFooter } from './RoomsFooter.tsx'
import { loadFirstRooms, roomsSlice } from './rooms-slice.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const retry = vi.fn((_oid: string) => new Promise<never>(() => {}))
const createStore = () =>
  configureStore({
    reducer: { rooms: roomsSlice.reducer, reports: reportsSlice.reducer },
    middleware: (standard) => standard({ thunk: { extraArgument: { rest: { retry } } } }),
  })

let store: ReturnType<typeof createStore>
let root: Root
let page: HTMLElement

const buttons = () => [...page.querySelectorAll('button')].map(({ textContent }) => textContent)
const press = (text: string) =>
  act(async () => {
    ;[...page.querySelectorAll('button')].find((button) => button.textContent === text)?.click()
  })
const draw = (visible: string[]) =>
  act(() =>
    root.render(
      <I18nextProvider i18n={startI18n()}>
        <MantineProvider>
          <Provider store={store}>
            <RoomsFooter visible={visible} />
          </Provider>
        </MantineProvider>
      </I18nextProvider>,
    ),
  )

beforeEach(() => {
  stubWindow()
  retry.mockClear()
  store = createStore()
  const items = ['ada', 'bob', 'cyd', 'dan'].map((oid) => room(oid))
  const first = { items, nextCursor: null, total: 4, sort: 'name' as const }
  store.dispatch(loadFirstRooms.fulfilled(first, 'request', undefined))
  const statuses = [status('ada', 'failed'), status('bob', 'collecting'), status('cyd', 'failed')]
  store.dispatch(reportsSlice.actions.statusesReceived(statuses))
  page = document.body.appendChild(document.createElement('div'))
  root = createRoot(page)
})

afterEach(async () => {
  await act(() => root.unmount())
  page.remove()
  vi.unstubAllGlobals()
})

it('offers nothing for all rooms at once: the batch has its own buttons', async () => {
  await draw(['ada', 'bob', 'cyd', 'dan'])
  expect(page.textContent).toContain('4 rooms')
  expect(buttons()).toEqual([])
})

it('acts on what search and filters have left', async () => {
  await draw(['ada', 'bob'])
  expect(page.textContent).toContain('2 of 4 rooms')
  expect(buttons()).toEqual(['Select all 2 shown', 'Cancel 1 report', 'Retry 1 report'])
  await press('Retry 1 report')
  expect(retry.mock.calls).toEqual([['report-of-ada']])
  await press('Select all 2 shown')
  expect(Object.keys(store.getState().rooms.selected)).toEqual(['ada', 'bob'])
})

it('acts on the selection alone where there is one', async () => {
  await draw(['ada', 'bob'])
  await act(() => store.dispatch(roomsSlice.actions.roomsSelected(['cyd'])))
  expect(buttons()).toEqual(['Clear selection', 'Delete…', 'Retry 1 report'])
  await press('Retry 1 report')
  expect(retry.mock.calls).toEqual([['report-of-cyd']])
})
