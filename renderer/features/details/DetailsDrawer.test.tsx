// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { room } from '../../../tests/support/page.ts'
import type { ReportAttempt, ReportStatus } from '../../../server/contract/reports.ts'
import type { Summary } from '../../../server/contract/summary.ts'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { reportsSlice } from '../reports/index.ts'
import { roomsSlice } from '../rooms/index.ts'
import { DetailsDrawer } from './DetailsDrawer.tsx'
import { summaryTextsSlice } from './index.ts'

const summary: Summary = {
  headline: 'The release is ready',
  keyPoints: [],
  decisions: [],
  actionItems: [],
  openQuestions: [],
  topics: [],
  participants: [],
  links: [],
  coverage: { messages: 3, read: 3, truncated: false },
  method: { engine: 'extractive', label: 'Quotes' },
} as unknown as Summary

const status = (state: ReportStatus['state'], part: Partial<ReportStatus> = {}): ReportStatus => ({
  reportOid: 'report',
  roomOid: 'room',
  state,
  delivery: 'none',
  progress: { done: 3, total: 5, unit: 'messages' },
  percent: 40,
  etaSeconds: null,
  message: '',
  attempt: 1,
  at: '2026-01-01T00:00:00.000Z',
  ...part,
})

let store: AppStore
let attempts: ReportAttempt[]
let page: HTMLElement

const hear = (...statuses: ReportStatus[]) =>
  act(async () => store.dispatch(reportsSlice.actions.statusesReceived(statuses)))
const write = (text: string) =>
  act(async () =>
    store.dispatch(summaryTextsSlice.actions.piecesReceived([{ reportOid: 'report', text }])),
  )
const section = (name: string) => page.querySelector(`section[aria-label="${name}"]`)

beforeEach(async () => {
  attempts = []
  const rest = {
    summary: () => Promise.resolve(summary),
    attempts: () => Promise.resolve(attempts),
    log: () => Promise.resolve([]),
    reports: () => Promise.resolve([]),
    messages: () => Promise.resolve({ items: [], nextCursor: null, total: 0 }),
  }
  store = createStore({ rest } as unknown as Services)
  store.dispatch(roomsSlice.actions.roomsChanged([room('room', { name: 'Room' })]))
  store.dispatch(roomsSlice.actions.roomOpened('room'))
  page = await draw(<DetailsDrawer />, { store })
})

it('shows the summary as it is being written and then the summary itself', async () => {
  await hear(status('summarizing'))
  expect(section('Summary')?.textContent).toContain('appears when')
  await write('The rele')
  await write('ase is near\nFirst point')
  expect(section('Summary')?.querySelector('[aria-busy]')?.textContent).toBe(
    'The release is nearFirst pointBeing written',
  )
  await hear(status('writing'))
  expect(section('Summary')?.textContent).toContain('The release is ready')
  expect(section('Summary')?.querySelector('[aria-busy]')).toBeNull()
})

it('begins the text afresh with another attempt', async () => {
  await hear(status('summarizing'))
  await write('Half of a sen')
  await hear(status('queued', { attempt: 2 }))
  expect(section('Summary')?.textContent).not.toContain('Half')
})

it('shows hostile text of a model as the text it is', async () => {
  await hear(status('summarizing'))
  await write('<img src=x onerror=alert(1)>\u202Etxet $t(app.name) {{name}}')
  expect(page.querySelector('img')).toBeNull()
  expect(section('Summary')?.textContent).toContain(
    '<img src=x onerror=alert(1)>txet $t(app.name) {{name}}',
  )
})

it('tells what became of earlier attempts, when and why', async () => {
  attempts = [
    {
      attempt: 2,
      state: 'cancelled',
      delivery: 'none',
      message: 'Cancelled',
      startedAt: '2026-01-01T10:00:00.000Z',
      finishedAt: '2026-01-01T10:00:04.000Z',
    },
    {
      attempt: 1,
      state: 'failed',
      delivery: 'none',
      message: 'Failed',
      error: {
        code: 'storage_full',
        stage: 'writing',
        message: 'ENOSPC',
        retryable: true,
      },
      startedAt: null,
      finishedAt: '2026-01-01T09:00:00.000Z',
    },
  ]
  await hear(status('writing', { attempt: 3 }))
  const items = [...page.querySelectorAll('[data-attempt]')].map(({ textContent }) => textContent)
  expect(items).toHaveLength(2)
  expect(items[0]).toMatch(/^Attempt 2Cancelledin 4 s/)
  expect(items[1]).toContain('The disk is full')
  expect(items[1]).toContain('Code storage_full, stage Write workbook')
})

it('says nothing of attempts where there was one only', async () => {
  await hear(status('failed'))
  expect(section('Earlier attempts')).toBeNull()
})

it('names each recipient of a mail that not all have got, and why', async () => {
  await hear(
    status('finished', {
      delivery: 'failed',
      recipients: [
        { address: 'ann@example.org', state: 'sent' },
        { address: 'bob@example.org', state: 'failed', answer: '550 no such user' },
      ],
    }),
  )
  expect(page.textContent).toContain('Mail sent to 1 of 2')
  expect(page.textContent).toContain('ann@example.org: sent')
  expect(page.textContent).toContain('bob@example.org: not sent – 550 no such user')
})

it('says that a model is silent, in place of counters that stand still', async () => {
  const params = { seconds: 40, model: 'm at h' }
  await hear(status('summarizing', { code: 'model_silent', params }))
  expect(page.textContent).toContain('m at h has said nothing for 40 s')
  await hear(status('summarizing'))
  expect(page.textContent).not.toContain('said nothing')
})
