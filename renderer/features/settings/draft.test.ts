import { expect, it } from 'vitest'
import { SettingsValues, type SettingsView } from '../../../server/contract/settings.ts'
import {
  countChanges,
  emptyDraft,
  rebase,
  shownValue,
  toChange,
  valuesAfter,
  withSecret,
  withValue,
} from './draft.ts'

const view = (values: object = {}, sources: SettingsView['sources'] = {}): SettingsView => ({
  values: SettingsValues.parse(values),
  sources,
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
})

it('holds what was typed, and forgets it when the field says again what holds', () => {
  const typed = withValue(emptyDraft, view(), 'smtpPort', 2_525)
  expect(countChanges(typed)).toBe(1)
  expect(shownValue(view(), typed, 'smtpPort')).toBe(2_525)
  expect(withValue(typed, view(), 'smtpPort', 587)).toEqual(emptyDraft)
})

it('compares lists by what is in them', () => {
  const one = withValue(emptyDraft, view(), 'recipients', ['ada@example.org'])
  expect(countChanges(one)).toBe(1)
  expect(countChanges(withValue(one, view(), 'recipients', []))).toBe(0)
})

it('shows an emptied field as empty, not as what holds', () => {
  const held = view({ smtpHost: 'mail.example.org' })
  const emptied = withValue(emptyDraft, held, 'smtpHost', null)
  expect(shownValue(held, emptied, 'smtpHost')).toBeNull()
  expect(toChange(emptied)).toEqual({ values: { smtpHost: null } })
})

it('tells the secret that is to be kept from the one that is to be forgotten', () => {
  expect(toChange(withSecret(emptyDraft, 'smtpPassword', 'x'))).toEqual({
    secrets: { smtpPassword: 'x' },
  })
  const forgotten = withSecret(emptyDraft, 'smtpPassword', null)
  expect(toChange(forgotten)).toEqual({ secrets: { smtpPassword: null } })
  expect(toChange(withSecret(forgotten, 'smtpPassword', undefined))).toEqual({})
})

it('reckons with usable values only', () => {
  const draft = withValue(withValue(emptyDraft, view(), 'smtpPort', 99_999), view(), 'threads', 2)
  const values = valuesAfter(view(), draft)
  expect(values.smtpPort).toBe(587)
  expect(values.threads).toBe(2)
})

it('drops of an older draft what holds by now, and what a flag has fixed since', () => {
  const draft = { values: { smtpPort: 25, threads: 2, concurrency: 8 }, secrets: {} }
  const now = view({ smtpPort: 25 }, { threads: 'environment' })
  expect(rebase(draft, now).values).toEqual({ concurrency: 8 })
})
