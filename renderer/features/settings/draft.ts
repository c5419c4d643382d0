import {
  SettingsValues,
  type SecretKey,
  type SettingKey,
  type SettingsChange,
  type SettingsView,
} from '../../../server/contract/settings.ts'

/** What a field holds while it is being typed in; it may be no usable value yet. */
export type Typed = string | number | boolean | string[] | null

/** Changes that are not saved yet. A field that says again what holds is no change. */
export interface Draft {
  values: Partial<Record<SettingKey, Typed>>
  /** A secret that is to be kept, or null: it is to be forgotten. */
  secrets: Partial<Record<SecretKey, string | null>>
}

export const emptyDraft: Draft = { values: {}, secrets: {} }

export const countChanges = ({ values, secrets }: Draft): number =>
  Object.keys(values).length + Object.keys(secrets).length

const isSame = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item, index) => item === b[index])
    : a === b

/** The draft with one more change, or one less if the field says again what holds. */
export const withValue = (
  draft: Draft,
  view: SettingsView,
  key: SettingKey,
  value: Typed,
): Draft => {
  const { [key]: _, ...values } = draft.values
  return isSame(view.values[key], value)
    ? { ...draft, values }
    : { ...draft, values: { ...values, [key]: value } }
}

/** Undefined takes the change back. */
export const withSecret = (
  draft: Draft,
  key: SecretKey,
  secret: string | null | undefined,
): Draft => {
  const { [key]: _, ...secrets } = draft.secrets
  return { ...draft, secrets: secret === undefined ? secrets : { ...secrets, [key]: secret } }
}

/** What is left of a draft that was made on older values. */
export const rebase = (draft: Draft, view: SettingsView): Draft => ({
  ...draft,
  values: Object.fromEntries(
    Object.entries(draft.values).filter(
      ([key, value]) => !isSame(view.values[key as SettingKey], value) && !isFixed(view, key),
    ),
  ),
})

/** Given by a flag or the environment, so that no file can change it. */
export const isFixed = ({ sources }: SettingsView, key: string): boolean =>
  sources[key] === 'flag' || sources[key] === 'environment'

/** What the field shows. */
export const shownValue = (view: SettingsView, draft: Draft, key: SettingKey): Typed =>
  key in draft.values ? (draft.values[key] ?? null) : view.values[key]

/** The values as they would be, as far as they are usable. */
export const valuesAfter = (view: SettingsView, draft: Draft): SettingsValues => {
  const values: Record<string, unknown> = { ...view.values }
  for (const [key, value] of Object.entries(draft.values)) {
    const parsed = SettingsValues.shape[key as SettingKey].safeParse(value)
    if (parsed.success) values[key] = parsed.data
  }
  return values as SettingsValues
}

export const toChange = ({ values, secrets }: Draft): SettingsChange => ({
  ...(Object.keys(values).length > 0 && { values }),
  ...(Object.keys(secrets).length > 0 && { secrets }),
})
