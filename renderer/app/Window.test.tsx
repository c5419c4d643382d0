// @vitest-environment jsdom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draw } from '../../tests/support/draw.tsx'
import { room } from '../../tests/support/page.ts'
import type { QueueChange } from '../../server/contract/reports.ts'
import type { Services } from '../api/services.ts'
import { loadReports, reportsSlice } from '../features/reports/index.ts'
import { loadFirstRooms } from '../features/rooms/index.ts'
import { hostTheme } from './host-theme.ts'
import { createStore, type AppStore } from './store.ts'
import { Window } from './Window.tsx'

let store: AppStore
let changes: QueueChange[]
let themes: string[]

const key = (name: string, init: KeyboardEventInit = {}) =>
  act(async () => {
    const event = new KeyboardEvent('keydown', {
      key: name,
      bubbles: true,
      cancelable: true,
      ...init,
    })
    document.activeElement!.dispatchEvent(event)
  })
const field = () => document.querySelector<HTMLInputElement>('[role="dialog"] [role="combobox"]')!
const options = () =>
  [...document.querySelectorAll('[role="dialog"] [role="option"]')].map(
    ({ textContent }) => textContent,
  )
const picked = () =>
  document.querySelector('[role="dialog"] [role="option"][aria-selected="true"]')?.textContent
const type = (text: string) =>
  act(async () => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!
    set!.call(field(), text)
    field().dispatchEvent(new Event('input', { bubbles: true }))
  })
const focused = (element: () => Element | null) =>
  vi.waitFor(() => expect(document.activeElement).toBe(element()))
const openPalette = async () => {
  await key('k', { ctrlKey: true })
  await focused(field)
}

beforeEach(async () => {
  localStorage.clear()
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800)
  Element.prototype.scrollTo = () => undefined
  changes = []
  themes = []
  const rest = {
    changeQueue: (change: QueueChange) => {
      changes.push(change)
      return Promise.resolve({ paused: true, concurrency: 4, waiting: 0, running: 0, ...change })
    },
    messages: () => Promise.resolve({ items: [], nextCursor: null, total: 0 }),
  }
  store = createStore({ rest } as unknown as Services)
  const items = [room('ops', { name: 'Operations' }), room('rel', { name: 'Releases' })]
  const first = { items, nextCursor: null, total: 2, sort: 'name' as const }
  store.dispatch(loadFirstRooms.fulfilled(first, 'request', undefined))
  store.dispatch(loadReports.fulfilled([], 'request', {}))
  await draw(
    <Window connection={Promise.resolve({ url: 'http://127.0.0.1:1', accessToken: 'secret' })} />,
    {
      store,
      mantine: {
        defaultColorScheme: 'auto',
        colorSchemeManager: hostTheme(null, (theme) => themes.push(theme)),
      },
    },
  )
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the palette', () => {
  it('does a command by name and gives the focus back', async () => {
    const search = document.querySelector<HTMLElement>('#room-search')!
    act(() => search.focus())
    await openPalette()
    await type('pause')
    expect(options()).toEqual(['Pause queue', 'Search messages for “pause”'])
    await key('Enter')
    expect(changes).toEqual([{ paused: true }])
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    expect(document.activeElement).toBe(search)
    expect(document.querySelector('[data-testid="queue-paused"]')).not.toBeNull()
  })

  it('moves through the list with the arrows, and around its ends', async () => {
    await openPalette()
    const first = picked()
    await key('ArrowUp')
    expect(picked()).toBe(options().at(-1))
    await key('ArrowDown')
    expect(picked()).toBe(first)
    expect(document.getElementById(field().getAttribute('aria-activedescendant') ?? '')).toBe(
      document.querySelector('[role="dialog"] [role="option"][aria-selected="true"]'),
    )
  })

  it('finds rooms by name and shows their details, with the focus on the row', async () => {
    await openPalette()
    expect(options()).not.toContain('Releases')
    await type('rele')
    expect(options()).toEqual(['Releases', 'Search messages for “rele”'])
    await key('Enter')
    expect(store.getState().rooms.openOid).toBe('rel')
    expect(document.activeElement).toBe(document.querySelector('[data-room-oid="rel"]'))
  })

  it('goes to a view, and leaves the focus where one can see it', async () => {
    await openPalette()
    await type('go to files')
    await key('Enter')
    expect(document.querySelector('h1')?.textContent).toBe('Files')
    expect(document.activeElement?.textContent).toContain('Files')
  })

  it('says so when nothing fits, and closes with Escape', async () => {
    await openPalette()
    await type('nothing of this kind')
    await vi.waitFor(() =>
      expect(document.querySelector('[role="dialog"]')?.textContent).toContain(
        'No command, room or workbook matches',
      ),
    )
    expect(options()).toEqual(['Search messages for “nothing of this kind”'])
    await key('Escape')
    expect(document.querySelector('[role="dialog"]')).toBeNull()
  })

  it('leads to the search in all messages with what was typed', async () => {
    await openPalette()
    await type('ferry timetable')
    await key('Enter')
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    expect(document.querySelector('nav [aria-current="page"]')?.textContent).toBe('Search')
    expect(store.getState().search.question).toMatchObject({
      text: 'ferry timetable',
      roomOid: null,
    })
    expect(JSON.parse(localStorage.getItem('rapporteur.palette') ?? '[]')).toEqual([])
  })

  it('asks before it cancels everything, and is back once there is nothing to cancel', async () => {
    const report = {
      reportOid: 'report',
      roomOid: 'ops',
      delivery: 'none',
      progress: { done: 0, total: null, unit: '' },
      percent: null,
      etaSeconds: null,
      message: '',
      attempt: 1,
      at: '2026-01-01T00:00:00.000Z',
    } as const
    const { statusesReceived } = reportsSlice.actions
    await act(async () => store.dispatch(statusesReceived([{ ...report, state: 'writing' }])))
    await openPalette()
    await type('cancel all')
    await key('Enter')
    await vi.waitFor(() =>
      expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Cancel 1 report?'),
    )
    await act(async () => store.dispatch(statusesReceived([{ ...report, state: 'finished' }])))
    await openPalette()
    expect(options()).not.toContain('Cancel all reports')
  })

  it('makes the window dark, and tells the host, which remembers it', async () => {
    await openPalette()
    await type('theme dark')
    await key('Enter')
    expect(document.documentElement.dataset['mantineColorScheme']).toBe('dark')
    expect(themes).toEqual(['dark'])
  })

  it('lets the window speak another language', async () => {
    await openPalette()
    await type('Deutsch')
    await key('Enter')
    await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('Räume'))
  })
})

describe('the sheet of keys', () => {
  it('opens with a question mark, but not where one is typed', async () => {
    act(() => document.querySelector<HTMLElement>('#room-search')!.focus())
    await key('?')
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    act(() => document.querySelector<HTMLElement>('nav [aria-current]')!.focus())
    await key('?')
    await vi.waitFor(() =>
      expect(document.querySelector('[role="dialog"]')?.textContent).toContain(
        'Keyboard shortcuts',
      ),
    )
  })

  it('is reached from the palette', async () => {
    await openPalette()
    await type('keyboard')
    await key('Enter')
    await vi.waitFor(() =>
      expect(document.querySelector('[role="dialog"] h2')?.textContent).toBe('Keyboard shortcuts'),
    )
  })
})
