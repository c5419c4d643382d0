import { BrowserWindow, powerMonitor } from 'electron'
import { ipcEvents } from '../../server/contract/ipc-channels.ts'

/** After a sleep a live stream looks open and is dead; the page then reconnects at once. */
export function setupPower(): void {
  powerMonitor.on('resume', () => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(ipcEvents.wake)
  })
}
