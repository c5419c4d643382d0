import { powerMonitor } from 'electron'
import { ipcEvents } from '../../../server/contract/ipc-channels.ts'
import { tellPage } from '../page/tell-page.ts'

/** After a sleep a live stream looks open and is dead; the page then reconnects at once. */
export function setupPower(): void {
  powerMonitor.on('resume', () => tellPage(ipcEvents.wake))
}
