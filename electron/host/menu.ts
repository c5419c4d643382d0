import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { join } from 'node:path'

export interface MenuActions {
  importFiles(): void
  importFolder(): void
}

/** The menu bar, with the shortcuts each system is used to. */
export function setupMenu(actions: MenuActions, dataDir: string): void {
  const isMac = process.platform === 'darwin'
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'Import files…', accelerator: 'CmdOrCtrl+O', click: actions.importFiles },
      { label: 'Import folder…', accelerator: 'CmdOrCtrl+Shift+O', click: actions.importFolder },
      { type: 'separator' },
      {
        label: 'Show reports folder',
        click: () => void shell.openPath(join(dataDir, 'reports')),
      },
      { type: 'separator' },
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
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
