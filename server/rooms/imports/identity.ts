import { createHash, hash } from 'node:crypto'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** The first `length` base32 characters (5 bits each) of the SHA-256 of the parts. */
function digest(parts: readonly string[], length: number): string {
  // Lengths in front keep ('a', 'bc') and ('ab', 'c') apart.
  const sha = createHash('sha256')
  for (const part of parts) sha.update(`${part.length}:${part}`)
  const bytes = sha.digest()
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5 && text.length < length) {
      text += BASE32.charAt((value >>> (bits - 5)) & 31)
      bits -= 5
    }
    value &= 0xff
  }
  return text
}

/** The id of an imported room: the same room of the same source always gets the same one. */
export const roomOidOf = (family: string, scope: string, id: string): string =>
  `${family.replace(/[^a-z0-9]/gi, '').toLowerCase()}-${digest([family, scope, id], 20)}`

/** Width of a base-36 time of the years 0 to 9999, so that keys sort as times do. */
const TIME_WIDTH = 9
const TIME_SHIFT = 62_200_000_000_000

/**
 * Identity of a message whose source gives no id: its time, author and text, and which one of
 * several equal ones it is. The time stands in front, so that a chronological import fills the
 * index from left to right, four times as fast as at random places.
 *
 * @param wallTime milliseconds; null where unknown
 */
export function messageKey(wallTime: number | null, author: string, text: string): string {
  const time =
    wallTime === null ? '' : (wallTime + TIME_SHIFT).toString(36).padStart(TIME_WIDTH, '0')
  const sum = hash('sha1', `${author}\0${text}`, 'base64url')
  return `${time}.${sum.slice(0, 18)}`
}

/** Equal messages remembered; a chat repeats itself within minutes, not after so many others. */
const REMEMBERED = 5_000

/** Numbers equal keys within one file: the second "ok" of a minute is another message. */
export function repeatCounter(): (key: string) => number {
  let recent = new Map<string, number>()
  let older = new Map<string, number>()
  return (key) => {
    const nth = (recent.get(key) ?? older.get(key) ?? 0) + 1
    recent.set(key, nth)
    if (recent.size >= REMEMBERED) {
      older = recent
      recent = new Map()
    }
    return nth
  }
}
