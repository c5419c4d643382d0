import { app } from 'electron'
import { logHost } from './log.ts'
import type { ServerHost } from './server-host.ts'

/** The app ends only after the server has drained, and then at once. */
export function setupQuit(server: ServerHost): void {
  let state: 'running' | 'draining' | 'drained' = 'running'
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (state === 'drained') return
    event.preventDefault()
    if (state === 'draining') return
    state = 'draining'
    void server.close().then(() => {
      state = 'drained'
      logHost('info', 'stopped')
      // Later, never within the event: Electron takes back a quit that is asked for while it is
      // still refusing one, and the process would then stay for ever.
      setImmediate(() => app.quit())
    })
  })
}
