import { app } from 'electron'
import { join } from 'node:path'
import type { DesktopPreferences } from '../../../server/contract/desktop-api.ts'
import type { StoredPreferences } from './memory.ts'
import { createAutostart } from './autostart.ts'
import { recall, remember } from './remembered.ts'

const defaults = {
  closeToTray: true,
  notifications: 'all',
  keepAwake: true,
  confirmQuit: true,
} as const satisfies DesktopPreferences

export interface Preferences {
  get(): DesktopPreferences
  change(patch: PreferencesPatch): DesktopPreferences
  /** Called after a change, with all of them. */
  onChange(listener: (preferences: DesktopPreferences) => void): void
}

export type PreferencesPatch = StoredPreferences & { openAtLogin?: boolean | undefined }

export function createPreferences(): Preferences {
  const listeners = new Set<(preferences: DesktopPreferences) => void>()
  let stored: StoredPreferences = recall().preferences ?? {}
  const get = (): DesktopPreferences => ({ ...defaults, ...withoutGaps(stored), ...login() })
  return {
    get,
    change({ openAtLogin, ...patch }) {
      if (openAtLogin !== undefined && app.isPackaged) setLogin(openAtLogin)
      stored = { ...stored, ...patch }
      remember({ preferences: stored })
      const changed = get()
      for (const listener of listeners) listener(changed)
      return changed
    },
    onChange: (listener) => void listeners.add(listener),
  }
}

/** The system keeps this one, and people change it there too. */
const login = (): Pick<DesktopPreferences, 'openAtLogin'> =>
  // An unpackaged app would put Electron itself on the list.
  app.isPackaged ? { openAtLogin: onLinux?.isOn() ?? app.getLoginItemSettings().openAtLogin } : {}

/** Electron knows no login items there. */
const onLinux =
  process.platform === 'linux'
    ? createAutostart(
        join(app.getPath('appData'), 'autostart'),
        process.env['APPIMAGE'] ?? process.execPath,
      )
    : null

function setLogin(openAtLogin: boolean): void {
  if (onLinux === null) app.setLoginItemSettings({ openAtLogin })
  else onLinux.set(openAtLogin)
}

/** A key that is there without a value would hide the default. */
const withoutGaps = (stored: StoredPreferences): Partial<DesktopPreferences> =>
  Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined))
