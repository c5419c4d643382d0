import { powerMonitor } from 'electron'
import { ipcEvents } from '../../../server/contract/ipc-channels.ts'
import { tellPage } from '../page/tell-page.ts'
import type { ServerHost } from '../server/server-host.ts'

/**
 * After a sleep a live stream looks open and is dead: the page then reconnects at once. Schedules whose time passed
 * meanwhile are run.
 */
export function setupPower(server: Pick<ServerHost, 'running'>): void {
  powerMonitor.on('resume', () => {
    tellPage(ipcEvents.wake)
    server.running()?.awake()
  })
}
