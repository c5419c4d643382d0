import { spawn, type ChildProcess } from 'node:child_process'

/** A real server as a process of its own, which can be stopped and started again. */
export class ServerProcess {
  #running: ChildProcess | null = null

  start(command: string, args: readonly string[]): void {
    this.#running = spawn(command, args, { stdio: 'ignore' })
  }

  /** Stops it as it is, and lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#running?.kill(signal)
  }

  /** Resolves once it is gone. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    const running = this.#running
    this.#running = null
    if (running === null || running.exitCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await gone
  }
}
