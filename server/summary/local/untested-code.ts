import childProcess, { type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Keeps the engine from starting a process of its own. It tries its machine code in one before it loads it,
 * because a crash would take the whole program along. Our process is there for that already, and in a
 * packaged app, which is no Node for others, such a start would open the app a second time.
 *
 * To be called before the engine is imported; the fork that it gets says at once that all is well.
 */
export function spareTheTestProcess(): void {
  const { fork } = childProcess
  childProcess.fork = ((...given: Parameters<typeof fork>) => {
    const isTest = given.some(
      (one) => typeof one === 'object' && 'env' in one && 'TEST_BINDING_CP' in (one.env ?? {}),
    )
    return isTest ? passed() : fork(...given)
  }) as typeof fork
  // Named imports of the engine see it only after this.
  syncBuiltinESMExports()
}

/** A child that speaks as the engine's own test does when the code is good. */
function passed(): ChildProcess {
  const child = new EventEmitter()
  setImmediate(() => child.emit('message', { type: 'ready' }))
  const answers: Readonly<Record<string, () => void>> = {
    start: () => child.emit('message', { type: 'done' }),
    exit: () => child.emit('exit', 0),
  }
  return Object.assign(child, {
    exitCode: null,
    send: ({ type }: { type: string }) => void setImmediate(() => answers[type]?.()),
    kill: () => true,
  }) as unknown as ChildProcess
}
