import { randomUUID } from 'node:crypto'
import { roomMergeLimits } from '../../contract/limits.ts'
import type { Engine } from '../../ports/engine.ts'
import type { NewMessage, StoredMessage } from '../../ports/message.ts'
import { readMessages } from '../../ports/messages.ts'
import type { MergeBegun, MergedRoom, MergeRefusal } from '../../ports/room-merges.ts'
import { addTotals, noTotals, type RoomTotals } from '../../ports/rooms.ts'
import { keysIn, type Said } from './distinct-keys.ts'

export interface RoomsMerged {
  into: string
  /** Rooms that are part of the other one now. */
  roomOids: string[]
  /** Names them in the trash, by which it is taken back. */
  trashOid: string
  /** Milliseconds since 1970 until which that is possible. */
  until: number
  /** Lines that are new in the room, and those that it had. */
  added: number
  duplicates: number
}

type MergePorts = Pick<Engine, 'messages' | 'roomMerges'>

/**
 * Puts rooms together. The lines of all stand in one room in the order of their times; a line that both have (same
 * id, author, time and words) stands there once, and one id of two different lines is two lines. Takes as long as
 * there are messages; nobody sees anything of it before it is whole.
 *
 * @param undoMs in which it can be taken back, from its end on
 */
export async function mergeRooms(
  ports: MergePorts,
  { into, from, undoMs }: { into: string; from: readonly string[]; undoMs: number },
  now: () => number = Date.now,
): Promise<RoomsMerged | MergeRefusal> {
  const { roomMerges } = ports
  const mergeOid = randomUUID()
  const begun = await roomMerges.begin({ mergeOid, into, from, until: patience(now) })
  if (typeof begun === 'string') return begun
  const totals = noTotals(begun.into.roomOid)
  const copied = new Map(begun.from.map((room) => [room.roomId, room]))
  try {
    for (const room of begun.from) await copy(ports, begun, room, { mergeOid, totals, now })
    for (let round = 0; round < roomMergeLimits.maxRounds; round++) {
      const trashOid = randomUUID()
      const until = now() + undoMs
      const rooms = [...copied.values()]
      const end = { mergeOid, into: begun.into.roomOid, from: rooms, totals, trashOid, until }
      const answer = await roomMerges.finish(end)
      if (answer === 'merged') {
        const { messages, system, duplicates } = totals
        const roomOids = rooms.map(({ roomOid }) => roomOid)
        const added = messages + system
        return { into: begun.into.roomOid, roomOids, trashOid, until, added, duplicates }
      }
      if (typeof answer === 'string') {
        await roomMerges.abandon(mergeOid)
        return answer
      }
      for (const room of answer.behind) {
        copied.set(room.roomId, room)
        const again = noTotals(totals.roomOid)
        await copy(ports, begun, room, { mergeOid, totals: again, now })
        // What was there since the first round is no duplicate of the other room.
        addTotals(totals, { ...again, duplicates: 0 })
      }
    }
  } catch (error) {
    await roomMerges.abandon(mergeOid)
    throw error
  }
  await roomMerges.abandon(mergeOid)
  return 'busy'
}

const patience = (now: () => number): number => now() + roomMergeLimits.patienceMs

interface Run {
  mergeOid: string
  totals: RoomTotals
  now(): number
}

async function copy(
  { messages, roomMerges }: MergePorts,
  { into, importId }: MergeBegun,
  { roomId, lastOrd }: MergedRoom,
  { mergeOid, totals, now }: Run,
): Promise<void> {
  let asked = now()
  /** Lines without a time keep their place behind the one before. */
  let lastAt = 0
  const range = { roomId, maxOrd: lastOrd }
  for await (const page of readMessages(messages, range, roomMergeLimits.messagesPerStep)) {
    const said = page.map(saidBy)
    const answered = await messages.withKeys(
      roomId,
      page.flatMap(({ replyTo }) => replyTo ?? []),
    )
    // One question for the messages and those that they answer, which may stand there under another key.
    const keys = await keysIn(messages, into.roomId, [...said, ...answered])
    const keyOfAnswered = new Map(
      answered.map(({ key }, index) => [key, keys[said.length + index] ?? key]),
    )
    const rows = page.map((message, index): NewMessage => {
      lastAt = message.at ?? lastAt
      const { sourceId, timeSource, author, authorKey, isBot, kind, text, attachments } = message
      const { replyTo } = message
      return {
        key: keys[index] ?? message.id,
        sourceId,
        at: lastAt,
        timeSource,
        author,
        authorKey,
        isBot,
        kind,
        text,
        replyTo: replyTo === null ? null : (keyOfAnswered.get(replyTo) ?? replyTo),
        attachments,
      }
    })
    const { roomId: _roomId, ...room } = into
    for (const added of await messages.append([{ room, messages: rows }], importId)) {
      addTotals(totals, added)
    }
    if (now() - asked < roomMergeLimits.patienceMs / 2) continue
    asked = now()
    await roomMerges.prolong(mergeOid, patience(now))
  }
}

const saidBy = ({ id, at, author, text }: StoredMessage): Said => ({
  key: id,
  author,
  text,
  ...(at !== null && { at }),
})
