import type { Reason } from '../contract/reason.ts'
import { sentence } from '../contract/sentences.ts'
import { SettingsValues, type SecretKey } from '../contract/settings.ts'
import type { ReadSettings, SettingsDocument } from '../ports/settings.ts'
import type { FixedValues } from './layers.ts'
import { isSecret, isSettingKey, SettingsError } from './table.ts'
import { isUsable, issuesOf } from './validate.ts'

/** What this process knows of the settings. */
export interface State {
  /** Kept values that can be used; a secret is among them only where a person has written it there. */
  stored: Record<string, unknown>
  /** Encrypted by the vault, by key. */
  encrypted: Record<string, string>
  /** Secrets that last until the process ends. */
  session: Partial<Record<SecretKey, string>>
  /** Of the document that `stored` and `encrypted` come from. */
  revision: string
}

export const documentOf = ({ stored, encrypted }: State): SettingsDocument => ({
  values: stored,
  secrets: encrypted,
})

export const plainSecret = (state: State, key: SecretKey): string | null => {
  const value = state.stored[key]
  return typeof value === 'string' ? value : null
}

/**
 * What is in force.
 *
 * @param defaults what this host takes for the default of some values; default: nothing
 */
export function valuesOf(
  stored: State['stored'],
  fixed: FixedValues,
  defaults: Partial<SettingsValues> = {},
): SettingsValues {
  const values: Record<string, unknown> = { ...defaults, ...stored }
  for (const [key, { value }] of fixed) values[key] = value
  return SettingsValues.parse(values)
}

/**
 * What can be used of the kept settings, and what cannot. Values that do not fit each other
 * leave the embedded summary in force.
 *
 * @throws SettingsError where a flag or variable is to blame for that
 */
export function stateOf(
  kept: ReadSettings,
  fixed: FixedValues,
): { state: State; problems: Reason[] } {
  const problems: Reason[] = [...kept.problems]
  const stored: State['stored'] = {}
  for (const [key, value] of Object.entries(kept.values)) {
    const wrong = isSettingKey(key) || isSecret(key) ? isUsable(key, value) : null
    if (wrong === null) stored[key] = value
    else {
      const params = { file: kept.place, setting: key, reason: wrong }
      problems.push(sentence('setting_unusable', params))
    }
  }
  const [issue] = issuesOf(valuesOf(stored, fixed))
  if (issue !== undefined) {
    if (fixed.has('summaryEngine')) throw new SettingsError(issue)
    delete stored['summaryEngine']
    const { code, params } = issue
    problems.push(sentence('summary_engine_unusable', { reason: { code, params } }))
  }
  const { revision, secrets } = kept
  return { state: { stored, encrypted: { ...secrets }, session: {}, revision }, problems }
}
