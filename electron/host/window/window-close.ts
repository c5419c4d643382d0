import { app, dialog, type BrowserWindow } from 'electron'
import type { Preferences } from '../settings/preferences.ts'
import { quitSoon, type Quit } from '../quitting/quit.ts'
import { recall, remember } from '../settings/remembered.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Speech } from '../settings/speech.ts'
import { canTray } from '../tray-and-notices/tray-support.ts'

/**
 * What closing the window means: it hides and reports go on where there is a tray to find the app in,
 * else the app quits, with the question before that. A quit closes windows for good.
 */
export function setupWindowClose(deps: {
  server: ServerHost
  preferences: Preferences
  quit: Quit
  speech: Speech
}): void {
  const { server, preferences, quit, speech } = deps
  app.on('browser-window-created', (_created, window) => {
    window.on('close', (event) => {
      if (quit.isQuitting()) return
      // Without a server there is nothing that could go on.
      const staysInTray = preferences.get().closeToTray && canTray() && server.running() !== null
      if (staysInTray) {
        event.preventDefault()
        void hide(window, speech)
      } else if (process.platform !== 'darwin') {
        event.preventDefault()
        quitSoon()
      }
    })
  })
}

async function hide(window: BrowserWindow, speech: Speech): Promise<void> {
  if (recall().toldOfTray) {
    window.hide()
    return
  }
  const words = speech.words()
  const answer = await dialog.showMessageBox(window, {
    type: 'info',
    message: words.closedTitle,
    detail: words.closedText,
    buttons: [words.keepRunning, words.quitNow],
    defaultId: 0,
    cancelId: 0,
  })
  remember({ toldOfTray: true })
  if (answer.response === 1) app.quit()
  else window.hide()
}
