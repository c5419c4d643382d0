import { app, BrowserWindow } from 'electron'
import { registerAppScheme, setupAppProtocol } from './host/app-protocol.ts'
import { setupCommandLine } from './host/command-line.ts'
import { setupCrashes } from './host/crashes.ts'
import { createHostImports } from './host/imports.ts'
import { logHost } from './host/log.ts'
import { setupMenu } from './host/menu.ts'
import { setupNavigationGuard } from './host/navigation-guard.ts'
import { setupPermissions } from './host/permissions.ts'
import { setupPower } from './host/power.ts'
import { setupQuit } from './host/quit.ts'
import { createServerHost } from './host/server-host.ts'
import { takeInstanceLock } from './host/single-instance.ts'
import { showMainWindow } from './host/windows.ts'
import { setupConnectionIpc } from './ipc/connection.ts'
import { setupImportsIpc } from './ipc/imports.ts'
import { setupLinksIpc } from './ipc/links.ts'
import { setupWorkbookIpc } from './ipc/workbook.ts'

// Before the app is ready: what Chromium reads once.
setupCrashes()
registerAppScheme()
setupCommandLine()

if (takeInstanceLock(() => app.isReady() && showMainWindow())) {
  // The server starts while Chromium does.
  const server = createServerHost()
  const imports = createHostImports(server)
  server.started().catch(() => {})
  setupNavigationGuard()
  setupQuit(server)

  void app.whenReady().then(() => {
    setupPermissions()
    setupAppProtocol(server)
    setupConnectionIpc(server)
    setupImportsIpc(imports)
    setupWorkbookIpc(server)
    setupLinksIpc()
    setupPower()
    const pick = (what: 'files' | 'folder') => (): void => {
      imports
        .pick(what, BrowserWindow.getFocusedWindow() ?? undefined)
        .catch((error: unknown) =>
          logHost('error', 'the import did not start', { error: String(error) }),
        )
    }
    setupMenu({ importFiles: pick('files'), importFolder: pick('folder') }, server.dataDir)
    app.on('activate', showMainWindow)
    showMainWindow()
  })
} else {
  app.quit()
}
