import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { ServerHost } from '../host/server-host.ts'
import { handle } from './handle.ts'

/** The access token takes this road only: command lines and addresses can be read by others. */
export function setupConnectionIpc(server: ServerHost): void {
  handle(ipcChannels.connection, z.tuple([]), () => server.connection())
}
