import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { ServerHost } from '../host/server/server-host.ts'
import { answer } from './handle.ts'

/** The access token reaches the page in this way only: command lines and addresses can be read by others. */
export function setupConnectionIpc(server: ServerHost): void {
  answer(ipcChannels.connection, () => server.connection())
}
