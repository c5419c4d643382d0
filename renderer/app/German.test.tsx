// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { draw } from '../../tests/support/draw.tsx'
import { room } from '../../tests/support/page.ts'
import { emptyImportCounts, type Import } from '../../server/contract/imports.ts'
import { warningKey } from '../../server/contract/import-sentences.ts'
import type { ReportLogLine, ReportStatus } from '../../server/contract/reports.ts'
import type { Reason } from '../../server/contract/sentences.ts'
import { say } from '../../server/words/say.ts'
import type { Services } from '../api/services.ts'
import { DetailsDrawer } from '../features/details/DetailsDrawer.tsx'
import { ImportItem } from '../features/imports/ImportItem.tsx'
import { importsSlice } from '../features/imports/index.ts'
import { ReportCell, reportsSlice } from '../features/reports/index.ts'
import { roomsSlice } from '../features/rooms/index.ts'
import { createStore, type AppStore } from './store.ts'

const at = '2026-01-01T00:00:00.000Z'
const said = (code: string, params: Record<string, unknown> = {}) => ({
  code,
  params,
  message: say('en', { code, params }),
})
const refused: Reason = { code: 'model_auth', params: {} }
const unavailable = said('model_unavailable', { model: 'm', host: 'h:1', reason: refused })
const workbook = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }

const status = (reportOid: string, part: Partial<ReportStatus>): ReportStatus => ({
  reportOid,
  roomOid: reportOid,
  state: 'finished',
  delivery: 'none',
  progress: { done: 0, total: null, unit: '' },
  percent: null,
  etaSeconds: null,
  attempt: 2,
  at,
  ...said('workbook_ready'),
  ...part,
})

const failed = (reportOid: string, code: 'storage_full' | 'internal', params: object) => {
  const error = said(code, { ...params })
  return status(reportOid, {
    state: 'failed',
    ...said('failed', { reason: { code, params } }),
    error: { ...error, code, stage: 'writing', retryable: true },
  })
}

const statuses = [
  status('finished', { workbook, delivery: 'sent', ...said('mail_sent', { count: 2 }) }),
  status('without-model', { workbook: { ...workbook, withoutModel: unavailable } }),
  status('mail-failed', {
    workbook,
    delivery: 'failed',
    ...said('mail_failed', { reason: { code: 'workbook_gone', params: {} } }),
  }),
  failed('failed', 'storage_full', { context: 'quota' }),
  failed('internal', 'internal', { context: 'stage_gone' }),
  status('cancelled', { state: 'cancelled', ...said('cancelled') }),
  status('collecting', { state: 'collecting', ...said('collecting') }),
  status('model-waits', {
    state: 'summarizing',
    ...said('waiting_for_model', { seconds: 4, reason: refused }),
  }),
  status('silent', { state: 'summarizing', ...said('model_silent', { model: 'm', seconds: 40 }) }),
]

const anImport = (importOid: string, part: Partial<Import>): Import => ({
  importOid,
  name: 'chats',
  state: 'finished',
  format: 'rocketchat-json',
  bytesRead: 1,
  bytesTotal: 1,
  counts: emptyImportCounts(),
  roomOids: [],
  warnings: [],
  ...part,
})
const warning = (code: string, params = {}, advice?: string) => ({
  code,
  params,
  detail: say('en', { code: warningKey(code), params }),
  count: 2,
  examples: [{ file: 'a.bson', text: 'a.bson', ...(advice !== undefined && { code: advice }) }],
})
const imports = [
  anImport('warned', {
    warnings: [
      warning('assumed_zone', { timeZone: 'UTC' }),
      warning('edit_log'),
      warning('no_chat', {}, 'advice_bson'),
    ],
  }),
  anImport('refused', {
    state: 'failed',
    error: {
      ...said('unknown_format', {
        name: 'chats',
        count: 2,
        advice: { code: 'supported_formats', params: { formats: ['rocketchat', 'live'] } },
      }),
      code: 'unknown_format',
    },
  }),
]

const log: ReportLogLine[] = [
  said('stage_done', { stage: 'collecting' }),
  said('attempt_begins', { attempt: 2 }),
  said('trying_again', { seconds: 2, reason: { code: 'storage_full', params: {} } }),
].map((line) => ({ at, attempt: 2, level: 'info', id: 'report.note', ...line }))

let store: AppStore
let page: HTMLElement

beforeEach(async () => {
  const attempt = { attempt: 1, state: 'failed', delivery: 'none', startedAt: at, finishedAt: at }
  const { error, code, params, message } = failed('earlier', 'storage_full', {})
  const rest = {
    attempts: () => Promise.resolve([{ ...attempt, error, code, params, message }]),
    summary: () => Promise.reject(new Error('none')),
    log: () => Promise.resolve(log),
    reports: () => Promise.resolve([]),
    messages: () => Promise.resolve({ items: [], nextCursor: null, total: 0 }),
  }
  store = createStore({ rest } as unknown as Services)
  const told = { name: 'Raum', source: 'rocketchat', format: 'rocketchat-json' }
  store.dispatch(roomsSlice.actions.roomsChanged([room('failed', told)]))
  store.dispatch(roomsSlice.actions.roomOpened('failed'))
  store.dispatch(reportsSlice.actions.statusesReceived(statuses))
  store.dispatch(importsSlice.actions.importsChanged(imports))
  page = await draw(
    <>
      {statuses.map(({ reportOid }) => (
        <ReportCell key={reportOid} reportOid={reportOid} />
      ))}
      {imports.map(({ importOid }) => (
        <ImportItem key={importOid} importOid={importOid} />
      ))}
      <DetailsDrawer />
    </>,
    { store, language: 'de' },
  )
})

/** All that can be read, heard or rested on. */
const everything = (): string =>
  [...page.querySelectorAll('*')]
    .flatMap((element) => [
      element.tagName === 'STYLE'
        ? ''
        : [...element.childNodes]
            .map((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : ''))
            .join(''),
      element.getAttribute('title') ?? '',
      element.getAttribute('aria-label') ?? '',
    ])
    .join('\n')

it('says finished, failed, cancelled and warned of in German, and nothing of it in English', () => {
  const text = everything()
  for (const german of [
    'Fertig, ohne das Modell',
    'der Server nahm den Schlüssel nicht an',
    'Ihr Speicherkontingent ist aufgebraucht',
    'Eine frühere Stufe dieses Berichts ist nicht mehr da',
    'Wartet 4 s auf den Modellserver',
    'm schweigt seit 40 s',
    'die Arbeitsmappe ist nicht mehr im Berichtsordner',
    'ihre Zeiten gelten als UTC',
    'schreiben Sie ihn mit mongoexport',
    'Versucht wurden die Formate von Rocket.Chat, Live-Quelle',
    'Rocket.Chat (JSON)',
    'Fertig mit dem Sammeln',
    'Der Datenträger ist voll',
  ]) {
    expect(text).toContain(german)
  }
  const english = [
    ...statuses.flatMap(({ message, error, workbook: file }) => [
      message,
      error?.message ?? '',
      file?.withoutModel?.message ?? '',
    ]),
    ...imports.flatMap(({ error, warnings }) => [
      error?.message ?? '',
      ...warnings.map(({ detail }) => detail),
    ]),
    ...log.map(({ message }) => message),
  ].filter((sentence) => sentence !== '')
  expect(english.length).toBeGreaterThan(15)
  for (const sentence of english) expect(text).not.toContain(sentence)
})

it('marks a report without its model as one that lacks something', () => {
  const marks = [...page.querySelectorAll('[data-state="finished"]')]
  const warns = marks.filter((mark) => mark.hasAttribute('data-warns'))
  expect(warns.map((mark) => mark.textContent)).toEqual(['Fertig, ohne das Modell'])
})
