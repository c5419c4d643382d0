import { searchLimits } from '../../contract/limits.ts'
import { indexedText } from '../../ports/search-words.ts'
import { isTaken } from '../shared/search-fill.ts'
import { firstIdOf, roomWord } from '../shared/search-ids.ts'
import type { Database } from './database.ts'

type Statement = Pick<ReturnType<Database['prepare']>, 'run'>

interface Revised {
  roomId: number
  at: number
  ord: number
  author: string | null
  text: string | null
  /** The index has come to it, and it is a message that people said. */
  isWanted: number
}

/** Puts the words of revised messages in the place of the old ones, some of them a call, inside a transaction. */
export function createRefresh(
  db: Database,
  write: Record<'deleteWords' | 'deleteLine' | 'insertLine' | 'insertWords' | 'settle', Statement>,
  freeId: (at: number) => number,
): () => void {
  const select = db.prepare(
    `SELECT g.room_id AS roomId, g.at, g.ord, m.author, m.text,
       coalesce(m.is_system = 0 AND ${isTaken}, 0) AS isWanted
     FROM search_revised g LEFT JOIN messages m ON m.room_id = g.room_id AND m.at = g.at AND m.ord = g.ord
     LEFT JOIN search_rooms s ON s.room_id = g.room_id LIMIT ${searchLimits.rowsPerStep}`,
  )
  const selectLines = db.prepare(
    `SELECT id FROM search_lines WHERE id >= :first AND id < :end AND room_id = :room AND at = :at AND ord = :ord`,
  )

  return () => {
    const revised = select.all() as unknown as Revised[]
    for (const { roomId, at, ord, author, text, isWanted } of revised) {
      const lines = selectLines.all({
        ':first': firstIdOf(at),
        // Those of a second that is full stand in the next one.
        ':end': firstIdOf(at + 3_000),
        ':room': roomId,
        ':at': at,
        ':ord': ord,
      }) as { id: number }[]
      for (const { id } of lines) {
        write.deleteWords.run(id)
        write.deleteLine.run(id)
      }
      const words = isWanted === 1 ? indexedText(text ?? '') : ''
      if (words !== '') {
        const id = freeId(at)
        write.insertLine.run(id, roomId, at, ord)
        write.insertWords.run(id, words, indexedText(author ?? ''), roomWord(roomId))
      }
      write.settle.run(roomId, at, ord)
    }
  }
}
