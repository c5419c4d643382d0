import type { GroupRoom, GroupRule } from '../contract/groups.ts'
import type { RoomTraits } from '../ports/rooms.ts'

/** The same for every case of every script. */
const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('en')

/**
 * Whether a text is like a pattern: `*` stands for any letters, `?` for one; without either it is a part of the text.
 * Takes time by the product of both lengths at most, whoever has written the pattern.
 */
export const isLike = (text: string, pattern: string): boolean =>
  isLikeFolded(folded(text), folded(pattern))

function isLikeFolded(text: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return text.includes(pattern)
  const wanted = [...pattern]
  const given = [...text]
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

/** Folding takes longer than comparing, and many groups look at the same rooms. */
const foldedTraits = new WeakMap<RoomTraits, Omit<RoomTraits, 'roomOid'>>()

function foldedOf(room: RoomTraits): Omit<RoomTraits, 'roomOid'> {
  const { name, source, workspace } = room
  const known = foldedTraits.get(room) ?? {
    name: folded(name),
    source: folded(source),
    workspace: workspace === null ? null : folded(workspace),
  }
  foldedTraits.set(room, known)
  return known
}

function fitting({ source, nameLike, workspace }: GroupRule): (room: RoomTraits) => boolean {
  const wanted = [source, nameLike, workspace].map((part) => part && folded(part))
  const [ofSource, ofName, ofWorkspace] = wanted
  return (room) => {
    const traits = foldedOf(room)
    if (ofSource !== undefined && traits.source !== ofSource) return false
    if (ofName !== undefined && !isLikeFolded(traits.name, ofName)) return false
    if (ofWorkspace === undefined) return true
    return traits.workspace !== null && isLikeFolded(traits.workspace, ofWorkspace)
  }
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
  const fits = rule === null ? () => false : fitting(rule)
  return rooms.flatMap((room) => {
    const by: GroupRoom['by'] = [
      ...(byHand.has(room.roomOid) ? (['hand'] as const) : []),
      ...(fits(room) ? (['rule'] as const) : []),
    ]
    const { roomOid, name, source } = room
    return by.length === 0 ? [] : [{ roomOid, name, source, by }]
  })
}
