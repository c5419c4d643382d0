import type { SettingsChange } from '../../../server/contract/settings.ts'
import { createCommand, createRequest } from '../../api/services.ts'

export const loadSettings = createRequest('settings/load', (rest) => rest.settings)

export const saveSettings = createRequest('settings/save', (rest) => rest.changeSettings)

/** A small mail, with the settings as they would be after `change`. */
export const sendTestMail = createRequest('settings/test-mail', (rest) => rest.testMail)

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

export const loadLocalModels = createRequest(
  'settings/load-local-models',
  (rest) => rest.localModels,
)

export const downloadModel = createRequest('settings/download-model', (rest) => rest.downloadModel)

export const cancelModelDownload = createRequest(
  'settings/cancel-model-download',
  (rest) => rest.cancelModelDownload,
)

export const removeModel = createRequest('settings/remove-model', (rest) => rest.removeModel)
