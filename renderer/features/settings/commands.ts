import type { SettingsChange } from '../../../server/contract/settings.ts'
import { createCommand } from '../../api/services.ts'

export const loadSettings = createCommand(
  'settings/load',
  async (_: undefined, { extra: { rest } }) => rest.settings(),
)

export const saveSettings = createCommand(
  'settings/save',
  async (change: SettingsChange, { extra: { rest } }) => rest.changeSettings(change),
)

/** A small mail, with the settings as they would be after `change`. */
export const sendTestMail = createCommand(
  'settings/test-mail',
  async ({ to, change }: { to: string; change: SettingsChange }, { extra: { rest }, signal }) =>
    rest.testMail({ to, change }, signal),
)

/** One small question to the model server; no chat is sent. */
export const testSummary = createCommand(
  'settings/test-summary',
  async (change: SettingsChange, { extra: { rest }, signal }) =>
    rest.testSummary({ change }, signal),
)

/** The models of the server that the change names; its address is enough. */
export const listModels = createCommand(
  'settings/list-models',
  async (change: SettingsChange, { extra: { rest }, signal }) =>
    rest.listModels({ change }, signal),
)

/** Servers of models that answer on this computer. */
export const findModelServers = createCommand(
  'settings/find-model-servers',
  async (_: undefined, { extra: { rest }, signal }) => rest.modelServers(signal),
)

export const loadLocalModels = createCommand(
  'settings/load-local-models',
  async (_: undefined, { extra: { rest } }) => rest.localModels(),
)

export const downloadModel = createCommand(
  'settings/download-model',
  async (modelId: string, { extra: { rest } }) => rest.downloadModel(modelId),
)

export const cancelModelDownload = createCommand(
  'settings/cancel-model-download',
  async (modelId: string, { extra: { rest } }) => rest.cancelModelDownload(modelId),
)

export const removeModel = createCommand(
  'settings/remove-model',
  async (modelId: string, { extra: { rest } }) => rest.removeModel(modelId),
)
