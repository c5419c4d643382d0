import { app } from 'electron'
import { join } from 'node:path'
import { recall, remember } from '../settings/remembered.ts'
import { createSecretVault } from '../settings/secrets.ts'
import { serverFile } from './server-file.ts'
import { createServers, type Servers } from './servers.ts'

/** The servers of this app: their list lies beside what else it remembers. */
export const appServers = (): Servers =>
  createServers({
    file: serverFile(join(app.getPath('userData'), 'servers.json')),
    vault: createSecretVault(),
    ask: async () => (await import('./net-ask.ts')).netAsk,
    last: recall().server,
    keepLast: (server) => remember({ server }),
  })
