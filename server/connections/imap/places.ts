/** A room: the mails of one list in a folder, or a whole folder. */
export interface MailRoom {
  path: string
  /** `List-Id` of the list; null: all mails of the folder. */
  listId: string | null
}

/** Ids are trimmed, and `/` stands between their parts. */
const escaped = (text: string): string => text.replaceAll(/[%/\s]/g, encodeURIComponent)

/** Its id. That of a folder names the account too: many mailboxes have a folder of the same name. */
export const roomIdOf = ({ path, listId }: MailRoom, account: string): string =>
  listId === null
    ? `folder/${escaped(account)}/${escaped(path)}`
    : `list/${escaped(listId)}/${escaped(path)}`

/** Null for what `roomIdOf` never wrote. */
export function roomOf(id: string): MailRoom | null {
  const [kind, first, second, ...more] = id.split('/')
  if (first === undefined || second === undefined || more.length > 0) return null
  try {
    const path = decodeURIComponent(second)
    if (kind === 'folder') return { path, listId: null }
    return kind === 'list' ? { path, listId: decodeURIComponent(first) } : null
  } catch {
    return null
  }
}

/**
 * A mail in a folder. Numbers of mails only hold as long as the folder keeps its `UIDVALIDITY`; under another one
 * they mean other mails.
 */
export interface Place {
  validity: string
  uid: number
}

export const placeText = ({ validity, uid }: Place): string => `${validity}:${uid}`

export function placeOf(text: string | null): Place | null {
  const [, validity, uid] = /^(\d+):(\d+)$/.exec(text ?? '') ?? []
  return validity === undefined ? null : { validity, uid: Number(uid) }
}

/** Mails that are looked for: those above `above` and below `below`, newest first. */
export interface Stretch {
  above: number
  below: number
}

/** Numbers that are asked for at once, at first; where there are none, four times as many. */
const firstWidth = 2_000

/**
 * The newest mails of a stretch. Numbers may have wide holes, and a folder a million mails: it is looked through
 * from its end, in pieces that grow while nothing is found.
 *
 * @param search numbers of the mails that are wanted among these, in any order
 * @returns numbers, newest first, and where to go on; null: nothing is left
 */
export async function newestOf(
  { above, below }: Stretch,
  limit: number,
  search: (first: number, last: number) => Promise<readonly number[]>,
): Promise<{ uids: number[]; next: number | null }> {
  let top = below - 1
  for (let width = firstWidth; top > above; width *= 4) {
    const bottom = Math.max(above + 1, top - width + 1)
    // Some servers answer with the last mail of the folder where a stretch lies behind it.
    const found = (await search(bottom, top)).filter((uid) => uid >= bottom && uid <= top)
    const uids = [...new Set(found)].toSorted((a, b) => b - a).slice(0, limit)
    const lowest = uids.length === limit ? uids.at(-1) : undefined
    if (uids.length > 0) {
      const next = lowest ?? bottom
      return { uids, next: next > above + 1 ? next : null }
    }
    top = bottom - 1
  }
  return { uids: [], next: null }
}
