import { BrowserWindow } from 'electron'
import type { IpcEvent } from '../../../server/contract/ipc-channels.ts'

/** Pushes to every window that stands. What no window hears is not kept. */
export function tellPage(event: IpcEvent, data?: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(event, data)
}
