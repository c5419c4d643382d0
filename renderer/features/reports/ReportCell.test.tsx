// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { status } from '../../../tests/support/page.ts'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { reportsSlice } from './index.ts'
import { ReportCell } from './ReportCell.tsx'

let store: AppStore
let page: HTMLElement

beforeEach(async () => {
  store = createStore({} as Services)
  page = await draw(<ReportCell reportOid="report-of-pier" />, { store })
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

it('keeps how far a report had come that waits for its turn again, as after the end of its server', async () => {
  await act(async () =>
    store.dispatch(
      reportsSlice.actions.statusesReceived([
        {
          ...status('pier', 'queued'),
          code: 'goes_on',
          progress: { done: 40, total: 90, unit: 'messages' },
          percent: 42,
        },
      ]),
    ),
  )
  expect(words()).toContain('42%')
  expect(words()).toContain('Goes on after an interruption')
  expect(words()).not.toContain('90')
  expect(filled()).toBe(0.42)
})
