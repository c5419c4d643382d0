import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { ServerHost } from '../host/server/server-host.ts'
import type { Servers } from '../host/servers/servers-api.ts'
import { answer } from './handle.ts'

/** The access token reaches the page in this way only: command lines and addresses can be read by others. */
export function setupConnectionIpc(server: ServerHost, servers: Servers): void {
  answer(ipcChannels.connection, async () => {
    const shown = await servers.shown()
    return shown === null ? server.connection() : { url: shown.url, accessToken: shown.accessToken }
  })
}
