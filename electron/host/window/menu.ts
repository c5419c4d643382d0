import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { join } from 'node:path'
import type { Speech } from '../settings/speech.ts'
import type { HostWords } from '../settings/words.ts'

export interface MenuActions {
  importFiles(): void
  importFolder(): void
}

/** The menu bar, with the shortcuts each system is used to. */
export function setupMenu(actions: MenuActions, dataDir: string, speech: Speech): void {
  const build = (): void => buildMenu(actions, dataDir, speech.words())
  build()
  speech.onChange(build)
}

function buildMenu(actions: MenuActions, dataDir: string, words: HostWords): void {
  const isMac = process.platform === 'darwin'
  const file: MenuItemConstructorOptions = {
    label: words.file,
    submenu: [
      { label: words.importFiles, accelerator: 'CmdOrCtrl+O', click: actions.importFiles },
      { label: words.importFolder, accelerator: 'CmdOrCtrl+Shift+O', click: actions.importFolder },
      { type: 'separator' },
      {
        label: words.showReportsFolder,
        click: () => void shell.openPath(join(dataDir, 'reports')),
      },
      { type: 'separator' },
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      { role: 'reload' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      file,
      { role: 'editMenu' },
      view,
      { role: 'windowMenu' },
    ]),
  )
}
