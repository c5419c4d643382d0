import { hash } from 'node:crypto'
import type { NewMessage } from '../../ports/message.ts'
import { attachmentsOf, keyOfAuthor, timeSourceCodes } from '../shared/message-rows.ts'
import type { Database } from './database.ts'

/** Where a run of messages goes: one room, consecutive order numbers. */
export interface RowTarget {
  roomId: number
  firstOrd: number
  /** 0 for live messages. */
  importId: number
}

/** Rows of one INSERT: 25 take a tenth less time than ten, and more gain nothing. It divides the rows of a transaction. */
export const ROWS_PER_STATEMENT = 25

/** As `pushParameters` gives them. */
export const insertedColumns = `room_id, at, ord, key, source_id, time_source, author, author_key, is_system,
  text, reply_to, attachments, import_id, is_bot`
const VALUES = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'

/**
 * The messages of a room, `?`, with keys of a JSON array, `?`. Left to itself SQLite reads the whole room and compares
 * each: it takes the keys for many, and the index alone does not have what is asked for.
 */
export const fromKeys = `FROM messages INDEXED BY messages_by_key
  WHERE room_id = ? AND key IN (SELECT value FROM json_each(?))`

export type Parameter = string | number | null

export function pushParameters(
  parameters: Parameter[],
  message: NewMessage,
  target: RowTarget,
  ord: number,
): void {
  parameters.push(
    target.roomId,
    message.at,
    ord,
    message.key,
    message.sourceId,
    timeSourceCodes[message.timeSource],
    message.author,
    keyOfAuthor(message),
    message.kind === 'system' ? 1 : 0,
    message.text,
    message.replyTo ?? null,
    attachmentsOf(message),
    target.importId,
    message.isBot ? 1 : 0,
  )
}

interface KeyedRow {
  ord: number
  import_id: number
  at: number
  author: string
  text: string
}

const digestOf = (message: NewMessage): string =>
  hash('sha1', `${message.at}\0${message.author}\0${message.text}`, 'base64url').slice(0, 12)

/**
 * Inserts messages and returns the indexes of those that are not new: a row whose key the room has
 * is left out. Call it inside a transaction.
 */
export function insertMessages(
  db: Database,
): (messages: readonly NewMessage[], target: RowTarget) => number[] {
  const sql = (rows: number) =>
    `INSERT INTO messages (${insertedColumns}) VALUES ${Array(rows).fill(VALUES).join(', ')}
     ON CONFLICT (room_id, key) DO NOTHING`
  const many = db.prepare(sql(ROWS_PER_STATEMENT))
  const one = db.prepare(sql(1))
  const byKey = db.prepare(
    'SELECT ord, import_id, at, author, text FROM messages WHERE room_id = ? AND key = ?',
  )

  const insertOne = (message: NewMessage, target: RowTarget, ord: number): boolean => {
    const parameters: Parameter[] = []
    pushParameters(parameters, message, target, ord)
    return Number(one.run(...parameters).changes) === 1
  }

  /** Looks up why a row was left out; a clash of ids within one import is resolved here. */
  function isNewAfterAll(message: NewMessage, target: RowTarget, ord: number): boolean {
    const found = byKey.get(target.roomId, message.key) as KeyedRow | undefined
    if (!found) return false
    if (found.ord === ord) return true
    const saysTheSame = found.text === message.text && found.author === message.author
    if (message.sourceId === null) {
      // A key that we made: other words under it are another message, whenever it was read.
      if (saysTheSame) return false
    } else if (target.importId === 0 || found.import_id !== target.importId) {
      return false
    } else if (saysTheSame && found.at === message.at) {
      return false
    }
    // One file gives one id to two messages (scrubbed exports do): both are kept.
    const other = { ...message, key: `${message.key}~${digestOf(message)}` }
    return insertOne(other, target, ord)
  }

  return (messages, target) => {
    const known: number[] = []
    let index = 0
    for (; index + ROWS_PER_STATEMENT <= messages.length; index += ROWS_PER_STATEMENT) {
      const parameters: Parameter[] = []
      const slice = messages.slice(index, index + ROWS_PER_STATEMENT)
      const firstOrd = target.firstOrd + index
      slice.forEach((message, offset) =>
        pushParameters(parameters, message, target, firstOrd + offset),
      )
      // The statement says how many were new, not which; that is looked up only where it matters.
      if (Number(many.run(...parameters).changes) === slice.length) continue
      slice.forEach((message, offset) => {
        if (!isNewAfterAll(message, target, firstOrd + offset)) known.push(index + offset)
      })
    }
    messages.slice(index).forEach((message, offset) => {
      const ord = target.firstOrd + index + offset
      if (insertOne(message, target, ord) || isNewAfterAll(message, target, ord)) return
      known.push(index + offset)
    })
    return known
  }
}
