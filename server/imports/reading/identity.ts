import { createHash } from 'node:crypto'

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

/** Moves times since the year 0 above zero; keys sort as times do until the year 8900. */
const TIME_SHIFT = 62_200_000_000_000
/** 64 characters in the order in which SQLite compares them. */
const DIGITS = new Uint8Array(
  Buffer.from('-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'),
)
/** What six low bits of a number are written as. */
const digit = (bits: number): number => DIGITS[bits & 63] ?? 0

/**
 * Identity of a message whose source gives no id: its time, author and text, and which one of
 * several equal ones it is. The time stands in front, so that a chronological import fills the
 * index from left to right, four times as fast as at random places.
 *
 * The sum is 64 bits and not cryptographic, because SHA cost more than reading the message; the
 * store compares text and author wherever two keys meet, so a made-up clash loses nothing.
 *
 * @param wallTime milliseconds; null where unknown
 */
export function messageKey(wallTime: number | null, author: string, text: string): string {
  let low = 0x9e3779b1
  let high = 0x85ebca77
  // Two lanes of multiply and xor (after cyrb53) over two characters at a time, finished as
  // MurmurHash3 finishes. Reading behind the end would cost more than asking for it.
  for (let at = 0; at < author.length; at += 2) {
    const pair =
      author.charCodeAt(at) | (at + 1 < author.length ? author.charCodeAt(at + 1) << 16 : 0)
    low = Math.imul(low ^ pair, 0x9e3779b1)
    high = Math.imul(high ^ pair, 0x5f356495)
  }
  // Keeps ('a', 'bc') and ('ab', 'c') apart.
  low = Math.imul(low ^ author.length, 0x9e3779b1)
  high = Math.imul(high ^ text.length, 0x5f356495)
  for (let at = 0; at < text.length; at += 2) {
    const pair = text.charCodeAt(at) | (at + 1 < text.length ? text.charCodeAt(at + 1) << 16 : 0)
    low = Math.imul(low ^ pair ^ (low >>> 15), 0x9e3779b1)
    high = Math.imul(high ^ pair, 0x5f356495)
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  const sum = String.fromCharCode(
    digit(low >>> 26),
    digit(low >>> 20),
    digit(low >>> 14),
    digit(low >>> 8),
    digit(low >>> 2),
    digit((low << 4) | (high >>> 28)),
    digit(high >>> 22),
    digit(high >>> 16),
    digit(high >>> 10),
    digit(high >>> 4),
    digit(high << 2),
  )
  return wallTime === null ? sum : timeDigits(wallTime) + sum
}

/** Eight characters for a time, half of them at a time, for bits beyond 32 are lost to shifts. */
function timeDigits(wallTime: number): string {
  const shifted = Math.max(0, Math.trunc(wallTime) + TIME_SHIFT)
  const upper = Math.floor(shifted / 0x1000000)
  const lower = shifted % 0x1000000
  return String.fromCharCode(
    digit(upper >>> 18),
    digit(upper >>> 12),
    digit(upper >>> 6),
    digit(upper),
    digit(lower >>> 18),
    digit(lower >>> 12),
    digit(lower >>> 6),
    digit(lower),
  )
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

/**
 * The same for keys that hold a time. While times run forward no key can come again, so that nothing
 * is looked up; where one steps back, the last keys are gone through once and counted from then on.
 */
export function timedRepeatCounter(): (time: number | null, key: string) => number {
  let last = -Infinity
  /** The first key of the last time; most times have no other. */
  let first: string | null = null
  let atLast = new Map<string, number>()
  let keys: string[] = []
  let slow: ((key: string) => number) | null = null
  return (time, key) => {
    if (slow) return slow(key)
    if (time === null || time < last) {
      slow = repeatCounter()
      keys.forEach(slow)
      keys = []
      return slow(key)
    }
    if (keys.length >= 2 * REMEMBERED) keys = keys.slice(REMEMBERED)
    keys.push(key)
    if (time > last) {
      last = time
      if (atLast.size > 0) atLast = new Map()
      first = key
      return 1
    }
    if (first !== null) atLast.set(first, 1)
    first = null
    const nth = (atLast.get(key) ?? 0) + 1
    atLast.set(key, nth)
    return nth
  }
}
