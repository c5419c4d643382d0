import { app, BrowserWindow } from 'electron'
import type { ActivityFeed } from './activity.ts'

/** Progress on the icon in taskbar or dock, and the number of running reports as its badge. */
export function setupTaskbar(activity: ActivityFeed): void {
  activity.onChange(({ running, fraction, hasFailures, isPaused }) => {
    const mode = isPaused ? 'paused' : hasFailures ? 'error' : 'normal'
    for (const window of BrowserWindow.getAllWindows()) {
      // A negative value takes the bar away.
      window.setProgressBar(fraction ?? -1, { mode: fraction === null ? 'none' : mode })
    }
    app.setBadgeCount(running)
  })
}
