// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { Provider } from 'react-redux'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { room, stubWindow } from '../support/page.ts'
import { extendedCopy } from './extending.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let copy: string
let root: Root | undefined

beforeAll(async () => {
  copy = await extendedCopy('renderer', 'server')
})
afterAll(async () => {
  if (root !== undefined) await act(() => root?.unmount())
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await rm(copy, { recursive: true, force: true })
})

it('is a view with a way to it in the rail, in both languages', async () => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800)
  stubWindow()
  Element.prototype.scrollTo = () => undefined
  const load = <Module,>(path: string): Promise<Module> =>
    import(/* @vite-ignore */ join(copy, 'renderer', path)) as Promise<Module>
  const { Window } = await load<typeof import('../../renderer/app/Window.tsx')>('app/Window.tsx')
  const { createStore } = await load<typeof import('../../renderer/app/store.ts')>('app/store.ts')
  const { startI18n } = await load<typeof import('../../renderer/app/i18n.ts')>('app/i18n.ts')
  const { loadFirstRooms } =
    await load<typeof import('../../renderer/features/rooms/index.ts')>('features/rooms/index.ts')
  const { de } =
    await load<typeof import('../../renderer/app/catalogue/de.ts')>('app/catalogue/de.ts')
  const store = createStore({ rest: {} } as never)
  const items = [room('ops'), room('rel')]
  const first = { items, nextCursor: null, total: 2, sort: 'name' as const }
  store.dispatch(loadFirstRooms.fulfilled(first, 'request', undefined))
  const i18n = startI18n()
  root = createRoot(document.body.appendChild(document.createElement('div')))
  await act(async () =>
    root?.render(
      <I18nextProvider i18n={i18n}>
        <MantineProvider>
          <Provider store={store}>
            <Window connection={Promise.resolve({ url: 'http://127.0.0.1:1', accessToken: 's' })} />
          </Provider>
        </MantineProvider>
      </I18nextProvider>,
    ),
  )
  const way = document.querySelector<HTMLButtonElement>('nav button[title="Sizes"]')
  await act(async () => way?.click())
  expect(way?.getAttribute('aria-current')).toBe('page')
  expect(document.querySelector('main h1')?.textContent).toBe('Sizes')
  expect(document.querySelector('main p')?.textContent).toBe('2 rooms')

  i18n.addResourceBundle('de', 'translation', de)
  await act(async () => void (await i18n.changeLanguage('de')))
  expect(document.querySelector('main h1')?.textContent).toBe('Größen')
  expect(document.querySelector('main p')?.textContent).toBe('2 Räume')
})
