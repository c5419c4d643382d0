import { searchLimits } from '../../contract/limits.ts'
import { indexedText } from '../../ports/search-words.ts'
import { finished } from '../shared/message-rows.ts'
import { emptyLog, maxWriteBacks, transaction, type Database } from './database.ts'
import { createFillProgress, type SearchFill } from '../shared/search-fill.ts'
import { firstIdOf, roomWord } from '../shared/search-ids.ts'
import { createRefresh } from './search-refresh.ts'

interface Pass {
  roomId: number
  doneOrd: number
  passOrd: number
  at: number
  atOrd: number
}

interface Line {
  at: number
  ord: number
  author: string
  text: string
  is_system: number
}

/** Some lines of a room. */
interface Part {
  pass: Pass
  lines: Line[]
  /** No line of the pass is left after these. */
  isLast: boolean
}

/** Pages that one step of merging writes, at most some 50 ms. */
const mergePages = 200

/**
 * Brings the index up to date, one short transaction a call. What it has done is kept in the same transaction,
 * so a kill at any moment costs one step.
 */
export function createSearchFill(db: Database): SearchFill<boolean> {
  /**
   * `run` of any statement says the id of the row that was written last on the connection, and the index
   * keeps its deletions in rows whose ids no number can hold.
   */
  function writing(sql: string): ReturnType<Database['prepare']> {
    const statement = db.prepare(sql)
    statement.setReadBigInts(true)
    return statement
  }
  const selectStale = db.prepare(
    'SELECT room_id AS roomId, check_id AS checkId FROM search_rooms WHERE check_id IS NOT NULL LIMIT 1',
  )
  // Rooms that an import is writing to wait for its end: what it brings may be taken back.
  const selectBehind = db.prepare(
    `SELECT r.room_id AS roomId, coalesce(s.done_ord, 0) AS doneOrd,
       coalesce(s.pass_ord, r.next_ord - 1) AS passOrd,
       coalesce(s.pass_at, ${Number.MIN_SAFE_INTEGER}) AS at, coalesce(s.pass_at_ord, 0) AS atOrd
     FROM rooms r LEFT JOIN search_rooms s USING (room_id)
     WHERE r.visible = 1 AND (s.pass_ord IS NOT NULL OR r.next_ord - 1 > coalesce(s.done_ord, 0))
       AND r.room_id NOT IN (SELECT room_id FROM import_rooms)
     ORDER BY s.pass_ord IS NULL, r.last_message_at DESC LIMIT ${searchLimits.rowsPerStep}`,
  )
  const selectLines = db.prepare(
    `SELECT at, ord, author, text, is_system FROM messages
     WHERE room_id = :room AND (at, ord) > (:at, :atOrd) AND ord > :done AND ord <= :pass AND ${finished}
     ORDER BY at, ord LIMIT :limit`,
  )
  const lastIdBelow = db.prepare('SELECT max(id) AS id FROM search_lines WHERE id < ?')
  const insertLine = writing('INSERT INTO search_lines (id, room_id, at, ord) VALUES (?, ?, ?, ?)')
  const insertWords = writing(
    'INSERT INTO search_index (rowid, words, author, room) VALUES (?, ?, ?, ?)',
  )
  const savePass = writing(
    `INSERT INTO search_rooms (room_id, done_ord, pass_ord, pass_at, pass_at_ord) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (room_id) DO UPDATE SET done_ord = ?2, pass_ord = ?3, pass_at = ?4, pass_at_ord = ?5`,
  )
  const selectGone = db.prepare(
    `SELECT i.rowid AS id, m.ord IS NULL AS isGone
     FROM search_index i JOIN search_lines l ON l.id = i.rowid
     LEFT JOIN messages m ON m.room_id = l.room_id AND m.at = l.at AND m.ord = l.ord
     WHERE i.search_index MATCH ? AND i.rowid >= ? ORDER BY i.rowid LIMIT ${searchLimits.rowsPerStep}`,
  )
  const deleteLine = writing('DELETE FROM search_lines WHERE id = ?')
  const deleteWords = writing('DELETE FROM search_index WHERE rowid = ?')
  const checkFrom = writing('UPDATE search_rooms SET check_id = ? WHERE room_id = ?')
  const forgetRoom = writing(
    'DELETE FROM search_rooms WHERE room_id = ?1 AND NOT EXISTS (SELECT 1 FROM rooms WHERE room_id = ?1)',
  )
  const selectMerging = db.prepare(`SELECT 1 FROM meta WHERE key = 'search-merge'`)
  const setMerging = writing(
    `INSERT OR REPLACE INTO meta (key, value) VALUES ('search-merge', '1')`,
  )
  const endMerging = writing(`DELETE FROM meta WHERE key = 'search-merge'`)
  const merge = writing(`INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)`)
  const changes = db.prepare('SELECT total_changes() AS n')
  const selectRevised = db.prepare('SELECT 1 FROM search_revised LIMIT 1')
  const settle = writing('DELETE FROM search_revised WHERE room_id = ? AND at = ? AND ord = ?')
  const writes = { deleteWords, deleteLine, insertLine, insertWords, settle }
  const refresh = createRefresh(db, writes, freeId)
  const progress = createFillProgress()
  let hasBegunMerging = false
  let isMerged = false
  let writeBacks = 0

  /** By the second, then by what is free in it. Messages that are many in one second go on into the next. */
  function freeId(at: number): number {
    const first = firstIdOf(at)
    for (let end = firstIdOf(at + 1_000); ; end += firstIdOf(1_000)) {
      const { id } = lastIdBelow.get(end) as { id: number | null }
      if (id === null || id < first) return first
      if (id + 1 < end) return id + 1
    }
  }

  /** The next lines of the rooms in turn, as many as one step takes. */
  function nextLines(behind: readonly Pass[]): Part[] {
    const parts: Part[] = []
    let left = searchLimits.rowsPerStep
    for (const pass of behind) {
      const lines = selectLines.all({
        ':room': pass.roomId,
        ':at': pass.at,
        ':atOrd': pass.atOrd,
        ':done': pass.doneOrd,
        ':pass': pass.passOrd,
        ':limit': left,
      }) as unknown as Line[]
      parts.push({ pass, lines, isLast: lines.length < left })
      left -= Math.max(1, lines.length)
      if (left <= 0) break
    }
    return parts
  }

  function takeIn(behind: readonly Pass[]): void {
    // Read before the transaction begins: it may have to pass over many lines that are in the index already.
    const parts = nextLines(behind).map(({ lines, ...part }) => ({
      ...part,
      last: lines.at(-1),
      count: lines.length,
      rows: lines
        .filter((line) => line.is_system === 0)
        .map((line) => ({
          ...line,
          words: indexedText(line.text),
          names: indexedText(line.author),
        })),
    }))
    transaction(db, () => {
      for (const { pass, last, rows, isLast } of parts) {
        const room = roomWord(pass.roomId)
        for (const { at, ord, words, names } of rows) {
          if (words === '') continue
          const id = freeId(at)
          insertLine.run(id, pass.roomId, at, ord)
          insertWords.run(id, words, names, room)
        }
        if (last === undefined || isLast) {
          savePass.run(pass.roomId, pass.passOrd, null, null, null)
        } else savePass.run(pass.roomId, pass.doneOrd, pass.passOrd, last.at, last.ord)
      }
    })
    for (const { pass, count, isLast } of parts) progress.add(pass.roomId, count, isLast)
  }

  /** Takes the words of deleted messages out. */
  function check({ roomId, checkId }: { roomId: number; checkId: number }): void {
    const rows = selectGone.all(`room : ${roomWord(roomId)}`, checkId) as unknown as {
      id: number
      isGone: number
    }[]
    const last = rows.at(-1)
    transaction(db, () => {
      for (const { id, isGone } of rows) {
        if (isGone === 0) continue
        deleteWords.run(id)
        deleteLine.run(id)
      }
      if (rows.some(({ isGone }) => isGone === 1)) setMerging.run()
      const isDone = last === undefined || rows.length < searchLimits.rowsPerStep
      checkFrom.run(isDone ? null : last.id + 1, roomId)
      if (isDone) forgetRoom.run(roomId)
    })
  }

  /** Deleted words stay in the file until what they stand in is merged, and the log is written back. */
  function mergeStep(): void {
    if (isMerged) return writeBack()
    transaction(db, () => {
      const before = (changes.get() as { n: number }).n
      merge.run(hasBegunMerging ? mergePages : -mergePages)
      hasBegunMerging = true
      const { n } = changes.get() as { n: number }
      if (n - before >= 2) return
      hasBegunMerging = false
      isMerged = true
    })
  }

  /** A reader in the middle holds the log of the database back; then it is tried again, for a while. */
  function writeBack(): void {
    writeBacks += 1
    if (!emptyLog(db) && writeBacks < maxWriteBacks) return
    isMerged = false
    writeBacks = 0
    endMerging.run()
  }

  function step(): boolean {
    if (selectRevised.get() !== undefined) {
      transaction(db, () => {
        refresh()
        setMerging.run()
      })
      return true
    }
    const stale = selectStale.get() as { roomId: number; checkId: number } | undefined
    if (stale !== undefined) {
      check(stale)
      return true
    }
    const behind = selectBehind.all() as unknown as Pass[]
    if (behind.length > 0) {
      takeIn(behind)
      return true
    }
    if (selectMerging.get() === undefined) return false
    mergeStep()
    return true
  }

  return { step, underWay: progress.underWay }
}
