// @vitest-environment jsdom
import { configureStore } from '@reduxjs/toolkit'
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { room, status } from '../../../tests/support/page.ts'
import type { ReportStatus } from '../../../server/contract/reports.ts'
import { accessSlice } from '../access/index.ts'
import { connectionsSlice } from '../connections/index.ts'
import { reportsSlice } from '../reports/index.ts'
import { RoomsTable } from './RoomsTable.tsx'
import { loadFirstRooms, roomsSlice } from './rooms-slice.ts'
import { selectSelectedCount } from './selectors.ts'
import { useVisibleRooms } from './use-visible-rooms.ts'

const createStore = () =>
  configureStore({
    reducer: {
      rooms: roomsSlice.reducer,
      reports: reportsSlice.reducer,
      access: accessSlice.reducer,
      connections: connectionsSlice.reducer,
    },
  })

const Table = () => <RoomsTable visible={useVisibleRooms()} />

let store: ReturnType<typeof createStore>
let page: HTMLElement

const row = (oid: string) => page.querySelector<HTMLElement>(`[data-room-oid="${oid}"]`)!
const rowIndex = (element: Element) => Number(element.getAttribute('aria-rowindex'))
const order = () =>
  [...page.querySelectorAll<HTMLElement>('[data-room-oid]')]
    .sort((a, b) => rowIndex(a) - rowIndex(b))
    .map((element) => element.dataset['roomOid'])
const hear = (...statuses: ReportStatus[]) =>
  act(() => store.dispatch(reportsSlice.actions.statusesReceived(statuses)))
const press = (key: string, init: KeyboardEventInit = {}) =>
  act(() =>
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
    ),
  )

beforeEach(async () => {
  // jsdom lays nothing out; the virtual list needs a height to fill.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1_000)
  Element.prototype.scrollTo = () => undefined
  store = createStore()
  const items = ['ada', 'bob', 'cyd'].map((oid) => room(oid))
  const first = { items, nextCursor: null, total: 3, sort: 'name' as const }
  store.dispatch(loadFirstRooms.fulfilled(first, 'request', undefined))
  page = await draw(<Table />, { store })
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the table of rooms', () => {
  it('names every row, its box and its state for a screen reader', async () => {
    await hear(status('bob', 'writing'))
    expect(page.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('4')
    expect(row('ada').dataset['reportState']).toBe('none')
    expect(row('bob').dataset['reportState']).toBe('writing')
    expect(row('bob').textContent).toContain('Writing')
    expect(row('ada').querySelector('input')?.getAttribute('aria-label')).toBe('Select ada')
    expect(page.querySelector('[aria-sort="ascending"]')?.textContent).toContain('Room')
  })

  it('selects with the keyboard: arrows, Space, a range with Shift, everything with Ctrl+A', async () => {
    act(() => row('ada').focus())
    await press('ArrowDown')
    expect(document.activeElement).toBe(row('ada'))
    await press('ArrowDown')
    expect(document.activeElement).toBe(row('bob'))
    await press(' ')
    await press('ArrowDown', { shiftKey: true })
    expect(Object.keys(store.getState().rooms.selected)).toEqual(['bob', 'cyd'])
    await press('a', { ctrlKey: true })
    expect(selectSelectedCount(store.getState())).toBe(3)
  })

  it('gives the focus of a button that goes away to the one that comes', async () => {
    await hear(status('bob', 'writing'))
    const cancel = [...row('bob').querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Cancel',
    )
    act(() => cancel!.focus())
    await hear(status('bob', 'finished'))
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Preview')
    expect(row('bob').contains(document.activeElement)).toBe(true)
  })

  it('never changes its order because of what the server says', async () => {
    act(() => {
      store.dispatch(roomsSlice.actions.sortToggled('report'))
    })
    expect(order()).toEqual(['ada', 'bob', 'cyd'])
    await hear(status('cyd', 'failed'), status('bob', 'writing'))
    expect(order()).toEqual(['ada', 'bob', 'cyd'])
    // Asked again, it sorts by what is true now.
    act(() => {
      store.dispatch(roomsSlice.actions.sortToggled('name'))
      store.dispatch(roomsSlice.actions.sortToggled('report'))
    })
    expect(order()).toEqual(['cyd', 'bob', 'ada'])
  })

  it('lets a report that fits the state filter in and one that no longer fits out', async () => {
    act(() => {
      store.dispatch(roomsSlice.actions.viewChanged({ state: 'running' }))
    })
    expect(order()).toEqual([])
    await hear(status('bob', 'writing'))
    expect(order()).toEqual(['bob'])
    await hear(status('bob', 'finished'))
    expect(order()).toEqual([])
  })

  it('pins what runs on top if asked to, below what began before', async () => {
    act(() => {
      store.dispatch(roomsSlice.actions.viewChanged({ runningFirst: true }))
    })
    expect(order()).toEqual(['ada', 'bob', 'cyd'])
    await hear({ ...status('cyd', 'collecting'), at: '2026-01-01T00:00:01.000Z' })
    expect(order()).toEqual(['cyd', 'ada', 'bob'])
    await hear({ ...status('bob', 'collecting'), at: '2026-01-01T00:00:02.000Z' })
    expect(order()).toEqual(['cyd', 'bob', 'ada'])
    await hear({ ...status('ada', 'queued'), at: '2026-01-01T00:00:03.000Z' })
    await hear({ ...status('cyd', 'writing'), at: '2026-01-01T00:00:04.000Z' })
    expect(order()).toEqual(['cyd', 'bob', 'ada'])
    await hear(status('cyd', 'finished'))
    expect(order()).toEqual(['bob', 'ada', 'cyd'])
  })

  it('shows a hostile name as the text it is', async () => {
    const name = '<img src=x onerror=alert(1)>\u202Egpj.exe\u0000 {{t}} $t(app.name)'
    act(() => {
      store.dispatch(roomsSlice.actions.roomsChanged([room('ada', { name })]))
    })
    expect(row('ada').querySelector('img')).toBeNull()
    expect(row('ada').querySelector('bdi')?.textContent).toBe(
      '<img src=x onerror=alert(1)>gpj.exe␀ {{t}} $t(app.name)',
    )
    expect(row('ada').querySelector('input')?.getAttribute('aria-label')).toBe(
      'Select <img src=x onerror=alert(1)>gpj.exe␀ {{t}} $t(app.name)',
    )
  })
})
