import { app } from 'electron'
import { z } from 'zod'
import type { HostInfo } from '../../server/contract/desktop-api.ts'
import { ipcChannels, ipcEvents } from '../../server/contract/ipc-channels.ts'
import type { createDataFolder } from '../host/data-folder.ts'
import type { Look } from '../host/look.ts'
import type { Preferences } from '../host/preferences.ts'
import { StoredPreferences, ThemeChoice } from '../host/remembered.ts'
import type { Speech } from '../host/speech.ts'
import { tellPage } from '../host/tell-page.ts'
import { canTray } from '../host/tray-support.ts'
import { handle } from './handle.ts'

/** A name that no preference has is a mistake of the page, not something to be dropped in silence. */
const Patch = StoredPreferences.extend({ openAtLogin: z.boolean() }).partial().strict()

export function setupPreferencesIpc(options: {
  preferences: Preferences
  dataFolder: ReturnType<typeof createDataFolder>
  speech: Speech
  look: Look
}): void {
  const { preferences, dataFolder, speech, look } = options

  handle(ipcChannels.host, z.tuple([]), async (): Promise<HostInfo> => {
    const { platform } = process
    return {
      // Every other system that Electron runs on is one of the freedesktop kind.
      platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
      version: app.getVersion(),
      canTray: canTray(),
      dataFolder: dataFolder.info(),
    }
  })
  handle(ipcChannels.preferences, z.tuple([]), async () => preferences.get())
  handle(ipcChannels.setPreferences, z.tuple([Patch]), async ([patch]) => preferences.change(patch))
  handle(ipcChannels.setLanguage, z.tuple([z.enum(['en', 'de'])]), async ([language]) => {
    speech.setLanguage(language)
    return null
  })
  handle(ipcChannels.setTheme, z.tuple([ThemeChoice]), async ([theme]) => {
    look.setTheme(theme)
    return null
  })
  preferences.onChange((changed) => tellPage(ipcEvents.preferences, changed))
}
