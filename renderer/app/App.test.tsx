// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { stubWindow } from '../../tests/support/page.ts'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { App } from './App.tsx'
import { start } from './start.ts'
import { startI18n } from './i18n.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let page: HTMLElement
let root: Root

const show = (desktop: DesktopApi | null) =>
  act(() =>
    root.render(
      <I18nextProvider i18n={startI18n()}>
        <MantineProvider>
          <App
            restart={desktop && (() => start(desktop, localStorage))}
            first={desktop && start(desktop, localStorage)}
          />
        </MantineProvider>
      </I18nextProvider>,
    ),
  )

beforeEach(() => {
  stubWindow()
  page = document.body.appendChild(document.createElement('div'))
  page.id = 'root'
  root = createRoot(page)
})

afterEach(async () => {
  await act(() => root.unmount())
  page.remove()
  vi.unstubAllGlobals()
})

it('says that it needs the app when a plain browser opens it', async () => {
  await show(null)
  expect(page.dataset['appState']).toBe('unavailable')
  expect(page.querySelector('[role="alert"]')?.textContent).toContain(
    'belongs to the Rapporteur app',
  )
  expect(page.querySelectorAll('button')).toHaveLength(0)
})

it('says why it cannot start, and starts when asked again', async () => {
  const connection = vi.fn(() =>
    Promise.resolve({
      ok: false as const,
      error: { code: 'storage_unwritable', message: 'The data folder cannot be written.' },
    }),
  )
  await show({ connection } as unknown as DesktopApi)
  expect(page.dataset['appState']).toBe('failed')
  expect(page.querySelector('pre')?.textContent).toBe('The data folder cannot be written.')
  const again = [...page.querySelectorAll('button')].find(
    ({ textContent }) => textContent === 'Try again',
  )
  await act(() => again?.click())
  expect(connection).toHaveBeenCalledTimes(2)
})
