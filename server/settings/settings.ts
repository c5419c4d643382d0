import {
  secretKeys,
  SettingsValues,
  type SecretKey,
  type SecretState,
  type SettingKey,
  type SettingsChange,
  type SettingsView,
} from '../contract/settings.ts'
import { readSettingsFile, writeSettingsFile } from './file.ts'
import { layersOf, readFixed, type FixedValues } from './layers.ts'
import { masked, unmasked } from './masked.ts'
import { isSecret, isSettingKey, SettingsError } from './table.ts'
import { isUsable, issuesOf, type SettingsIssue } from './validate.ts'
import { noVault, type SecretVault } from './vault.ts'

/** The settings as they are in force, secrets included: for those who use them, not for reading. */
export interface EffectiveSettings {
  values: SettingsValues
  secrets: Readonly<Record<SecretKey, string | null>>
}

/** A change that cannot be made; nothing of it was. */
export class SettingsRefused extends Error {
  override name = 'SettingsRefused'
  readonly issues: readonly SettingsIssue[]

  constructor(issues: readonly SettingsIssue[]) {
    super(issues.map(({ detail }) => detail).join(' '))
    this.issues = issues
  }
}

/** The settings: flag, then environment, then `settings.json`, then the default. */
export interface Settings {
  effective(): EffectiveSettings
  /** What would be in force after `change`, which is not made. Throws `SettingsRefused`. */
  preview(change: SettingsChange): EffectiveSettings
  /** Makes the change durable and tells the listeners. Throws `SettingsRefused`, or a system error. */
  change(change: SettingsChange): SettingsView
  view(): SettingsView
  onChange(listener: (settings: EffectiveSettings) => void): void
}

export interface SettingsOptions {
  dataDir: string
  /** By key; undefined and empty ones fall through. */
  flags?: Readonly<Record<string, unknown>> | undefined
  env?: NodeJS.ProcessEnv | undefined
  vault?: SecretVault | undefined
  /** What this host takes for the default of some values, asked for anew each time. Default: nothing. */
  defaults?: (() => Partial<SettingsValues>) | undefined
}

/** Takes effect at the next start only. */
const startOnly: readonly SettingKey[] = ['threads']

interface State {
  /** Values of the file that can be used. */
  stored: Record<string, unknown>
  /** Encrypted by the vault, by key. */
  encrypted: Record<string, string>
  /** Secrets that last until the process ends. */
  session: Partial<Record<SecretKey, string>>
}

/**
 * @throws SettingsError that names a flag or variable that cannot be used. A settings file that cannot
 *   be used stops nothing: `view().problems` says what is wrong with it.
 */
export function createSettings(options: SettingsOptions): Settings {
  const { dataDir, vault = noVault, defaults = () => ({}) } = options
  const fixed = readFixed(options.flags ?? {}, options.env ?? process.env)
  const { file, problems } = readSettingsFile(dataDir)
  let state: State = { stored: {}, encrypted: file.secrets, session: {} }
  for (const [key, value] of Object.entries(file.values)) {
    const detail = isSettingKey(key) || isSecret(key) ? isUsable(key, value) : null
    if (detail === null) state.stored[key] = value
    else problems.push(`settings.json: ${key} cannot be used: ${detail}`)
  }
  const listeners: ((settings: EffectiveSettings) => void)[] = []
  const values = (of: State): SettingsValues => valuesOf(of, fixed, defaults())
  const starting = values(state)
  refuseUnusableStart(state, fixed, problems)

  function secretOf(key: SecretKey, of: State): string | null {
    const given = fixed.get(key)
    if (given !== undefined) return String(given.value)
    const { [key]: session } = of.session
    if (session !== undefined) return session
    const encrypted = of.encrypted[key]
    if (encrypted === undefined) return plainSecret(of, key)
    try {
      return vault.decrypt(encrypted)
    } catch {
      // Another account or computer: the secret has to be given again.
      return null
    }
  }

  function secretState(key: SecretKey): SecretState {
    const given = fixed.get(key)
    if (given !== undefined) return given.source
    if (state.session[key] !== undefined) return 'session'
    if (state.encrypted[key] !== undefined)
      return secretOf(key, state) === null ? 'none' : 'encrypted'
    return plainSecret(state, key) === null ? 'none' : 'file'
  }

  const effectiveOf = (of: State): EffectiveSettings => ({
    values: values(of),
    secrets: {
      summaryApiKey: secretOf('summaryApiKey', of),
      smtpPassword: secretOf('smtpPassword', of),
    },
  })

  /** The state after `change`; secrets are encrypted where the system can. */
  function changed(change: SettingsChange): State {
    const next: State = {
      stored: { ...state.stored },
      encrypted: { ...state.encrypted },
      session: { ...state.session },
    }
    const issues: SettingsIssue[] = []
    for (const key of change.reset ?? []) {
      if (isSettingKey(key)) delete next.stored[key]
      else issues.push({ path: `reset.${key}`, detail: `There is no setting ${key}.` })
    }
    for (const [key, sent] of Object.entries(change.values ?? {})) {
      const isAddress = key === 'summaryBaseUrl'
      const value = isAddress ? unmasked(sent, values(state).summaryBaseUrl) : sent
      if (isAddress && value === null && sent !== null) {
        issues.push({ path: `values.${key}`, detail: passwordNeeded })
        continue
      }
      const detail = isSettingKey(key) ? isUsable(key, value) : `There is no setting ${key}.`
      if (detail === null) next.stored[key] = value
      else issues.push({ path: `values.${key}`, detail })
    }
    for (const key of secretKeys) {
      const secret = change.secrets?.[key]
      if (secret === undefined) continue
      delete next.stored[key]
      delete next.encrypted[key]
      delete next.session[key]
      if (secret !== null) keep(next, key, secret)
    }
    issues.push(...issuesOf(values(next)))
    if (issues.length > 0) throw new SettingsRefused(issues)
    return next
  }

  function keep(into: State, key: SecretKey, secret: string): void {
    if (vault.canEncrypt()) into.encrypted[key] = vault.encrypt(secret)
    else into.session[key] = secret
  }

  /** Encrypts what was written into the file by hand, once the system can. */
  function adoptPlainSecrets(): void {
    const plain = secretKeys.filter((key) => plainSecret(state, key) !== null)
    if (plain.length === 0 || !vault.canEncrypt()) return
    const secrets = Object.fromEntries(plain.map((key) => [key, plainSecret(state, key)]))
    const next = changed({ secrets })
    writeSettingsFile(dataDir, { values: next.stored, secrets: next.encrypted })
    state = next
  }

  function view(): SettingsView {
    adoptPlainSecrets()
    const now = values(state)
    return {
      values: { ...now, summaryBaseUrl: masked(now.summaryBaseUrl) },
      sources: layersOf(state.stored, fixed),
      secrets: {
        summaryApiKey: secretState('summaryApiKey'),
        smtpPassword: secretState('smtpPassword'),
      },
      canKeepSecrets: vault.canEncrypt(),
      needsRestart: startOnly.filter((key) => now[key] !== starting[key]),
      problems: [...problems],
    }
  }

  return {
    effective: () => effectiveOf(state),
    preview: (change) => effectiveOf(changed(change)),
    change(change) {
      const next = changed(change)
      writeSettingsFile(dataDir, { values: next.stored, secrets: next.encrypted })
      state = next
      // What was wrong with the file is mended by having been written anew.
      problems.length = 0
      const effective = effectiveOf(state)
      for (const listener of listeners) listener(effective)
      return view()
    },
    view,
    onChange: (listener) => void listeners.push(listener),
  }
}

const passwordNeeded =
  'The password in this address is hidden, and kept for its own server only. Type it again.'

const plainSecret = (state: State, key: SecretKey): string | null => {
  const value = state.stored[key]
  return typeof value === 'string' ? value : null
}

function valuesOf(
  state: State,
  fixed: FixedValues,
  defaults: Partial<SettingsValues> = {},
): SettingsValues {
  const values: Record<string, unknown> = { ...defaults, ...state.stored }
  for (const [key, { value }] of fixed) values[key] = value
  return SettingsValues.parse(values)
}

/**
 * Settings that do not fit each other: from a flag or variable they stop the start; from the file the
 * app starts with the embedded summary and says why.
 */
function refuseUnusableStart(state: State, fixed: FixedValues, problems: string[]): void {
  const [issue] = issuesOf(valuesOf(state, fixed))
  if (issue === undefined) return
  if (fixed.has('summaryEngine')) throw new SettingsError(issue.detail)
  delete state.stored['summaryEngine']
  problems.push(`${issue.detail} Summaries are quotes until then.`)
}
