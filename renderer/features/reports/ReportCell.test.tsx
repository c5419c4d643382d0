// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { Provider } from 'react-redux'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { status, stubWindow } from '../../../tests/support/page.ts'
import type { Services } from '../../api/services.ts'
import { startI18n } from '../../app/i18n.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { reportsSlice } from './index.ts'
import { ReportCell } from './ReportCell.tsx'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let store: AppStore
let root: Root
let page: HTMLElement

beforeEach(async () => {
  stubWindow()
  store = createStore({} as Services)
  page = document.body.appendChild(document.createElement('div'))
  root = createRoot(page)
  await act(async () =>
    root.render(
      <I18nextProvider i18n={startI18n()}>
        <MantineProvider>
          <Provider store={store}>
            <ReportCell reportOid="report-of-pier" />
          </Provider>
        </MantineProvider>
      </I18nextProvider>,
    ),
  )
})

afterEach(async () => {
  await act(() => root.unmount())
  page.remove()
  vi.unstubAllGlobals()
})

const hear = (progress: { done: number; total: number }, percent: number) =>
  act(async () =>
    store.dispatch(
      reportsSlice.actions.statusesReceived([
        { ...status('pier', 'writing'), progress: { ...progress, unit: 'rows' }, percent },
      ]),
    ),
  )
/** Without the styles that stand before it. */
const words = () => [...page.querySelectorAll('span')].map((span) => span.textContent).join(' ')
/** How much of the bar is full, from 0 to 1. */
const filled = () => Number(/scaleX\(([\d.]+)\)/.exec(page.innerHTML)?.[1])

it('fills the bar as far as the percent beside it says', async () => {
  await hear({ done: 1_000, total: 2_585 }, 64)
  expect(words()).toContain('64%')
  expect(filled()).toBe(0.64)
  expect(words()).not.toContain('saving the file')
})

it('says that the file is saved once all rows are written, beside a full bar and no percent', async () => {
  await hear({ done: 2_585, total: 2_585 }, 99)
  expect(words()).toContain('saving the file')
  expect(words()).not.toMatch(/99|2,585/)
  expect(filled()).toBe(1)
})
