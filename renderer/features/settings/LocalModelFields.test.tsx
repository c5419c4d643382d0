// @vitest-environment jsdom
import { act } from 'react'
import { expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import type { LocalModels, OfferedModel } from '../../../server/contract/local-models.ts'
import { SettingsValues, type SettingsView } from '../../../server/contract/settings.ts'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { loadSettings } from './commands.ts'
import { LocalModelFields } from './LocalModelFields.tsx'
import { settingsSlice } from './settings-slice.ts'

const model = (modelId: string, part: Partial<OfferedModel> = {}): OfferedModel => ({
  modelId,
  name: modelId,
  fileName: `${modelId}.gguf`,
  url: `https://models.example/${modelId}.gguf`,
  bytes: 1_100_000_000,
  memoryBytes: 1_700_000_000,
  licence: 'Apache 2.0',
  licenceUrl: 'https://models.example/licence',
  sha256: '0'.repeat(64),
  isHere: false,
  fits: true,
  ...part,
})
const models: LocalModels = {
  folder: '/data/models',
  canRun: true,
  offered: [
    model('absent'),
    model('large', { fits: false }),
    model('coming', {
      download: { state: 'downloading', done: 550_000_000, total: 1_100_000_000 },
    }),
    model('broken', {
      download: {
        state: 'failed',
        done: 7,
        total: 9,
        failure: { code: 'download_broken', params: { text: 'reset' } },
      },
    }),
    model('here', { isHere: true }),
  ],
  files: [{ fileName: 'mine.gguf', bytes: 5_000 }],
}
const view: SettingsView = {
  values: SettingsValues.parse({ summaryEngine: 'local', summaryModel: 'here.gguf' }),
  sources: {},
  secrets: {
    summaryApiKey: 'none',
    smtpPassword: 'none',
    webhookSecret: 'none',
    workbookServiceToken: 'none',
  },
  canKeepSecrets: true,
  needsRestart: [],
  problems: [],
  problemSentences: [],
}

let asked: string[]
let store: AppStore
let page: HTMLElement

async function show(language: 'en' | 'de', shown: LocalModels = models): Promise<void> {
  asked = []
  const ask =
    (what: string) =>
    (modelId = ''): Promise<LocalModels> => {
      asked.push(`${what} ${modelId}`.trim())
      return Promise.resolve(shown)
    }
  const rest = {
    settings: () => Promise.resolve(view),
    localModels: ask('list'),
    downloadModel: ask('download'),
    cancelModelDownload: ask('cancel'),
    removeModel: ask('remove'),
  }
  store = createStore({ rest } as unknown as Services)
  await store.dispatch(loadSettings())
  page = await draw(<LocalModelFields />, { store, language })
}

const row = (name: string): HTMLElement => {
  const found = [...page.querySelectorAll('li')].find(
    (item) => item.querySelector('bdi')?.textContent === name,
  )
  if (found === undefined) throw new Error(`no row ${name}`)
  return found
}
const labels = (name: string): (string | null)[] =>
  [...row(name).querySelectorAll('button')].map((button) => button.textContent)
const press = (name: string, label: string): Promise<void> =>
  act(async () => {
    const buttons = [...row(name).querySelectorAll('button')]
    buttons.find((button) => button.textContent === label)!.click()
  })

it('offers for each model what can be done with it now', async () => {
  await show('en')
  expect(labels('absent')).toEqual(['Download'])
  expect(row('absent').textContent).toMatch(/1\.1 GB, needs 1\.7 GB of memory, Apache 2\.0/)
  expect(row('large').textContent).toContain('less memory')
  expect(labels('coming')).toEqual(['Cancel'])
  expect(row('coming').querySelector('progress')?.value).toBe(550_000_000)
  expect(labels('broken')).toEqual(['Go on', 'Cancel'])
  expect(row('broken').textContent).toContain('the connection broke; what has come is kept (reset)')
  expect(labels('here')).toEqual(['Remove'])
  expect(row('here').textContent).toContain('In use')
  expect(labels('mine.gguf')).toEqual(['Use it'])
})

it('asks the server for what is pressed, and makes a file the one that writes', async () => {
  await show('en')
  await press('absent', 'Download')
  await press('coming', 'Cancel')
  await press('here', 'Remove')
  await press('mine.gguf', 'Use it')
  expect(asked).toEqual(['list', 'download absent', 'cancel coming', 'remove here'])
  expect(store.getState().settings.draft.values).toEqual({ summaryModel: 'mine.gguf' })
})

it('follows what is pushed, and speaks German', async () => {
  await show('de')
  expect(row('broken').textContent).toContain('die Verbindung brach ab; was ankam, bleibt erhalten')
  const offered = [model('absent', { isHere: true })]
  await act(async () => {
    store.dispatch(settingsSlice.actions.modelsHeard({ ...models, offered, files: [] }))
  })
  expect(labels('absent')).toEqual(['Verwenden', 'Entfernen'])
})

it('says where models cannot run', async () => {
  await show('en', { ...models, canRun: false })
  expect(page.textContent).toContain('is not installed for this system')
})
