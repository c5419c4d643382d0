import type { SecretKey, SettingKey, SettingsValues } from '../contract/settings.ts'
import { schemaOf } from './table.ts'

/** Where something is wrong, as in an RFC 9457 answer, and what to do about it. */
export interface SettingsIssue {
  path: string
  detail: string
}

/** Null, or what is wrong with the value. */
export function isUsable(key: SettingKey | SecretKey, value: unknown): string | null {
  const parsed = schemaOf(key).safeParse(value)
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'not a usable value')
}

/** What is wrong with values that are good each by itself. */
export function issuesOf(values: SettingsValues): SettingsIssue[] {
  const { summaryEngine: engine, summaryBaseUrl, summaryModel } = values
  if (engine === 'extractive') return []
  const issues: SettingsIssue[] = []
  if (summaryBaseUrl === null && engine !== 'local') {
    issues.push({
      path: 'values.summaryBaseUrl',
      detail: `The summary engine ${engine} needs the address of its server (summaryBaseUrl, --summary-base-url).`,
    })
  }
  if (summaryModel === null) {
    issues.push({
      path: 'values.summaryModel',
      detail: `The summary engine ${engine} needs the name of a model (summaryModel, --summary-model).`,
    })
  }
  return issues
}
