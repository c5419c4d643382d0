import { app, Menu, Tray } from 'electron'
import type { ActivityFeed } from './activity.ts'
import { trayIcon } from './icons.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Speech } from '../settings/speech.ts'
import type { Activity } from './tally.ts'
import { canTray } from './tray-support.ts'
import { showMainWindow } from '../window/windows.ts'
import type { HostWords } from '../settings/words.ts'

/** The icon that says how many reports run, and from which the window comes back. */
export function setupTray(deps: {
  server: ServerHost
  activity: ActivityFeed
  speech: Speech
}): void {
  const { server, activity, speech } = deps
  if (!canTray()) return
  // Held by the listeners below: an icon that nobody holds is collected, and gone from the screen.
  const tray = new Tray(trayIcon())
  let shown = ''
  const update = (): void => {
    const now = activity.now()
    const words = speech.words()
    const line = statusLine(now, words)
    // Setting a menu closes the one that is open, so only what has changed is set.
    if (line === shown) return
    shown = line
    tray.setToolTip(`Rapporteur: ${line}`)
    if (process.platform === 'darwin') tray.setTitle(now.running > 0 ? String(now.running) : '')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words.open, click: () => void showMainWindow() },
        {
          label: now.isPaused ? words.resumeQueue : words.pauseQueue,
          click: () => void server.running()?.changeQueue({ paused: !now.isPaused }),
        },
        { type: 'separator' },
        { label: words.quit, click: () => app.quit() },
      ]),
    )
  }
  update()
  activity.onChange(update)
  speech.onChange(update)
  tray.on('click', () => void showMainWindow())
}

/** Such as "3 reports running, 12 waiting". */
export function statusLine({ running, waiting, isPaused }: Activity, words: HostWords): string {
  const parts = [
    ...(running > 0 ? [words.running(running)] : []),
    ...(waiting > 0 ? [words.waiting(waiting)] : []),
    ...(isPaused ? [words.paused] : []),
  ]
  return parts.length === 0 ? words.idle : parts.join(', ')
}
