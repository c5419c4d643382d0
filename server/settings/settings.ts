import type { Reason } from '../contract/reason.ts'
import { sentence } from '../contract/sentences.ts'
import pLimit from 'p-limit'
import {
  secretKeys,
  type SecretKey,
  type SecretState,
  type SettingKey,
  type SettingsChange,
  type SettingsValues,
  type SettingsView,
} from '../contract/settings.ts'
import type { KeptSettings } from '../ports/settings.ts'
import { layersOf, readFixed } from './layers.ts'
import { masked, unmasked } from './masked.ts'
import { documentOf, plainSecret, stateOf, valuesOf, type State } from './state.ts'
import { isSettingKey } from './table.ts'
import { isUsable, issueAt, issuesOf, type SettingsIssue } from './validate.ts'
import { noVault, type SecretVault } from './vault.ts'
import { inEnglish } from '../words/say.ts'

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

/** The settings: flag, then environment, then what people have changed, then the default. */
export interface Settings {
  effective(): EffectiveSettings
  /** What would be in force after `change`, which is not made. Throws `SettingsRefused`. */
  preview(change: SettingsChange): EffectiveSettings
  /** Makes the change durable and tells the listeners. Rejects with `SettingsRefused`, or a system error. */
  change(change: SettingsChange): Promise<SettingsView>
  view(): Promise<SettingsView>
  /** Hears of every change, also of those that another node has made. */
  onChange(listener: (settings: EffectiveSettings) => void): void
  /** Follows no more. */
  close(): void
}

export interface SettingsOptions {
  /** Where they are kept. */
  kept: KeptSettings
  /** By key; undefined and empty ones fall through. */
  flags?: Readonly<Record<string, unknown>> | undefined
  env?: NodeJS.ProcessEnv | undefined
  vault?: SecretVault | undefined
  /** What this host takes for the default of some values, asked for anew each time. Default: nothing. */
  defaults?: (() => Partial<SettingsValues>) | undefined
}

/** Takes effect at the next start only. */
const startOnly: readonly SettingKey[] = ['threads']

/**
 * @throws SettingsError that names a flag or variable that cannot be used. Kept settings that cannot be
 *   used stop nothing: `view().problems` says what is wrong with them.
 */
export async function createSettings(options: SettingsOptions): Promise<Settings> {
  const { kept, vault = noVault, defaults = () => ({}) } = options
  const fixed = readFixed(options.flags ?? {}, options.env ?? process.env)
  let { state, problems } = stateOf(await kept.read(), fixed)
  const listeners: ((settings: EffectiveSettings) => void)[] = []
  const values = (of: State): SettingsValues => valuesOf(of.stored, fixed, defaults())
  const starting = values(state)
  // A change is made on what the one before has left.
  const oneByOne = pLimit(1)

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
      webhookSecret: secretOf('webhookSecret', of),
      workbookServiceToken: secretOf('workbookServiceToken', of),
    },
  })

  /** The state after `change`; secrets are encrypted where the system can. */
  function changed(change: SettingsChange): State {
    const next: State = {
      stored: { ...state.stored },
      encrypted: { ...state.encrypted },
      session: { ...state.session },
      revision: state.revision,
    }
    const issues: SettingsIssue[] = []
    for (const key of change.reset ?? []) {
      if (isSettingKey(key)) delete next.stored[key]
      else issues.push(issueAt(`reset.${key}`, noSetting(key)))
    }
    for (const [key, sent] of Object.entries(change.values ?? {})) {
      const isAddress = key === 'summaryBaseUrl'
      const value = isAddress ? unmasked(sent, values(state).summaryBaseUrl) : sent
      if (isAddress && value === null && sent !== null) {
        issues.push(issueAt(`values.${key}`, sentence('setting_password_hidden')))
        continue
      }
      const wrong = isSettingKey(key) ? isUsable(key, value) : noSetting(key)
      if (wrong === null) next.stored[key] = value
      else issues.push(issueAt(`values.${key}`, wrong))
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

  /** Takes up what somebody else has changed. */
  async function readAgain(): Promise<void> {
    const { session } = state
    const read = stateOf(await kept.read(), fixed)
    state = { ...read.state, session }
    problems = read.problems
  }

  /** Makes `change` on what is kept now, also where somebody else changes something at the same time. */
  async function store(change: () => SettingsChange): Promise<void> {
    for (;;) {
      const next = changed(change())
      const revision = await kept.write(documentOf(next), next.revision)
      if (revision === null) {
        await readAgain()
        continue
      }
      state = { ...next, revision }
      return
    }
  }

  const plainSecrets = (): SecretKey[] =>
    secretKeys.filter((key) => plainSecret(state, key) !== null)

  /** Encrypts what was written into the file by hand, once the system can. */
  async function adoptPlainSecrets(): Promise<void> {
    if (plainSecrets().length === 0 || !vault.canEncrypt()) return
    await store(() => ({
      secrets: Object.fromEntries(plainSecrets().map((key) => [key, plainSecret(state, key)])),
    }))
  }

  function shown(): SettingsView {
    const now = values(state)
    return {
      values: { ...now, summaryBaseUrl: masked(now.summaryBaseUrl) },
      sources: layersOf(state.stored, fixed),
      secrets: {
        summaryApiKey: secretState('summaryApiKey'),
        smtpPassword: secretState('smtpPassword'),
        webhookSecret: secretState('webhookSecret'),
        workbookServiceToken: secretState('workbookServiceToken'),
      },
      canKeepSecrets: vault.canEncrypt(),
      needsRestart: startOnly.filter((key) => now[key] !== starting[key]),
      problems: problems.map(inEnglish),
      problemSentences: problems.map((said) => ({ ...said, message: inEnglish(said) })),
    }
  }

  function tell(): void {
    const effective = effectiveOf(state)
    for (const listener of listeners) listener(effective)
  }

  const unfollow = await kept.follow(() => {
    const takeUp = oneByOne(async () => {
      await readAgain()
      tell()
    })
    // What cannot be read now is read before the next change.
    takeUp.catch(() => undefined)
  })
  // What was changed before anybody followed.
  await readAgain()

  return {
    effective: () => effectiveOf(state),
    preview: (change) => effectiveOf(changed(change)),
    change: (change) =>
      oneByOne(async () => {
        await store(() => change)
        // What was wrong with the file is mended by having been written anew.
        problems = []
        tell()
        await adoptPlainSecrets()
        return shown()
      }),
    view: () =>
      oneByOne(async () => {
        await adoptPlainSecrets()
        return shown()
      }),
    onChange: (listener) => void listeners.push(listener),
    close: unfollow,
  }
}

const noSetting = (setting: string): Reason => sentence('setting_unknown', { setting })
