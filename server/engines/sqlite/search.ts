import { searchLimits } from '../../contract/limits.ts'
import type { Search, SearchPage, SearchQuery } from '../../ports/search.ts'
import type { SearchTerm } from '../../ports/search-words.ts'
import { finished } from '../shared/message-rows.ts'
import type { Database } from './database.ts'
import { createRoomPositions } from './room-positions.ts'
import { createSearchFill } from './search-fill.ts'
import { toHit, type SearchRow } from '../shared/search-rows.ts'
import { firstIdOf, roomWord } from '../shared/search-ids.ts'

/** Words are letters and digits alone, so nothing in them has a meaning in the language of the index. */
const phrase = ({ words, isPrefix }: SearchTerm): string =>
  `"${words.join(' ')}"${isPrefix ? '*' : ''}`

/** The words of all messages, in an FTS5 table of the database. */
export function createSearch(db: Database): Search {
  const fill = createSearchFill(db)
  const positionOf = createRoomPositions(db)
  const selectRoom = db.prepare(
    'SELECT room_id AS id FROM rooms WHERE room_oid = ? AND visible = 1',
  )
  // CROSS JOIN: the index first, from its newest row on, and no more of the others than the page has.
  const select = db.prepare(
    `SELECT i.rowid AS id, l.room_id, r.room_oid, r.name, r.message_count + r.system_count AS lines,
       m.at, m.ord, m.time_source, m.author, m.text
     FROM search_index i CROSS JOIN search_lines l ON l.id = i.rowid
     CROSS JOIN rooms r ON r.room_id = l.room_id AND r.visible = 1
     CROSS JOIN messages m ON m.room_id = l.room_id AND m.at = l.at AND m.ord = l.ord AND m.${finished}
       AND m.deleted_at IS NULL
     WHERE search_index MATCH :match AND i.rowid >= :first AND i.rowid < :end AND l.at >= :from AND l.at < :to
     ORDER BY i.rowid DESC LIMIT :limit`,
  )
  const count = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM search_index
     WHERE search_index MATCH :match AND rowid >= :first AND rowid < :end LIMIT ${searchLimits.maxCounted})`,
  )
  const selectPending = db.prepare(
    // Numbers are taken by messages that were known, too, so there may be more of them than lines.
    `SELECT total(min(next_ord - 1 - coalesce(done_ord, 0), message_count + system_count)) AS n FROM rooms LEFT JOIN search_rooms USING (room_id)
     WHERE visible = 1`,
  )

  /** Null: no room is left to search in. */
  function matchOf({ terms, roomOids, author }: SearchQuery): string | null {
    const parts = [`words : (${terms.map(phrase).join(' AND ')})`]
    if (author !== undefined) parts.push(`author : ${phrase(author)}`)
    if (roomOids !== undefined) {
      const ids = roomOids.flatMap((roomOid) => {
        const room = selectRoom.get(roomOid) as { id: number } | undefined
        return room === undefined ? [] : [room.id]
      })
      if (ids.length === 0) return null
      parts.push(`room : (${ids.map(roomWord).join(' OR ')})`)
    }
    return parts.join(' AND ')
  }

  function find(query: SearchQuery): SearchPage {
    const { n: behind } = selectPending.get() as { n: number }
    const pending = Math.max(0, behind - fill.underWay())
    const match = query.terms.length === 0 ? null : matchOf(query)
    if (match === null) return { items: [], next: null, total: 0, pending }
    const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER, after, limit } = query
    const range = {
      ':match': match,
      ':first': firstIdOf(from),
      // Many messages of one second may stand behind it, and what a bound cuts is cut by `l.at`.
      ':end': query.to === undefined ? Number.MAX_SAFE_INTEGER : firstIdOf(to + 2_000),
    }
    const rows = select.all({
      ...range,
      ':end': Math.min(range[':end'], after ?? Number.MAX_SAFE_INTEGER),
      ':from': from,
      ':to': to,
      ':limit': limit + 1,
    }) as unknown as SearchRow[]
    const { n: total } = count.get(range) as { n: number }
    const kept = rows.slice(0, limit)
    return {
      items: kept.map((row) => toHit(row, positionOf(row))),
      next: rows.length > limit ? (kept.at(-1)?.id ?? null) : null,
      total,
      pending,
    }
  }

  return {
    find: (query) => Promise.resolve().then(() => find(query)),
    catchUp: () => Promise.resolve().then(fill.step),
  }
}
