import type { GroupRoom, GroupRule } from '../contract/groups.ts'
import type { RoomTraits } from '../ports/rooms.ts'

/** The same for every case of every script. */
const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('en')

/**
 * Whether a text is like a pattern: `*` stands for any letters, `?` for one; without either it is a part of the text.
 * Takes time by the product of both lengths at most, whoever has written the pattern.
 */
export function isLike(text: string, pattern: string): boolean {
  const wanted = [...folded(pattern)]
  if (!wanted.includes('*') && !wanted.includes('?')) return folded(text).includes(folded(pattern))
  const given = [...folded(text)]
  let at = 0
  let wantedAt = 0
  /** Behind the last `*`, and where the letters begin that it does not stand for. */
  let behindStar = -1
  let star = 0
  while (at < given.length) {
    const letter = wanted[wantedAt]
    if (letter === '*') {
      behindStar = ++wantedAt
      star = at
    } else if (letter === '?' || (letter !== undefined && letter === given[at])) {
      wantedAt++
      at++
    } else if (behindStar >= 0) {
      wantedAt = behindStar
      at = ++star
    } else return false
  }
  return wanted.slice(wantedAt).every((letter) => letter === '*')
}

function fits(room: RoomTraits, { source, nameLike, workspace }: GroupRule): boolean {
  if (source !== undefined && folded(room.source) !== folded(source)) return false
  if (nameLike !== undefined && !isLike(room.name, nameLike)) return false
  return workspace === undefined || (room.workspace !== null && isLike(room.workspace, workspace))
}

/** What makes a group, and where rooms are now that were put into it and have become part of others since. */
export interface GroupRooms {
  roomOids: readonly string[]
  rule: GroupRule | null
}

/** The rooms that a group has among these, in their order. */
export function membersOf(
  { roomOids, rule }: GroupRooms,
  rooms: readonly RoomTraits[],
  movedTo: ReadonlyMap<string, string>,
): GroupRoom[] {
  const byHand = new Set(roomOids.map((roomOid) => movedTo.get(roomOid) ?? roomOid))
  return rooms.flatMap((room) => {
    const by: GroupRoom['by'] = [
      ...(byHand.has(room.roomOid) ? (['hand'] as const) : []),
      ...(rule !== null && fits(room, rule) ? (['rule'] as const) : []),
    ]
    const { roomOid, name, source } = room
    return by.length === 0 ? [] : [{ roomOid, name, source, by }]
  })
}
