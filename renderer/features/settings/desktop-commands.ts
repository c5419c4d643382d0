import { unwrap } from '../../api/desktop.ts'
import { createCommand, createHostCall } from '../../api/services.ts'

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
export const changePreferences = createHostCall(
  'settings/change-preferences',
  (desktop) => desktop.setPreferences,
)

/** Resolves to the path of a picture, or null if the person closed the dialog. */
export const chooseLogo = createHostCall('settings/choose-logo', (desktop) => desktop.chooseLogo)

/** Resolves to the path of a model's file, or null if the person closed the dialog. */
export const chooseModel = createHostCall('settings/choose-model', (desktop) => desktop.chooseModel)

/** Resolves to the folders, or null if the person closed the dialog. */
export const chooseDataFolder = createHostCall(
  'settings/choose-data-folder',
  (desktop) => desktop.chooseDataFolder,
)

export const openLogFolder = createHostCall(
  'settings/open-logs',
  (desktop) => desktop.openLogFolder,
)

export const restartApp = createHostCall('settings/restart', (desktop) => desktop.restart)
