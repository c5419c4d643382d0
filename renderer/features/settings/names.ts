import type { SecretState, SettingSource } from '../../../server/contract/settings.ts'

const words = (key: string, between: string): string =>
  key.replaceAll(/[A-Z]/gu, (letter) => between + letter)

/** The flag or the variable that a value comes from; null for one that can be changed here. */
export const sourceName = (
  key: string,
  source: SettingSource | SecretState | undefined,
): string | null => {
  if (source === 'flag') return `--${words(key, '-').toLowerCase()}`
  if (source === 'environment') return `RAPPORTEUR_${words(key, '_').toUpperCase()}`
  return null
}
