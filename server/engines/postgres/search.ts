import { searchLimits } from '../../contract/limits.ts'
import type { Search, SearchPage, SearchQuery } from '../../ports/search.ts'
import { finished } from '../shared/message-rows.ts'
import { toHit, type SearchRow } from '../shared/search-rows.ts'
import { firstIdOf } from '../shared/search-ids.ts'
import type { Parameter, Pool } from './pool.ts'
import { createRoomPositions } from './room-positions.ts'
import { createSearchFill } from './search-fill.ts'
import { queryOf } from './search-words.ts'

/** Conditions on the rows of the index, with their parameters: those of `find` that it can answer. */
function conditionsOf(query: SearchQuery): { sql: string; parameters: Parameter[] } {
  const { from, to, roomOids, author } = query
  const parameters: Parameter[] = [queryOf(query.terms)]
  const parts = ['l.words @@ $1::tsquery']
  const add = (sql: (n: string) => string, parameter: Parameter): void => {
    parameters.push(parameter)
    parts.push(sql(`$${parameters.length}`))
  }
  if (author !== undefined) add((n) => `l.author @@ ${n}::tsquery`, queryOf([author]))
  if (roomOids !== undefined) {
    add(
      (n) => `l.room_id IN (SELECT room_id FROM rooms WHERE visible AND room_oid = ANY (${n}))`,
      roomOids,
    )
  }
  if (from !== undefined) {
    add((n) => `l.id >= ${n}`, firstIdOf(from))
    add((n) => `l.at >= ${n}`, from)
  }
  if (to !== undefined) add((n) => `l.at < ${n}`, to)
  return { sql: parts.join(' AND '), parameters }
}

/** The words of all messages, as a `tsvector` each; they are cut into words by ourselves. */
export function postgresSearch(pool: Pool): Search {
  const fill = createSearchFill(pool)
  const positionsOf = createRoomPositions(pool)

  async function pendingOf(): Promise<number> {
    const [row] = await pool.rows<{ n: number }>(
      // Numbers are taken by messages that were known, too, so there may be more of them than lines.
      `SELECT coalesce(sum(least(next_ord - 1 - coalesce(done_ord, 0), message_count + system_count)), 0)::bigint AS n
       FROM rooms LEFT JOIN search_rooms USING (room_id) WHERE visible`,
    )
    return Math.max(0, (row?.n ?? 0) - fill.underWay())
  }

  async function find(query: SearchQuery): Promise<SearchPage> {
    const pending = await pendingOf()
    if (query.terms.length === 0) return { items: [], next: null, total: 0, pending }
    const { after = Number.MAX_SAFE_INTEGER, limit } = query
    const { sql, parameters } = conditionsOf(query)
    const n = parameters.length
    const [rows, [count]] = await Promise.all([
      pool.rows<SearchRow>(
        `SELECT l.id, l.room_id, r.room_oid, r.name, r.message_count + r.system_count AS lines,
           m.at, m.ord, m.time_source, m.author, m.text
         FROM search_lines l JOIN rooms r ON r.room_id = l.room_id AND r.visible
         JOIN messages m ON m.room_id = l.room_id AND m.at = l.at AND m.ord = l.ord AND m.${finished}
         WHERE ${sql} AND l.id < $${n + 1} ORDER BY l.id DESC LIMIT $${n + 2}`,
        [...parameters, after, limit + 1],
      ),
      pool.rows<{ n: number }>(
        `SELECT count(*) AS n FROM (
           SELECT 1 FROM search_lines l WHERE ${sql} LIMIT ${searchLimits.maxCounted}) found`,
        parameters,
      ),
    ])
    const kept = rows.slice(0, limit)
    const numbers = await positionsOf(kept)
    return {
      items: kept.map((row, index) => toHit(row, numbers[index] ?? 0)),
      next: rows.length > limit ? (kept.at(-1)?.id ?? null) : null,
      total: count?.n ?? 0,
      pending,
    }
  }

  return { find, catchUp: fill.step }
}
