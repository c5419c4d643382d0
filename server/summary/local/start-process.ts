import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ModelProcess, StartModelProcess } from './model-host.ts'

/**
 * The program that the process of a model runs: built, it lies flat beside this file's chunk; from source
 * (tests) it is the .ts file.
 */
export const modelProcessEntry = (): string => {
  const here = import.meta.url
  const name = here.endsWith('.ts') ? './model-process.ts' : './model-process.js'
  return fileURLToPath(new URL(name, here))
}

/** Starts it with plain Node. Electron starts it in its own way, because a packaged app is no Node. */
export const forkModelProcess: StartModelProcess = (entry): ModelProcess => {
  const execArgv = entry.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = fork(entry, [], { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return {
    // One that has died cannot be told; its end is heard.
    send: (order) => void child.send(order, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      let isOver = false
      const once = (words: string): void => {
        if (!isOver) listener(words)
        isOver = true
      }
      child.once('error', ({ message }) => once(message))
      child.once('exit', (code, signal) => once(signal ?? `exit code ${code ?? 0}`))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
