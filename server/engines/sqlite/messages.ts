import { setImmediate as nextTurn } from 'node:timers/promises'
import { messageLimits } from '../../contract/limits.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { KeyedMessage, MessageCounts, Messages, TimePosition } from '../../ports/messages.ts'
import type { Database } from './database.ts'
import { openAppend } from './message-append.ts'
import { openRevise } from './message-revise.ts'
import { fromKeys } from './message-rows.ts'
import {
  afterBounds,
  afterWhere,
  backwardsReader,
  pageReader,
  rangeBounds,
  rangeWhere,
  timeReader,
} from './message-pages.ts'
import { changedWhere, lowest, sampleStarts } from '../shared/message-rows.ts'
import { onUse } from '../shared/on-use.ts'
import { writesOf } from './writes.ts'

const { changedNamed } = messageLimits

/** The messages in the tables `messages` and `participants`. */
export function sqliteMessages(db: Database): Messages {
  const { write } = writesOf(db)
  const page = onUse(() => pageReader(db))
  const backwards = onUse(() => backwardsReader(db))
  const times = onUse(() => timeReader(db))
  const append = onUse(() => openAppend(db))
  const revise = onUse(() => openRevise(db))
  const count = onUse(() => stepCounter(db))

  return {
    page: async (range, asked) => page()(range, asked),
    pageBackwards: async (range, asked) => backwards()(range, asked),
    times: async (range, asked) => times()(range, asked),

    async count(range) {
      const counts: MessageCounts = { messages: 0, system: 0 }
      const step = count()
      for (let position: TimePosition | null = null; ;) {
        const { messages, system, next } = step(range, position)
        counts.messages += messages
        counts.system += system
        if (next === null) return counts
        position = next
        await nextTurn()
      }
    },

    async changed(roomId, { askedAt, at, ord, from }) {
      if (askedAt === undefined) return { edited: 0, deleted: 0, moments: [] }
      const where = changedWhere('?1', { askedAt: '?2', at: '?3', ord: '?4', from: '?5' })
      const given = [roomId, askedAt, at, ord, from ?? lowest]
      const counts = db
        .prepare(`SELECT count(*) AS n, count(deleted_at) AS deleted FROM messages WHERE ${where}`)
        .get(...given) as unknown as { n: number; deleted: number }
      const moments = db
        .prepare(`SELECT at FROM messages WHERE ${where} ORDER BY at, ord LIMIT ${changedNamed}`)
        .all(...given) as unknown as { at: number }[]
      const { n, deleted } = counts
      return { edited: n - deleted, deleted, moments: moments.map((each) => each.at) }
    },

    async lastMoment(range) {
      const row = db
        .prepare(`SELECT max(at) AS at FROM messages WHERE ${rangeWhere}`)
        .get(rangeBounds(range)) as unknown as { at: number | null }
      return row.at
    },

    async sample(range, span, size) {
      const { places = messageLimits.samplePlaces, perPlace = messageLimits.samplePerPlace } =
        size ?? {}
      const seen = new Map<string, StoredMessage>()
      for (const from of sampleStarts(range, span, places)) {
        const { items } = page()(range, {
          after: { at: from, ord: lowest, number: 0 },
          limit: perPlace,
        })
        for (const message of items) seen.set(message.id, message)
      }
      return [...seen.values()]
    },

    async withKeys(roomId, keys) {
      const rows = db
        .prepare(`SELECT key, at, author, text ${fromKeys}`)
        .all(roomId, JSON.stringify(keys))
      return rows as unknown as KeyedMessage[]
    },

    append: (batches, importId) => write(() => append()(batches, importId)),
    revise: (revision) => write(() => revise()(revision)),
  }
}

interface CountStep extends MessageCounts {
  next: TimePosition | null
}

/** Counts a range in steps, between which others get their turn: one of a million takes a while. */
function stepCounter(
  db: Database,
): (range: Parameters<Messages['count']>[0], after: TimePosition | null) => CountStep {
  const size = messageLimits.countedPerStep
  const step = db.prepare(
    `SELECT count(*) AS n, total(is_system) AS system FROM (
       SELECT at, is_system FROM messages WHERE ${afterWhere} ORDER BY at, ord LIMIT ${size})`,
  )
  const border = db.prepare(
    `SELECT at, ord FROM messages WHERE ${afterWhere} ORDER BY at, ord LIMIT 1 OFFSET ${size - 1}`,
  )
  return (range, after) => {
    const bounds = afterBounds(range, after)
    const { n, system } = step.get(bounds) as unknown as { n: number; system: number }
    const next = n < size ? null : (border.get(bounds) as unknown as TimePosition)
    return { messages: n - system, system, next }
  }
}
