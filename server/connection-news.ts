import type { Connection, ConnectionNews } from './contract/connections.ts'
import { sseLimits } from './contract/limits.ts'

/** Rooms of which one event tells; with fifty gaps each they fit into it. */
const roomsAtOnce = 25
/** A connection that takes more is told of in parts. */
const maxWholeBytes = 64 * 1_024

export interface SaidOfConnection {
  news: ConnectionNews
  /** Where a reader is slow, an event stands in for an older one of the same part; empty: it is whole. */
  part: string
}

/**
 * What is to be said of connections when they change. Small ones are said whole. Of one with many rooms its own fields
 * and those parts of its rooms that are others than when they were last said: whole it would be too long for an event,
 * and each window would ask for all of it several times a second.
 */
export function createConnectionNews(maxBytes = maxWholeBytes) {
  /** JSON of what was last said in parts, by connection and part; a new list of rooms is another. */
  const told = new Map<string, { ids: string; parts: Map<string, string> }>()

  function* partsOf(connection: Connection): Generator<[string, ConnectionNews]> {
    const { rooms, ...own } = connection
    const { connectionOid } = connection
    yield ['own', { connectionOid, changed: { own } }]
    for (let from = 0; from < rooms.length; from += roomsAtOnce) {
      const some = rooms.slice(from, from + roomsAtOnce)
      yield [String(from), { connectionOid, changed: { rooms: some } }]
    }
  }

  return (connectionOid: string, connection: Connection | null): SaidOfConnection[] => {
    const whole = { news: { connectionOid, connection }, part: '' }
    if (connection === null || Buffer.byteLength(JSON.stringify(whole.news)) <= maxBytes) {
      told.delete(connectionOid)
      return [whole]
    }
    const ids = JSON.stringify(connection.rooms.map(({ remoteId }) => remoteId))
    const before = told.get(connectionOid)
    const parts = new Map<string, string>()
    const changed: SaidOfConnection[] = []
    let isTooLong = false
    for (const [part, news] of partsOf(connection)) {
      const state = JSON.stringify(news)
      parts.set(part, state)
      if (before?.parts.get(part) !== state) changed.push({ news, part })
      isTooLong ||= Buffer.byteLength(state) > sseLimits.maxEventBytes
    }
    told.set(connectionOid, { ids, parts })
    // Which rooms there are, no part says.
    const isRead = before?.ids !== ids || isTooLong
    return isRead ? [{ news: { connectionOid }, part: 'all' }] : changed
  }
}
