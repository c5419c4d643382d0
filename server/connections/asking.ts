import type { ConnectionReason } from '../contract/connection-sentences.ts'
import type { Budgets, Clock } from './budgets.ts'
import { ServiceError, type Asked, type Connector, type Session } from './connector.ts'
import { connectionLimits } from './limits.ts'

export interface Asking {
  connector: Connector
  budgets: Budgets
  clock: Clock
  session: Session
  asked: Exclude<Asked, 'people' | 'page' | 'thread'>
  /** The service wants to be left alone for so long that a restart must know. */
  onPause(): void
}

/** A service that wants to be left alone for longer than a person waits for an answer. */
export class MustWait extends Error {
  override name = 'MustWait'
  readonly reason: ConnectionReason

  /** @param ms until it may be asked again */
  constructor(ms: number) {
    super('the service asks to wait')
    const seconds = Math.max(1, Math.ceil(ms / 1_000))
    this.reason = { code: 'connection_wait', params: { count: seconds } }
  }
}

/**
 * One request that a person waits for, within the limits of the service: it waits for its turn for
 * `connectionLimits.personMs` at most.
 *
 * @throws MustWait where its turn comes later than that, at once, or where the service says so in its answer
 * @throws ServiceError
 */
export async function askOnce<Answer>(
  { connector, budgets, clock, session, asked, onPause }: Asking,
  ask: (connector: Connector, session: Session) => Promise<Answer>,
): Promise<Answer> {
  const paces = connector.paces(asked, '')
  const giveUpAt = clock.now() + connectionLimits.personMs
  // While we wait for our turn, another request may have taken it.
  for (;;) {
    const readyAt = budgets.readyAt(paces)
    if (readyAt > giveUpAt) throw new MustWait(readyAt - clock.now())
    if (readyAt <= clock.now()) break
    await clock.sleep(readyAt - clock.now(), session.signal)
  }
  budgets.take(paces, clock.now())
  try {
    return await ask(connector, session)
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'limited') throw error
    budgets.restFor(error.isGlobal ? '' : paces[0]?.key, error.retryAfterMs, clock.now())
    onPause()
    throw new MustWait(error.retryAfterMs)
  }
}
