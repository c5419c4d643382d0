import { sseEvents } from '../contract/events.ts'
import type { SseLimits } from '../contract/limits.ts'
import type { Clock } from './clock.ts'
import type { CloseReason, IsOver, StreamConnection } from './connection.ts'
import { encodeFrame } from './frame.ts'

export interface SweepOptions {
  connections: ReadonlySet<StreamConnection>
  limits: Pick<SseLimits, 'pingIntervalMs' | 'writeDeadlineMs' | 'overGraceMs'>
  clock: Clock
  disconnect(connection: StreamConnection, reason: CloseReason): void
  /** Tells a stream that its token has ended, and ends it. */
  expire(connection: StreamConnection): void
  /** Resolves once the live streams have been handed everything up to this sequence. */
  reached(seq: number): Promise<void>
  onPing(): void
  onError(error: unknown): void
}

const pingFrame = Buffer.from(encodeFrame({ event: sseEvents.ping, data: '{}' }))

/** One timer for all connections: heartbeats, deadlines, ages and tokens (rule 45). */
export class Sweep {
  readonly #options: SweepOptions
  readonly #everyMs: number
  #stop: (() => void) | null = null

  constructor(options: SweepOptions) {
    this.#options = options
    this.#everyMs = Math.max(1, Math.min(1_000, options.limits.pingIntervalMs / 4))
  }

  /** Sweeps from now on, if it does not already. */
  start(): void {
    this.#stop ??= this.#options.clock.every(this.#everyMs, () => this.#run())
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  #run(): void {
    const { connections, limits, clock, disconnect, expire } = this.#options
    const now = clock.now()
    const next = now + this.#everyMs
    for (const connection of connections) {
      if (connection.expiresAt <= next) expire(connection)
      else if (connection.isStuck(now, limits.writeDeadlineMs)) {
        disconnect(connection, 'write-deadline')
      } else if (connection.closeAt <= now) disconnect(connection, 'age')
      else {
        const isOver = connection.askAfterSilence(now, limits.overGraceMs)
        if (isOver === null) this.#pingAfterSilence(connection, now)
        else void this.#endIfOver(connection, isOver)
      }
    }
  }

  /** A stream must not be over before its end event has gone out, and silence has followed it. */
  async #endIfOver(connection: StreamConnection, isOver: IsOver): Promise<void> {
    try {
      const position = await isOver()
      if (position === null) return
      await this.#options.reached(position)
    } catch (error) {
      this.#options.onError(error)
      return
    }
    if (connection.isSilent) this.#options.disconnect(connection, 'over')
  }

  #pingAfterSilence(connection: StreamConnection, now: number): void {
    const { limits, onPing } = this.#options
    if (connection.blocked || now - connection.lastWriteAt < limits.pingIntervalMs) return
    connection.write(pingFrame, now)
    onPing()
  }
}
