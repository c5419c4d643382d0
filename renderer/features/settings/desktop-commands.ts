import type { DesktopPreferences } from '../../../server/contract/desktop-api.ts'
import { unwrap } from '../../api/desktop.ts'
import { createCommand } from '../../api/services.ts'

/** What this computer is, and how the app behaves on it. */
export const loadDesktop = createCommand(
  'settings/load-desktop',
  async (_: undefined, { extra: { desktop } }) => {
    const [host, preferences] = await Promise.all([
      unwrap(desktop.host()),
      unwrap(desktop.preferences()),
    ])
    return { host, preferences }
  },
)

/** Takes effect at once; there is nothing to save. */
export const changePreferences = createCommand(
  'settings/change-preferences',
  async (patch: Partial<DesktopPreferences>, { extra: { desktop } }) =>
    unwrap(desktop.setPreferences(patch)),
)

/** Resolves to the path of a picture, or null if the person closed the dialog. */
export const chooseLogo = createCommand(
  'settings/choose-logo',
  async (_: undefined, { extra: { desktop } }) => unwrap(desktop.chooseLogo()),
)

/** Resolves to the path of a model's file, or null if the person closed the dialog. */
export const chooseModel = createCommand(
  'settings/choose-model',
  async (_: undefined, { extra: { desktop } }) => unwrap(desktop.chooseModel()),
)

/** Resolves to the folders, or null if the person closed the dialog. */
export const chooseDataFolder = createCommand(
  'settings/choose-data-folder',
  async (_: undefined, { extra: { desktop } }) => unwrap(desktop.chooseDataFolder()),
)

export const openLogFolder = createCommand(
  'settings/open-logs',
  async (_: undefined, { extra: { desktop } }) => {
    await unwrap(desktop.openLogFolder())
  },
)

export const restartApp = createCommand(
  'settings/restart',
  async (_: undefined, { extra: { desktop } }) => {
    await unwrap(desktop.restart())
  },
)
