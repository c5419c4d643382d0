import { app, shell } from 'electron'
import { join } from 'node:path'
import { recall, remember } from '../settings/remembered.ts'
import { createSecretVault } from '../settings/secrets.ts'
import type { ServerHost } from '../server/server-host.ts'
import { createCounts } from './counts.ts'
import { serverFile } from './server-file.ts'
import { createServers } from './servers.ts'
import type { Servers } from './servers-api.ts'

/** The servers of this app: their list lies beside what else it remembers. */
export function appServers(server: ServerHost): Servers {
  const own = createCounts()
  const servers = createServers({
    own,
    file: serverFile(join(app.getPath('userData'), 'servers.json')),
    vault: createSecretVault(),
    ask: async () => (await import('./net-ask.ts')).netAsk,
    open: (url) => shell.openExternal(url),
    last: recall().server,
    keepLast: (chosen) => remember({ server: chosen }),
  })
  server.onStarted((started) => {
    started.subscribe({
      status(status) {
        own.status(status)
        servers.ownChanged()
      },
    })
  })
  return servers
}
