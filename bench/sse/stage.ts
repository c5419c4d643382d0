import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type {
  ContenderName,
  ReaderCommand,
  ReaderMessage,
  ServerCommand,
  ServerMessage,
} from './protocol.ts'

/** One contender with its readers, each in a process of its own, for the length of one measurement. */
export class Stage {
  readonly #server: ChildProcess
  readonly #readers: ChildProcess
  port = 0

  private constructor(server: ChildProcess, readers: ChildProcess) {
    this.#server = server
    this.#readers = readers
  }

  static async open(name: ContenderName): Promise<Stage> {
    const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))
    const stage = new Stage(
      fork(at('./server.ts'), [name], { execArgv: ['--import', 'tsx', '--expose-gc'] }),
      fork(at('./readers.ts'), [], { execArgv: ['--import', 'tsx'] }),
    )
    const { port } = await answer<ServerMessage, 'listening'>(stage.#server, 'listening')
    stage.port = port
    return stage
  }

  async connect(connections: number, stalled = 0): Promise<void> {
    this.#tellReaders({ do: 'open', port: this.port, connections, stalled })
    await answer<ReaderMessage, 'opened'>(this.#readers, 'opened')
  }

  /** Emits all in one tick, and waits until that many have arrived in all. */
  async emit(
    command: Omit<Extract<ServerCommand, { do: 'emit' }>, 'do'>,
    arrived: number,
  ): Promise<void> {
    const reached = answer<ReaderMessage, 'reached'>(this.#readers, 'reached')
    this.#tellReaders({ do: 'await', events: arrived })
    this.tellServer({ do: 'emit', ...command })
    await reached
  }

  async measure(): Promise<Extract<ServerMessage, { say: 'measured' }>> {
    const measured = answer<ServerMessage, 'measured'>(this.#server, 'measured')
    this.tellServer({ do: 'measure' })
    return measured
  }

  async count(): Promise<Extract<ReaderMessage, { say: 'counted' }>> {
    const counted = answer<ReaderMessage, 'counted'>(this.#readers, 'counted')
    this.#tellReaders({ do: 'count' })
    return counted
  }

  tellServer(command: ServerCommand): void {
    this.#server.send(command)
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.#server, this.#readers].map(
        (child) =>
          new Promise<void>((resolve) => {
            child.once('exit', () => resolve())
            child.disconnect()
          }),
      ),
    )
  }

  #tellReaders(command: ReaderCommand): void {
    this.#readers.send(command)
  }
}

/** The next message of a kind; a child that ends first fails the bench. */
function answer<Message extends { say: string }, Kind extends Message['say']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Message, { say: Kind }>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`A process of the bench ended before it said ${kind}`))
    const onMessage = (message: unknown) => {
      if ((message as Message).say !== kind) return
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve(message as Extract<Message, { say: Kind }>)
    }
    child.on('message', onMessage)
    child.once('exit', onExit)
  })
}
