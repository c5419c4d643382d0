// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Services } from '../api/services.ts'
import type { Import } from '../../server/contract/imports.ts'
import { emptyImportCounts } from '../../server/contract/imports.ts'
import { stubWindow } from '../../tests/support/page.ts'
import { importsSlice, readAgain } from '../features/imports/index.ts'
import { startI18n } from './i18n.ts'
import { startListeners } from './listeners.ts'
import { createNotices } from './notices.ts'
import { createStore } from './store.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let page: HTMLElement
let stop: () => void
const i18n = startI18n('en')
const alerts = () => [...page.querySelectorAll('[role="alert"]')].map((one) => one.textContent)

const failed = (importOid: string): Import => ({
  importOid,
  name: `${importOid}.txt`,
  state: 'failed',
  format: null,
  bytesRead: 0,
  bytesTotal: null,
  counts: emptyImportCounts(),
  roomOids: [],
  warnings: [],
  error: { code: 'bad_request', message: 'There is no chat in it.' },
})

beforeEach(async () => {
  stubWindow()
  page = document.body.appendChild(document.createElement('div'))
  root = createRoot(page)
  stop = startListeners({ t: i18n.t, notify: createNotices(i18n) })
  await act(() =>
    root.render(
      <MantineProvider env="test">
        <Notifications withinPortal={false} />
      </MantineProvider>,
    ),
  )
})

afterEach(async () => {
  stop()
  await act(async () => notifications.clean())
  await act(() => root.unmount())
  await i18n.changeLanguage('en')
  page.remove()
  vi.unstubAllGlobals()
})

it('many imports that fail are one notice, and it is said again in another language', async () => {
  const store = createStore({} as Services)
  const { importsChanged } = importsSlice.actions
  await act(async () => store.dispatch(importsChanged([failed('a')])))
  expect(alerts()).toEqual([expect.stringContaining('a.txt was not imported')])
  await act(async () => store.dispatch(importsChanged([failed('b'), failed('c')])))
  expect(alerts()).toEqual([expect.stringContaining('3 imports failed')])
  expect(alerts()[0]).toContain('a.txt, b.txt, c.txt')
  expect(page.querySelector('[aria-label="Dismiss"]')).not.toBeNull()
  await act(async () => {
    await i18n.changeLanguage('de')
  })
  expect(alerts()).toEqual([expect.stringContaining('3 Importe sind gescheitert')])
})

it('tells imports that end together in one notice, and one that is read again once', async () => {
  const store = createStore({} as Services)
  const good = (importOid: string, rooms: number): Import => {
    const { error: _error, ...rest } = failed(importOid)
    return { ...rest, state: 'finished', counts: { ...emptyImportCounts(), rooms, messages: 10 } }
  }
  const change = (item: Import) =>
    act(async () => void store.dispatch(importsSlice.actions.importsChanged([item])))
  await change(good('a', 7))
  await change(good('b', 1))
  expect(alerts()).toEqual(['Imported 2 exports: 8 rooms, 20 messagesa.txt, b.txt'])
  await act(async () =>
    store.dispatch(readAgain.pending('request', { importOid: 'a', reading: {} })),
  )
  await change(good('a', 1))
  expect(alerts()).toEqual(['Imported 2 exports: 2 rooms, 20 messagesb.txt, a.txt'])
})
