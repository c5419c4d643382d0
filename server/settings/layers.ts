import {
  SettingsValues,
  type SecretKey,
  type SettingKey,
  type SettingSource,
} from '../contract/settings.ts'
import { fromText, settingDocs, SettingsError, type SettingDoc } from './table.ts'
import { isUsable } from './validate.ts'

/** Values that the settings file cannot change, with where they come from. */
export type FixedValues = ReadonlyMap<
  SettingKey | SecretKey,
  { value: unknown; source: 'flag' | 'environment' }
>

const isGiven = (value: unknown): boolean => value !== undefined && value !== ''

function readOne(
  doc: SettingDoc,
  flag: unknown,
  variable: string | undefined,
): { value: unknown; source: 'flag' | 'environment' } | null {
  const source = isGiven(flag) ? 'flag' : 'environment'
  const given = source === 'flag' ? flag : variable
  if (!isGiven(given)) return null
  const value = typeof given === 'string' ? fromText(given, doc.notation) : given
  const wrong = isUsable(doc.key, value)
  if (wrong === null) return { value, source }
  throw new SettingsError(wrong, doc)
}

/** @throws SettingsError that names the setting and both its names */
export function readFixed(
  flags: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
): FixedValues {
  const fixed = new Map<
    SettingKey | SecretKey,
    { value: unknown; source: 'flag' | 'environment' }
  >()
  for (const doc of settingDocs) {
    const found = readOne(doc, flags[doc.key], env[doc.env])
    if (found !== null) fixed.set(doc.key, found)
  }
  return fixed
}

/** Where each value comes from. */
export function layersOf(
  stored: Readonly<Record<string, unknown>>,
  fixed: FixedValues,
): Record<string, SettingSource> {
  const sources: Record<string, SettingSource> = {}
  for (const key of Object.keys(SettingsValues.shape)) {
    sources[key] = fixed.get(key as SettingKey)?.source ?? (key in stored ? 'file' : 'default')
  }
  return sources
}
