import { backoff, type Budgets, type Clock } from './budgets.ts'
import { ServiceError, type Connector, type Heard, type Session } from './connector.ts'

export interface Listening {
  connector: Connector
  clock: Clock
  budgets: Budgets
  signal: AbortSignal
  session(): Session
  /** Rooms that are read. */
  rooms(): readonly string[]
  /** The line is open: what was said before it was has to be looked for. */
  onConnected(): void
  onHeard(event: Heard): void
  /** It is closed, was never opened, or has to wait: the rooms need not wait for it. */
  onEnd(): void
  /** Only a person can help, or the server is in trouble. */
  onTrouble(error: ServiceError): void
  /** The service wants to be left alone for so long that a restart must know. */
  onPause(): void
  onError(error: unknown): void
}

/** Sockets are opened by a request of their own, whose limits are no other's. */
const followPace = { key: 'follow', everyMs: 0 }

/** Hears what happens, and listens again whenever the line breaks, less and less often where it does not hold. */
export async function listen(listening: Listening): Promise<void> {
  const { connector, clock, budgets, signal, rooms, onConnected, onHeard, onEnd } = listening
  for (let failures = 0; !signal.aborted;) {
    const wait = budgets.readyAt([followPace]) - clock.now()
    if (wait > 0) {
      onEnd()
      await clock.sleep(wait, signal).catch(() => undefined)
      if (signal.aborted) return
    }
    const following = connector.follow(listening.session(), {
      connected() {
        failures = 0
        onConnected()
      },
      heard: onHeard,
      rooms,
    })
    if (following === null) return onEnd()
    try {
      await following
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ServiceError) {
        const { kind, isGlobal, retryAfterMs: pause } = error
        if (kind === 'unauthorized' || kind === 'unavailable') listening.onTrouble(error)
        if (kind === 'refused' || kind === 'unauthorized') return onEnd()
        // Known to the rooms, and to the next process.
        budgets.restFor(isGlobal ? '' : followPace.key, pause, clock.now())
        if (pause > 0) listening.onPause()
      } else listening.onError(error)
    }
    failures += 1
    onEnd()
    await clock.sleep(backoff(failures), signal).catch(() => undefined)
  }
}
