import { ipcChannels, ipcEvents } from '../../server/contract/ipc-channels.ts'
import { tellPage } from '../host/page/tell-page.ts'
import type { Servers } from '../host/servers/servers-api.ts'
import { answer, handle } from './handle.ts'

/** The list of servers. What the page gets of a server never holds its token. */
export function setupServersIpc(servers: Servers): void {
  answer(ipcChannels.servers, async () => {
    servers.look()
    return servers.list()
  })
  handle(ipcChannels.addServer, ([wanted]) => servers.add(wanted))
  handle(ipcChannels.changeServer, ([serverOid, change]) => servers.change(serverOid, change))
  handle(ipcChannels.signInServer, async ([wanted], window) => {
    const server = await servers.signIn(wanted)
    // The person is in the browser, and done there.
    if (!window.isDestroyed()) window.focus()
    return server
  })
  answer(ipcChannels.cancelSignIn, async () => {
    servers.cancelSignIn()
    return null
  })
  handle(ipcChannels.removeServer, async ([serverOid]) => {
    servers.remove(serverOid)
    return null
  })
  handle(ipcChannels.restoreServer, async ([serverOid]) => {
    servers.restore(serverOid)
    return null
  })
  handle(ipcChannels.chooseServer, async ([serverOid]) => {
    servers.choose(serverOid)
    return null
  })
  servers.onChange((list) => tellPage(ipcEvents.servers, list))
}
