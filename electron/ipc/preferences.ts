import { app } from 'electron'
import type { HostInfo } from '../../server/contract/desktop-api.ts'
import { ipcChannels, ipcEvents } from '../../server/contract/ipc-channels.ts'
import type { createDataFolder } from '../host/settings/data-folder.ts'
import type { Look } from '../host/window/look.ts'
import type { Preferences } from '../host/settings/preferences.ts'
import type { Speech } from '../host/settings/speech.ts'
import { tellPage } from '../host/page/tell-page.ts'
import { canTray } from '../host/tray-and-notices/tray-support.ts'
import { answer, handle } from './handle.ts'

export function setupPreferencesIpc(options: {
  preferences: Preferences
  dataFolder: ReturnType<typeof createDataFolder>
  speech: Speech
  look: Look
  updates: HostInfo['updates']
}): void {
  const { preferences, dataFolder, speech, look, updates } = options

  answer(ipcChannels.host, async (): Promise<HostInfo> => {
    const { platform } = process
    return {
      // Every other system that Electron runs on is one of the freedesktop kind.
      platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
      version: app.getVersion(),
      canTray: canTray(),
      dataFolder: dataFolder.info(),
      updates,
    }
  })
  answer(ipcChannels.preferences, async () => preferences.get())
  handle(ipcChannels.setPreferences, async ([patch]) => preferences.change(patch))
  handle(ipcChannels.setLanguage, async ([language]) => {
    speech.setLanguage(language)
    return null
  })
  handle(ipcChannels.setTheme, async ([theme]) => {
    look.setTheme(theme)
    return null
  })
  preferences.onChange((changed) => tellPage(ipcEvents.preferences, changed))
}
