import { searchLimits } from '../../contract/limits.ts'
import { finished, lowest } from '../shared/message-rows.ts'
import { createFillProgress, isTaken, type SearchFill } from '../shared/search-fill.ts'
import { firstIdOf } from '../shared/search-ids.ts'
import { lockFor, type Pool, type Sql } from './pool.ts'
import { vectorOf } from './search-words.ts'

interface Pass {
  roomId: number
  doneOrd: number
  passOrd: number
  at: number
  atOrd: number
}

interface Line {
  room_id: number
  at: number
  ord: number
  author: string
  text: string
  is_system: boolean
}

/** Lines after which the database looks anew at what the index holds, instead of within a minute or so. */
const manyLines = 10_000

/** Rooms that an import is writing to wait for its end: what it brings may be taken back. */
const selectBehind = `SELECT r.room_id AS "roomId", coalesce(s.done_ord, 0) AS "doneOrd",
    coalesce(s.pass_ord, r.next_ord - 1) AS "passOrd", coalesce(s.pass_at, ${lowest}) AS at,
    coalesce(s.pass_at_ord, 0) AS "atOrd"
  FROM rooms r LEFT JOIN search_rooms s USING (room_id)
  WHERE r.visible AND (s.pass_ord IS NOT NULL OR r.next_ord - 1 > coalesce(s.done_ord, 0))
    AND NOT EXISTS (SELECT 1 FROM import_rooms i WHERE i.room_id = r.room_id)
  ORDER BY s.pass_ord IS NULL, r.last_message_at DESC NULLS LAST LIMIT ${searchLimits.rowsPerStep}`

/** As many rooms as are about one step of work, at least one. */
function firstOf(behind: readonly Pass[]): Pass[] {
  let lines = 0
  return behind.filter(({ passOrd, doneOrd }, index) => {
    lines += passOrd - doneOrd
    return index === 0 || lines <= searchLimits.rowsPerStep
  })
}

/** What one step has done in a room. */
interface Taken {
  roomId: number
  lines: number
  /** No line of the pass is left. */
  isLast: boolean
}

/** Brings the index up to date, one short transaction a step. Nodes do it one after the other. */
export function createSearchFill(pool: Pool): SearchFill {
  const progress = createFillProgress()
  let taken = 0

  return {
    underWay: progress.underWay,
    async step() {
      const done = await pool.transaction(step)
      for (const { roomId, lines, isLast } of done) {
        taken += lines
        progress.add(roomId, lines, isLast)
      }
      if (done.length === 0 && taken >= manyLines) {
        taken = 0
        await pool.run('ANALYZE search_lines').catch(() => undefined)
      }
      return done.length > 0
    },
  }
}

/** Nothing where there was nothing to do. */
async function step(sql: Sql): Promise<Taken[]> {
  await lockFor(sql, 'search')
  const refreshed = await refresh(sql)
  if (refreshed.length > 0) return refreshed
  const passes = firstOf(await sql.rows<Pass>(selectBehind))
  if (passes.length === 0) return []
  const lines = await readLines(sql, passes)
  await takeIn(sql, lines)
  return savePasses(sql, passes, lines)
}

/** Takes the words of revised messages in; the old ones went when they were revised. */
async function refresh(sql: Sql): Promise<Taken[]> {
  const revised = await sql.rows<{ room_id: number; at: number; ord: number }>(
    `DELETE FROM search_revised WHERE (room_id, at, ord) IN
       (SELECT room_id, at, ord FROM search_revised LIMIT ${searchLimits.rowsPerStep})
     RETURNING room_id, at, ord`,
  )
  if (revised.length === 0) return []
  const rooms = revised.map(({ room_id: roomId }) => roomId)
  await lockRooms(sql, rooms)
  const lines = await sql.rows<Line>(
    // What the index has not come to yet is taken in when it does.
    `SELECT m.room_id, m.at, m.ord, m.author, m.text, m.is_system
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS g (room_id, at, ord)
     JOIN messages m USING (room_id, at, ord) JOIN search_rooms s USING (room_id)
     WHERE ${isTaken}`,
    [rooms, revised.map(({ at }) => at), revised.map(({ ord }) => ord)],
  )
  await takeIn(sql, lines)
  return [...new Set(rooms)].map((roomId) => ({ roomId, lines: 0, isLast: true }))
}

async function readLines(sql: Sql, passes: readonly Pass[]): Promise<Line[]> {
  const rooms = passes.map(({ roomId }) => roomId)
  await lockRooms(sql, rooms)
  return sql.rows<Line>(
    `SELECT l.* FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) WITH ORDINALITY
       AS p (room, done, pass, at, ord, n) CROSS JOIN LATERAL (
         SELECT room_id, at, ord, author, text, is_system FROM messages
         WHERE room_id = p.room AND (at, ord) > (p.at, p.ord) AND ord > p.done AND ord <= p.pass AND ${finished}
         ORDER BY at, ord LIMIT ${searchLimits.rowsPerStep}) l
     ORDER BY p.n, l.at, l.ord`,
    [
      rooms,
      passes.map(({ doneOrd }) => doneOrd),
      passes.map(({ passOrd }) => passOrd),
      passes.map(({ at }) => at),
      passes.map(({ atOrd }) => atOrd),
    ],
  )
}

/** Whoever deletes or revises messages waits, so that no words are left of what is gone. */
const lockRooms = (sql: Sql, rooms: readonly number[]): Promise<unknown> =>
  sql.run('SELECT 1 FROM rooms WHERE room_id = ANY ($1) ORDER BY room_id FOR KEY SHARE', [rooms])

async function takeIn(sql: Sql, lines: readonly Line[]): Promise<void> {
  const rows = lines
    .filter((line) => !line.is_system)
    .map((line) => ({ ...line, words: vectorOf(line.text), names: vectorOf(line.author) }))
    .filter(({ words }) => words !== '')
  const ids = await freeIds(
    sql,
    rows.map(({ at }) => at),
  )
  await sql.run(
    `INSERT INTO search_lines (id, room_id, at, ord, words, author)
     SELECT id, room_id, at, ord, words::tsvector, author::tsvector
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
       AS g (id, room_id, at, ord, words, author)
     ON CONFLICT DO NOTHING`,
    [
      ids,
      rows.map(({ room_id: roomId }) => roomId),
      rows.map(({ at }) => at),
      rows.map(({ ord }) => ord),
      rows.map(({ words }) => words),
      rows.map(({ names }) => names),
    ],
  )
}

/** By the second, then by what is free in it. Messages that are many in one second go on into the next. */
async function freeIds(sql: Sql, times: readonly number[]): Promise<number[]> {
  const perSecond = firstIdOf(1_000)
  const next = new Map<number, number>()
  const lookUp = async (seconds: readonly number[]): Promise<void> => {
    const rows = await sql.rows<{ first: number; last: number | null }>(
      `SELECT first, (SELECT max(id) FROM search_lines WHERE id >= first AND id < first + $2) AS last
       FROM unnest($1::bigint[]) AS g (first)`,
      [seconds, perSecond],
    )
    for (const { first, last } of rows) next.set(first, last === null ? first : last + 1)
  }
  await lookUp([...new Set(times.map(firstIdOf))])
  const ids: number[] = []
  for (const time of times) {
    let first = firstIdOf(time)
    while ((next.get(first) ?? first) >= first + perSecond) {
      first += perSecond
      if (!next.has(first)) await lookUp([first])
    }
    const id = next.get(first) ?? first
    ids.push(id)
    next.set(first, id + 1)
  }
  return ids
}

async function savePasses(
  sql: Sql,
  passes: readonly Pass[],
  lines: readonly Line[],
): Promise<Taken[]> {
  const reached = new Map<number, { count: number; last: Line }>()
  for (const line of lines) {
    const count = (reached.get(line.room_id)?.count ?? 0) + 1
    reached.set(line.room_id, { count, last: line })
  }
  const rows = passes.map(({ roomId, doneOrd, passOrd }) => {
    const { count, last } = reached.get(roomId) ?? { count: 0, last: undefined }
    return last === undefined || count < searchLimits.rowsPerStep
      ? { roomId, count, isLast: true, doneOrd: passOrd, passOrd: null, at: null, ord: null }
      : { roomId, count, isLast: false, doneOrd, passOrd, at: last.at, ord: last.ord }
  })
  await sql.run(
    `INSERT INTO search_rooms (room_id, done_ord, pass_ord, pass_at, pass_at_ord)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
     ON CONFLICT (room_id) DO UPDATE SET done_ord = excluded.done_ord, pass_ord = excluded.pass_ord,
       pass_at = excluded.pass_at, pass_at_ord = excluded.pass_at_ord`,
    [
      rows.map(({ roomId }) => roomId),
      rows.map((row) => row.doneOrd),
      rows.map((row) => row.passOrd),
      rows.map(({ at }) => at),
      rows.map(({ ord }) => ord),
    ],
  )
  return rows.map(({ roomId, count, isLast }) => ({ roomId, lines: count, isLast }))
}
