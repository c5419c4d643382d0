import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type {
  SecretKey,
  SettingKey,
  SettingsView,
  TestAnswer,
} from '../../../server/contract/settings.ts'
import type { LocalModels } from '../../../server/contract/local-models.ts'
import type { DesktopPreferences, HostInfo } from '../../../server/contract/desktop-api.ts'
import { toldOf, type Told } from '../../ui/sentences.ts'
import {
  cancelModelDownload,
  downloadModel,
  loadLocalModels,
  loadSettings,
  removeModel,
  saveSettings,
  sendTestMail,
  testSummary,
} from './commands.ts'
import { changePreferences, chooseDataFolder, loadDesktop } from './desktop-commands.ts'
import {
  countChanges,
  emptyDraft,
  rebase,
  withSecret,
  withValue,
  type Draft,
  type Typed,
} from './draft.ts'

export const settingsSections = ['summary', 'mail', 'workbook', 'reports', 'app'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** One of the two tests: not tried yet, under way, or answered. */
export type TestState =
  | { state: 'idle' }
  | { state: 'running' }
  | { state: 'answered'; answer: TestAnswer }
  | { state: 'failed'; failure: Told }

export interface SettingsState {
  view: SettingsView | null
  /** Why the settings could not be read. */
  failure: Told | null
  draft: Draft
  saving: boolean
  /** Why the last saving failed. */
  refusal: Told | null
  section: SettingsSection
  testMail: TestState
  testSummary: TestState
  /** Models on this computer; null until they are asked for. */
  localModels: LocalModels | null
  /** Null until the host has told it. */
  desktop: { host: HostInfo; preferences: DesktopPreferences } | null
}

const initialState: SettingsState = {
  view: null,
  failure: null,
  draft: emptyDraft,
  saving: false,
  refusal: null,
  section: 'summary',
  testMail: { state: 'idle' },
  testSummary: { state: 'idle' },
  localModels: null,
  desktop: null,
}

const idle: TestState = { state: 'idle' }

/** An answer to older values says nothing of the new ones. */
const forgetTest = (state: SettingsState, key: string): void => {
  if (key.startsWith('smtp')) state.testMail = idle
  if (key.startsWith('summary')) state.testSummary = idle
}

export const settingsSlice = createSlice({
  name: 'settings',
  initialState,
  reducers: {
    valueTyped: (state, { payload }: PayloadAction<{ key: SettingKey; value: Typed }>) => {
      if (!state.view) return
      state.draft = withValue(state.draft, state.view, payload.key, payload.value)
      state.refusal = null
      forgetTest(state, payload.key)
    },
    /** `undefined` takes the change back. */
    secretTyped: (
      state,
      { payload }: PayloadAction<{ key: SecretKey; secret: string | null | undefined }>,
    ) => {
      state.draft = withSecret(state.draft, payload.key, payload.secret)
      state.refusal = null
      forgetTest(state, payload.key)
    },
    draftDiscarded: (state) => {
      state.draft = emptyDraft
      state.refusal = null
    },
    /** Unsaved values of an earlier start; secrets are never among them. */
    draftRestored: (state, { payload }: PayloadAction<Draft['values']>) => {
      state.draft = { values: payload, secrets: {} }
    },
    sectionShown: (state, { payload }: PayloadAction<SettingsSection>) => {
      state.section = payload
    },
    /** `MODELS_CHANGED`. */
    modelsHeard: (state, { payload }: PayloadAction<LocalModels>) => {
      state.localModels = payload
    },
    /** Also those that were changed in the tray or in a menu. */
    preferencesHeard: (state, { payload }: PayloadAction<DesktopPreferences>) => {
      if (state.desktop) state.desktop.preferences = payload
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadSettings.fulfilled, (state, { payload }) => {
        state.view = payload
        state.failure = null
        state.draft = rebase(state.draft, payload)
      })
      .addCase(loadSettings.rejected, (state, { error }) => {
        state.failure = toldOf(error)
      })
      .addCase(saveSettings.pending, (state) => {
        state.saving = true
        state.refusal = null
      })
      .addCase(saveSettings.fulfilled, (state, { payload }) => {
        state.saving = false
        state.view = payload
        state.draft = emptyDraft
      })
      .addCase(saveSettings.rejected, (state, { error }) => {
        state.saving = false
        state.refusal = toldOf(error)
      })
    builder
      .addCase(loadDesktop.fulfilled, (state, { payload }) => {
        state.desktop = payload
      })
      .addCase(changePreferences.fulfilled, (state, { payload }) => {
        if (state.desktop) state.desktop.preferences = payload
      })
      .addCase(chooseDataFolder.fulfilled, (state, { payload }) => {
        if (state.desktop && payload) state.desktop.host.dataFolder = payload
      })
    for (const command of [loadLocalModels, downloadModel, cancelModelDownload, removeModel]) {
      builder.addCase(command.fulfilled, (state, { payload }) => {
        state.localModels = payload
      })
    }
    for (const [name, command] of [
      ['testMail', sendTestMail],
      ['testSummary', testSummary],
    ] as const) {
      builder
        .addCase(command.pending, (state) => {
          state[name] = { state: 'running' }
        })
        .addCase(command.fulfilled, (state, { payload }) => {
          // What was changed while it ran was not what was tried.
          if (state[name].state === 'running') state[name] = { state: 'answered', answer: payload }
        })
        .addCase(command.rejected, (state, { error }) => {
          if (state[name].state !== 'running') return
          state[name] = { state: 'failed', failure: toldOf(error) }
        })
    }
  },
})

export interface SettingsRoot {
  settings: SettingsState
}

export const selectSettings = ({ settings }: SettingsRoot) => settings
export const selectSettingsView = ({ settings }: SettingsRoot) => settings.view
export const selectDraft = ({ settings }: SettingsRoot) => settings.draft
export const selectUnsavedCount = ({ settings }: SettingsRoot): number =>
  countChanges(settings.draft)
