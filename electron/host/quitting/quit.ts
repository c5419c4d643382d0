import { app, BrowserWindow, dialog, powerMonitor } from 'electron'
import { ipcEvents } from '../../../server/contract/ipc-channels.ts'
import type { QuitQuestion } from '../../../server/contract/desktop-api.ts'
import { logHost } from '../log.ts'
import type { Preferences } from '../settings/preferences.ts'
import { createQuitQuestion } from './quit-question.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Speech } from '../settings/speech.ts'
import { tellPage } from '../page/tell-page.ts'
import { showMainWindow } from '../window/windows.ts'

interface Update {
  install: () => void
  stay: () => void
}

/** How the app ends. */
export interface Quit {
  /** Whether the windows that close now close because the app ends. */
  isQuitting(): boolean
  /** Ends the app and starts it again; asks like every other quit. */
  restart(): void
  /** Ends the app, asks like every other quit, and then calls `install`; or `stay`, if the person would rather go on. */
  update(install: () => void, stay: () => void): void
  answer(answer: 'seen' | 'quit' | 'stay'): void
}

/**
 * Asks before quitting while reports run, and lets the app end only after the server has drained. The
 * server goes on until the answer; a system that is shutting down is not asked.
 */
export function setupQuit(deps: {
  server: ServerHost
  preferences: Preferences
  speech: Speech
}): Quit {
  const { server, preferences, speech } = deps
  let isAllowed = false
  /** What comes after the end: the same app again, or a newer version of it. */
  let after: 'nothing' | 'restart' | Update = 'nothing'

  function allow(): void {
    if (isAllowed) return
    isAllowed = true
    if (after === 'restart') app.relaunch()
    // The last that happens: server and windows have ended, and the files of the app are in nobody's use.
    else if (after !== 'nothing') app.once('quit', after.install)
  }

  const question = createQuitQuestion({
    show(standing) {
      tellPage(ipcEvents.quitQuestion, standing)
    },
    load() {
      const load = server.running()?.queue()
      return load ? { running: load.running, waiting: load.waiting } : null
    },
    askOtherwise: (standing, signal) => askNatively(standing, signal, speech),
    onQuit() {
      allow()
      quitSoon()
    },
    onStay() {
      if (typeof after === 'object') after.stay()
      after = 'nothing'
    },
  })

  app.on('before-quit', (event) => {
    const load = server.running()?.queue()
    const mustAsk = !isAllowed && preferences.get().confirmQuit && load && load.running > 0
    if (!mustAsk) {
      allow()
      return
    }
    event.preventDefault()
    if (!question.isAsking()) showMainWindow()
    question.ask({ running: load.running, waiting: load.waiting, restarts: after !== 'nothing' })
  })

  // A system that shuts down waits seconds only: ended without a question, and drained within that time.
  const systemEnds = (): void => {
    isAllowed = true
    quitSoon()
  }
  void app.whenReady().then(() => {
    powerMonitor.on('shutdown', systemEnds)
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, systemEnds)
  })

  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  drainBeforeTheEnd(server)

  return {
    isQuitting: () => isAllowed,
    restart() {
      after = 'restart'
      quitSoon()
    },
    update(install, stay) {
      after = { install, stay }
      quitSoon()
    },
    answer: (answer) => question.answer(answer),
  }
}

/**
 * Later, never within an event: Electron takes back a quit that is asked for while it is still refusing
 * one, and the process would then stay for ever.
 */
export const quitSoon = (): void => void setImmediate(() => app.quit())

function drainBeforeTheEnd(server: ServerHost): void {
  let state: 'running' | 'draining' | 'drained' = 'running'
  app.on('will-quit', (event) => {
    if (state === 'drained') return
    event.preventDefault()
    if (state === 'draining') return
    state = 'draining'
    void server.close().then(() => {
      state = 'drained'
      logHost('info', 'stopped')
      quitSoon()
    })
  })
}

/** For a page that hangs, or is not there: the same question by the system's own means. */
async function askNatively(
  question: QuitQuestion,
  signal: AbortSignal,
  speech: Speech,
): Promise<'quit' | 'stay'> {
  const words = speech.words()
  const options = {
    type: 'question' as const,
    message: words.quitTitle(question.running),
    detail: words.quitText(question.secondsLeft),
    buttons: [words.stay, words.quitNow],
    defaultId: 0,
    cancelId: 0,
    signal,
  }
  const [window] = BrowserWindow.getAllWindows()
  const answer = window
    ? await dialog.showMessageBox(window, options)
    : await dialog.showMessageBox(options)
  return answer.response === 1 ? 'quit' : 'stay'
}
