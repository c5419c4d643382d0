import { expect, it } from 'vitest'
import { SettingsValues, type SettingsView } from '../../../server/contract/settings.ts'
import { problemOf, problemsOf } from './problems.ts'

const view: SettingsView = {
  values: SettingsValues.parse({}),
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

it('finds nothing wrong with any default', () => {
  for (const [key, value] of Object.entries(view.values)) {
    expect(problemOf(key as keyof SettingsValues, value), key).toBeNull()
  }
})

it('names the bounds of a number, also where none is allowed and where it is empty', () => {
  expect(problemOf('concurrency', 0)).toEqual({ kind: 'range', low: 1, high: 64 })
  expect(problemOf('concurrency', '')).toEqual({ kind: 'range', low: 1, high: 64 })
  expect(problemOf('retentionDays', 0)).toEqual({ kind: 'range', low: 1, high: 36_500 })
  expect(problemOf('retentionDays', null)).toBeNull()
})

it.each([
  ['summaryBaseUrl', 'ollama', 'url'],
  ['summaryBaseUrl', 'file:///etc/passwd', 'url'],
  ['recipients', ['ada@example.org', 'bob'], 'email'],
  ['timeZone', 'Mars/Base', 'timeZone'],
  ['workbookThemeColor', '#12', 'color'],
  ['smtpFrom', '', 'required'],
] as const)('says of %s %j: %s', (key, value, kind) => {
  expect(problemOf(key, value as string)).toEqual({ kind })
})

it('asks for the file of a model on this computer, and for no address', () => {
  const draft = { values: { summaryEngine: 'local' }, secrets: {} }
  expect(problemsOf(view, draft)).toEqual({ summaryModel: { kind: 'neededByEngine' } })
})

it('asks for the address and the model of a model server', () => {
  const draft = { values: { summaryEngine: 'ollama' }, secrets: {} }
  expect(problemsOf(view, draft)).toEqual({
    summaryBaseUrl: { kind: 'neededByEngine' },
    summaryModel: { kind: 'neededByEngine' },
  })
  const broken = { values: { ...draft.values, summaryBaseUrl: 'nowhere' }, secrets: {} }
  expect(problemsOf(view, broken).summaryBaseUrl).toEqual({ kind: 'url' })
  const whole = {
    values: { ...draft.values, summaryBaseUrl: 'http://127.0.0.1:11434', summaryModel: 'llama' },
    secrets: {},
  }
  expect(problemsOf(view, whole)).toEqual({})
})
