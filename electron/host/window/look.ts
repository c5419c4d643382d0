import { nativeTheme } from 'electron'
import type { ThemeChoice } from '../settings/memory.ts'
import { recall, remember } from '../settings/remembered.ts'

/** How the window looks, for those who draw before the page does. */
export interface Look {
  /** `auto` follows the system. */
  theme(): ThemeChoice
  setTheme(theme: ThemeChoice): void
}

export function createLook(): Look {
  let theme = recall().theme ?? 'auto'
  const apply = (): void => {
    // The system's dialogs and the first frame of the window are of the same kind as the page.
    nativeTheme.themeSource = theme === 'auto' ? 'system' : theme
  }
  apply()
  return {
    theme: () => theme,
    setTheme(next) {
      if (next === theme) return
      theme = next
      remember({ theme })
      apply()
    },
  }
}
