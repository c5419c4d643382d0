import { app, BrowserWindow, Menu } from 'electron'
import { hostLimits } from '../server/contract/limits.ts'
import { createActivityFeed } from './host/activity.ts'
import { registerAppScheme, setupAppProtocol } from './host/app-protocol.ts'
import { setupCommandLine } from './host/command-line.ts'
import { setupCrashes } from './host/crashes.ts'
import { createDataFolder } from './host/data-folder.ts'
import { createHostImports } from './host/imports.ts'
import { setupKeepAwake } from './host/keep-awake.ts'
import { ownLaunch, setupLaunches, type Launches } from './host/launches.ts'
import { logHost } from './host/log.ts'
import { createLook } from './host/look.ts'
import { setupMenu } from './host/menu.ts'
import { setupNavigationGuard } from './host/navigation-guard.ts'
import { setupNotifications } from './host/notifications.ts'
import { setupPermissions } from './host/permissions.ts'
import { setupPower } from './host/power.ts'
import { createPreferences } from './host/preferences.ts'
import { setupQuit } from './host/quit.ts'
import { createServerHost } from './host/server-host.ts'
import { takeInstanceLock } from './host/single-instance.ts'
import { createSpeech } from './host/speech.ts'
import { createTargets } from './host/targets.ts'
import { setupTaskbar } from './host/taskbar.ts'
import { setupTray } from './host/tray.ts'
import { setupWindowClose } from './host/window-close.ts'
import { showMainWindow } from './host/windows.ts'
import { setupConnectionIpc } from './ipc/connection.ts'
import { setupFilesIpc } from './ipc/files.ts'
import { setupImportsIpc } from './ipc/imports.ts'
import { setupLinksIpc } from './ipc/links.ts'
import { setupPreferencesIpc } from './ipc/preferences.ts'
import { setupQuitIpc } from './ipc/quit.ts'
import { setupWorkbookIpc } from './ipc/workbook.ts'

// Before the app is ready: what Chromium reads once, and Electron, which would make a menu of its own.
Menu.setApplicationMenu(null)
setupCrashes()
registerAppScheme()
setupCommandLine()

// Set once the parts are there that can follow a launch.
let launches: Launches | null = null
const isFirst = takeInstanceLock((launch) => {
  if (!app.isReady()) return
  showMainWindow()
  launches?.follow(launch)
})

if (isFirst) {
  const dataFolder = createDataFolder()
  const server = createServerHost(dataFolder.path)
  const speech = createSpeech()
  const look = createLook()
  const preferences = createPreferences()
  const imports = createHostImports(server, speech)
  const targets = createTargets()
  const activity = createActivityFeed(server)
  launches = setupLaunches({ imports, targets, speech })
  setupNavigationGuard()
  const quit = setupQuit({ server, preferences, speech })
  setupWindowClose({ server, preferences, quit, speech })

  void app.whenReady().then(() => {
    setupPermissions()
    setupAppProtocol(server, look)
    setupConnectionIpc(server)
    setupPreferencesIpc({ preferences, dataFolder, speech, look })
    setupImportsIpc(imports)
    setupWorkbookIpc(server, speech)
    setupFilesIpc({ dataFolder, speech })
    setupLinksIpc(targets)
    setupQuitIpc(quit)
    setupPower()
    setupTaskbar(activity)
    setupKeepAwake(activity, preferences)
    setupNotifications({ server, activity, preferences, speech, targets })
    app.on('activate', showMainWindow)
    const pick = (what: 'files' | 'folder') => (): void => {
      imports
        .pick(what, BrowserWindow.getFocusedWindow() ?? undefined)
        .catch((error: unknown) =>
          logHost('error', 'the import did not start', { error: String(error) }),
        )
    }
    // Before the window, which would change its size for a menu that comes later.
    setupMenu({ importFiles: pick('files'), importFolder: pick('folder') }, server.dataDir, speech)
    showMainWindow()
    // What nobody needs for the first frame: in this turn it would only keep the page waiting.
    setTimeout(() => {
      setupTray({ server, activity, speech })
      launches?.follow(ownLaunch())
    }, hostLimits.afterWindowMs)
  })
} else {
  app.quit()
}
