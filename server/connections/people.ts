import type { JsonObject } from '../imports/reading/values.ts'
import { backoff, type Budgets, type Clock } from './budgets.ts'
import { ServiceError, type Connector, type Session } from './connector.ts'

export interface PeopleReading {
  connector: Connector
  session(): Session
  budgets: Budgets
  clock: Clock
  signal: AbortSignal
  /** Only a person can help. */
  onUnauthorized(error: ServiceError): void
}

/**
 * Names of people, to be read before the first message that needs one. Where the service refuses them, or has none,
 * there are none: people then stand there by their ids.
 */
export async function readPeople(reading: PeopleReading): Promise<Session['people']> {
  const { connector, budgets, clock, signal } = reading
  const people = new Map<string, JsonObject>()
  if (connector.people === undefined) return people
  const paces = connector.paces('people', '')
  let cursor: string | null = null
  for (let failures = 0; !signal.aborted;) {
    const now = clock.now()
    const readyAt = budgets.readyAt(paces)
    if (readyAt > now) {
      await clock.sleep(readyAt - now, signal).catch(() => undefined)
      continue
    }
    budgets.take(paces, now)
    try {
      const page = await connector.people(reading.session(), cursor)
      for (const [id, person] of page.people) people.set(id, person)
      if (page.next === null || page.next === cursor) break
      cursor = page.next
    } catch (error) {
      if (signal.aborted) break
      const said = error instanceof ServiceError ? error : null
      if (said?.kind === 'unauthorized') reading.onUnauthorized(said)
      if (said !== null && finalKinds.includes(said.kind)) return new Map()
      failures += 1
      const key = said?.isGlobal === true ? '' : paces[0]?.key
      budgets.restFor(key, Math.max(said?.retryAfterMs ?? 0, backoff(failures)), clock.now())
    }
  }
  return people
}

/** What asking once more does not change. */
const finalKinds: readonly ServiceError['kind'][] = ['unauthorized', 'forbidden', 'refused']
