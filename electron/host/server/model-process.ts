import { utilityProcess } from 'electron'
import type { ModelProcess } from '../../../server/index.ts'

/**
 * Starts the process of a model the way of Electron: a packaged app is no Node for others, so
 * `child_process.fork` would open a second window.
 */
export function startModelProcess(entry: string): ModelProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Rapporteur model',
    stdio: 'ignore',
  })
  return {
    send: (order) => child.postMessage(order),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill: () => void child.kill(),
  }
}
