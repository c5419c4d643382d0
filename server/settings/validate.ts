import type { z } from 'zod'
import type { Reason } from '../contract/reason.ts'
import { sentence } from '../contract/sentences.ts'
import { colorHint, zoneHint } from '../contract/workbook.ts'
import { inEnglish } from '../words/say.ts'
import {
  folderHint,
  loginHint,
  webhookSecretHint,
  type SecretKey,
  type SettingKey,
  type SettingsValues,
} from '../contract/settings.ts'
import { schemaOf } from './table.ts'

/** Where something is wrong, as in an RFC 9457 answer, and what to do about it. */
export interface SettingsIssue extends Reason {
  path: string
  /** In English. */
  detail: string
}

export const issueAt = (path: string, said: Reason): SettingsIssue => ({
  path,
  ...said,
  detail: inEnglish(said),
})

/** Null, or what is wrong with the value. */
export function isUsable(key: SettingKey | SecretKey, value: unknown): Reason | null {
  const parsed = schemaOf(key).safeParse(value)
  return parsed.success ? null : reasonOf(parsed.error.issues[0])
}

const kinds: Readonly<Record<string, 'number' | 'text' | 'switch' | 'list'>> = {
  number: 'number',
  int: 'number',
  string: 'text',
  boolean: 'switch',
  array: 'list',
}

/** What a schema finds wrong, as a sentence of the catalogue. */
function reasonOf(issue: z.core.$ZodIssue | undefined): Reason {
  switch (issue?.code) {
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? sentence('setting_empty')
        : sentence('setting_at_least', { least: Number(issue.minimum) })
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? sentence('setting_too_long', { most: Number(issue.maximum) })
        : sentence('setting_at_most', { most: Number(issue.maximum) })
    case 'invalid_type':
      return sentence('setting_kind', { context: kinds[issue.expected] ?? 'other' })
    case 'invalid_value':
      return sentence('setting_one_of', { values: issue.values.map(String) })
    case 'invalid_format':
      if (issue.format === 'url') return sentence('setting_form', { context: 'url' })
      if (issue.format === 'email') return sentence('setting_form', { context: 'email' })
      if (issue.message === colorHint) return sentence('setting_form', { context: 'color' })
      if (issue.message === folderHint) return sentence('setting_form', { context: 'folder' })
      if (issue.message === webhookSecretHint) {
        return sentence('setting_form', { context: 'webhook_secret' })
      }
      break
    case 'custom':
      if (issue.message === loginHint) return sentence('setting_form', { context: 'no_login' })
      if (issue.message === zoneHint) return sentence('setting_form', { context: 'zone' })
  }
  return sentence('setting_refused', { text: issue?.message ?? 'not a usable value' })
}

/** What is wrong with values that are good each by itself. */
export function issuesOf(values: SettingsValues): SettingsIssue[] {
  const { summaryEngine: engine, summaryBaseUrl, summaryModel } = values
  if (engine === 'extractive') return []
  const issues: SettingsIssue[] = []
  if (summaryBaseUrl === null && engine !== 'local') {
    issues.push(issueAt('values.summaryBaseUrl', sentence('setting_needs_server', { engine })))
  }
  if (summaryModel === null) {
    issues.push(issueAt('values.summaryModel', sentence('setting_needs_model', { engine })))
  }
  return issues
}
