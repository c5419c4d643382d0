import type { z } from 'zod'
import {
  loginHint,
  SettingsValues,
  type SettingKey,
  type SettingsView,
} from '../../../server/contract/settings.ts'
import { valuesAfter, type Draft, type Typed } from './draft.ts'

/** What is wrong with a field: a sentence of the catalogue, and what it fills in. */
export type FieldProblem =
  | { kind: 'range'; low: number; high: number }
  | {
      kind:
        | 'url'
        | 'email'
        | 'color'
        | 'timeZone'
        | 'folder'
        | 'noLogin'
        | 'required'
        | 'neededByEngine'
        | 'other'
    }
  | { kind: 'long'; most: number }

/** Bounds of a number, from a schema that may be wrapped in "null too" and "by default". */
const boundsOf = (schema: z.ZodType): { low: number; high: number } | null => {
  let inner: unknown = schema
  while (typeof inner === 'object' && inner !== null && 'unwrap' in inner) {
    inner = (inner as { unwrap: () => unknown }).unwrap()
  }
  const { minValue, maxValue } = inner as { minValue?: number | null; maxValue?: number | null }
  return typeof minValue === 'number' && typeof maxValue === 'number'
    ? { low: minValue, high: maxValue }
    : null
}

const kindOf = (key: SettingKey, issue: z.core.$ZodIssue | undefined): FieldProblem => {
  const bounds = boundsOf(SettingsValues.shape[key])
  if (bounds && Number.isFinite(bounds.high)) return { kind: 'range', ...bounds }
  if (key === 'timeZone') return { kind: 'timeZone' }
  if (key === 'deliveryFolder') return { kind: 'folder' }
  if (issue?.message === loginHint) return { kind: 'noLogin' }
  if (key === 'workbookThemeColor') return { kind: 'color' }
  if (issue?.code === 'invalid_format' && issue.format === 'url') return { kind: 'url' }
  if (issue?.code === 'invalid_format' && issue.format === 'email') return { kind: 'email' }
  if (issue?.code === 'too_big') return { kind: 'long', most: Number(issue.maximum) }
  if (issue?.code === 'too_small' || issue?.code === 'invalid_type') return { kind: 'required' }
  return { kind: 'other' }
}

/** Null, or what is wrong with a value by itself; the contract's own schema decides. */
export const problemOf = (key: SettingKey, value: Typed): FieldProblem | null => {
  const parsed = SettingsValues.shape[key].safeParse(value)
  return parsed.success ? null : kindOf(key, parsed.error.issues[0])
}

export type Problems = Partial<Record<SettingKey, FieldProblem>>

/** Everything that keeps the draft from being saved. */
export const problemsOf = (view: SettingsView, draft: Draft): Problems => {
  const problems: Problems = {}
  for (const [key, value] of Object.entries(draft.values) as [SettingKey, Typed][]) {
    const problem = problemOf(key, value)
    if (problem) problems[key] = problem
  }
  const values = valuesAfter(view, draft)
  if (values.summaryEngine !== 'extractive') {
    for (const key of ['summaryBaseUrl', 'summaryModel'] as const) {
      // A file on this computer has no address.
      if (key === 'summaryBaseUrl' && values.summaryEngine === 'local') continue
      if (values[key] === null) problems[key] ??= { kind: 'neededByEngine' }
    }
  }
  return problems
}
