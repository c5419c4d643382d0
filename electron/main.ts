import { app, BrowserWindow, Menu } from 'electron'
import { hostLimits } from './host/limits.ts'
import { createActivityFeed } from './host/tray-and-notices/activity.ts'
import { registerAppScheme, setupAppProtocol } from './host/page/app-protocol.ts'
import { setupCommandLine } from './host/starting/command-line.ts'
import { setupCrashes } from './host/starting/crashes.ts'
import { createDataFolder } from './host/settings/data-folder.ts'
import { createHostImports } from './host/files/imports.ts'
import { setupKeepAwake } from './host/tray-and-notices/keep-awake.ts'
import { ownLaunch, setupLaunches, type Launches } from './host/starting/launches.ts'
import { logHost } from './host/log.ts'
import { createLook } from './host/window/look.ts'
import { setupMenu } from './host/window/menu.ts'
import { setupNavigationGuard } from './host/page/navigation-guard.ts'
import { setupNotifications } from './host/tray-and-notices/notifications.ts'
import { setupPermissions } from './host/page/permissions.ts'
import { setupPower } from './host/window/power.ts'
import { createPreferences } from './host/settings/preferences.ts'
import { setupQuit } from './host/quitting/quit.ts'
import { setupUpdates } from './host/updates/setup.ts'
import { createServerHost } from './host/server/server-host.ts'
import { appServers } from './host/servers/app-servers.ts'
import { takeInstanceLock } from './host/starting/single-instance.ts'
import { createSpeech } from './host/settings/speech.ts'
import { createTargets } from './host/tray-and-notices/targets.ts'
import { setupTaskbar } from './host/tray-and-notices/taskbar.ts'
import { setupTray } from './host/tray-and-notices/tray.ts'
import { setupWindowClose } from './host/window/window-close.ts'
import { showMainWindow } from './host/window/windows.ts'
import { setupConnectionIpc } from './ipc/connection.ts'
import { setupFilesIpc } from './ipc/files.ts'
import { setupImportsIpc } from './ipc/imports.ts'
import { setupLinksIpc } from './ipc/links.ts'
import { setupPreferencesIpc } from './ipc/preferences.ts'
import { setupQuitIpc } from './ipc/quit.ts'
import { setupServersIpc } from './ipc/servers.ts'
import { setupUpdatesIpc } from './ipc/updates.ts'
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
  const speech = createSpeech()
  const server = createServerHost(dataFolder.path, speech.language)
  const look = createLook()
  const preferences = createPreferences()
  const servers = appServers(server)
  const imports = createHostImports(server, servers, speech)
  const targets = createTargets()
  // A page that goes hears nothing more; what is to be shown waits for the next one.
  servers.onChosen(targets.pageLeaves)
  const activity = createActivityFeed(server)
  launches = setupLaunches({ imports, servers, targets, speech })
  setupNavigationGuard()
  const quit = setupQuit({ server, preferences, speech })
  const updates = setupUpdates({ preferences, server, activity, quit })
  setupWindowClose({ server, preferences, quit, speech })

  void app.whenReady().then(() => {
    setupPermissions()
    setupAppProtocol(server, servers, look, speech)
    setupConnectionIpc(server, servers)
    setupServersIpc(servers)
    setupPreferencesIpc({ preferences, dataFolder, speech, look, updates: updates.by })
    setupImportsIpc(imports)
    setupWorkbookIpc(server, servers, speech)
    setupFilesIpc({ dataFolder, speech })
    setupLinksIpc(targets, speech)
    setupQuitIpc(quit)
    setupUpdatesIpc(updates)
    setupPower(server)
    setupTaskbar(activity)
    setupKeepAwake(activity, preferences)
    setupNotifications({ server, servers, activity, preferences, speech, targets })
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
