import { app, BrowserWindow, nativeTheme } from 'electron'
import { join } from 'node:path'
import { appOrigin } from '../page/app-url.ts'
import { logHost } from '../log.ts'
import { minimumSize, recallPlacement, setupWindowState } from './window-state.ts'

const preload = join(import.meta.dirname, '..', 'preload', 'preload.cjs')

/** A page that crashes again within this many milliseconds is not loaded a third time. */
const reloadPauseMs = 10_000

/** Opens the one window, or brings it to the front. */
export function showMainWindow(): BrowserWindow {
  const open = BrowserWindow.getAllWindows()[0]
  if (open === undefined) return createMainWindow()
  if (open.isMinimized()) open.restore()
  open.show()
  open.focus()
  return open
}

function createMainWindow(): BrowserWindow {
  const { bounds, isMaximized } = recallPlacement()
  const window = new BrowserWindow({
    ...bounds,
    ...minimumSize,
    title: 'Rapporteur',
    show: false,
    // The colour of the page's first frame, so that a dark desktop sees no white flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Compiled code is kept from the first start on, not from the third. Eagerly: measured to be faster,
      // though the kept code of the page's script is the same (docs/decisions/0005).
      v8CacheOptions: 'bypassHeatCheckAndEagerCompile',
      // The spell checker would fetch its dictionaries from the internet.
      spellcheck: false,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  setupWindowState(window)
  reloadAfterCrash(window)
  logPageErrors(window)
  loadPage(window)
  return window
}

/** @param query what follows the page's address, such as `?failed`; default nothing */
export function loadPage(window: BrowserWindow, query = ''): void {
  window.loadURL(`${appOrigin}/${query}`).catch((error: unknown) => {
    // Another load took its place, and tells of itself.
    if (String(error).includes('ERR_ABORTED')) return
    logHost('error', 'the page did not load', { error: String(error) })
  })
}

/** The page holds no state of its own, so loading it again brings everything back. */
function reloadAfterCrash(window: BrowserWindow): void {
  let lastCrash = -Infinity
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const now = performance.now()
    const isFirst = now - lastCrash > reloadPauseMs
    lastCrash = now
    logHost('error', 'the page ended', { reason, reloads: isFirst })
    if (isFirst) window.webContents.reload()
  })
}

/**
 * Errors of the page, policy violations among them, from its first line on. Only while developing
 * and testing: an error may quote what someone wrote in a chat.
 */
function logPageErrors(window: BrowserWindow): void {
  if (app.isPackaged) return
  window.webContents.on('console-message', (event, level, message) => {
    // Up to Electron 34 level and text are arguments, later they are fields of the event.
    const isError = (event.level ?? level) === 'error' || (event.level === undefined && level === 3)
    if (isError) logHost('error', 'page console', { text: event.message ?? message })
  })
}
