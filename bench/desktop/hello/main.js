import { app, BrowserWindow } from 'electron'
import { join } from 'node:path'
import '../watch.js'

/** The least that an Electron app can be: one window, one line of text. */
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800 })
  return window.loadFile(join(import.meta.dirname, 'index.html'))
})
