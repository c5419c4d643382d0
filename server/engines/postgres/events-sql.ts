import type { HeardEvent, NewEvent } from '../../ports/event-log.ts'
import type { Parameter } from './pool.ts'

/** The channel on which every node hears that the log has grown. */
export const channel = 'rapporteur_log'

/** What a statement that appends says of it; null where nothing was appended. */
export interface Appended {
  epoch: string
  /** The last sequence before and after. */
  before: number
  last: number
  /** Those that are new: one whose key was known is missing. */
  seqs: readonly number[]
}

/** How many parameters {@link eventParameters} are. */
export const eventParameterCount = 5

/** Events as parameters of a statement. */
export const eventParameters = (events: readonly NewEvent[]): Parameter[] => [
  events.map(({ room }) => room),
  events.map(({ event }) => event),
  events.map(({ data }) => data),
  events.map(({ coalesceKey }) => coalesceKey),
  events.map(({ key = null }) => key),
]

/**
 * Parts of a WITH clause that append events: `head` is where the log stands afterwards, `said` that the other
 * nodes are told with the commit. Both have no row where nothing is appended.
 *
 * @param first the number of the first of the {@link eventParameters}
 * @param when an SQL condition under which they are appended
 */
export const appending = (first: number, when: string): string => `
  given AS (
    SELECT g.* FROM unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::text[],
      $${first + 3}::text[], $${first + 4}::text[]) WITH ORDINALITY AS g (room, event, data, coalesce_key, key, n)
    WHERE ${when} AND (g.key IS NULL OR NOT EXISTS (SELECT 1 FROM events e WHERE e.key = g.key))
  ),
  ${takingPlaces},
  logged AS (
    INSERT INTO events (seq, room, event, data, coalesce_key, key)
    SELECT head.before + n, room, event, data, coalesce_key, key FROM given, head
    ON CONFLICT (key) DO NOTHING
    RETURNING seq
  )`

/** Parts of a WITH clause that give the rows `n` of `given` their places in the log, and tell the nodes. */
export const takingPlaces = `head AS (
    UPDATE log_head SET last_seq = last_seq + (SELECT max(n) FROM given)
    WHERE EXISTS (SELECT 1 FROM given)
    RETURNING epoch, last_seq AS last, last_seq - (SELECT max(n) FROM given) AS before
  ),
  said AS (SELECT pg_notify('${channel}', last::text) FROM head)`

/** What a statement with {@link appending} says of it: {@link Appended}, as one column. */
export const appendedColumn = `(
    SELECT json_build_object('epoch', epoch, 'before', before, 'last', last,
      'said', (SELECT count(*) FROM said), 'seqs', (SELECT coalesce(json_agg(seq), '[]') FROM logged))
    FROM head
  ) AS appended`

/** The events that were appended, as they were given, in the order of their sequence. */
export function appendedEvents(
  { before, seqs }: Appended,
  given: readonly NewEvent[],
): HeardEvent[] {
  return seqs
    .toSorted((a, b) => a - b)
    .flatMap((seq): HeardEvent[] => {
      const event = given[seq - before - 1]
      if (event === undefined) return []
      const { key: _key, ...kept } = event
      return [{ ...kept, seq, kind: 'logged' }]
    })
}
