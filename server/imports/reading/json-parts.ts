import { isUtf8 } from 'node:buffer'
import { decodeLegacy } from './legacy-text.ts'

/** What to do with a value: go into it, take its elements one by one, take it whole, pass over it. */
export type JsonPlan = 'enter' | 'records' | 'value' | 'skip'

export interface JsonHandler {
  /** Called once per value met while entering; elements of an entered array have the key `*`. */
  plan(path: readonly string[], isList: boolean): JsonPlan
  value(path: readonly string[], value: unknown): void
  /** An element of a `records` array. `mended` if it was no JSON before. */
  record(value: unknown, path: readonly string[], mended: boolean): void
  /** Bytes that should have been something, or an end that came too early (empty). */
  broken(text: string): void
  /** A value that is left out, for it is larger than `MAX_RECORD_BYTES`. */
  tooLarge(text: string): void
  /** An entered value has ended. */
  leave?(path: readonly string[]): void
}

/** The bytes that make the structure of JSON. */
export const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a,
]

/** An object or list that the scan stands in. */
export interface Frame {
  list: boolean
  records: boolean
  path: readonly string[]
  /** Key whose value comes next, in an object. */
  key: string | null
}

/** A value that has begun and not ended: where, and how deep the scan stands in it. */
export interface Capture {
  start: number
  depth: number
  inString: boolean
  scalar: boolean
  keep: 'key' | 'value' | 'record' | 'skip'
  path: readonly string[]
  /** Watches a value that is passed over for its size: it may be damage after all. */
  sanity?: JsonSanity
}

/** A byte that can stand outside of strings: structure, white space, numbers, true, false, null. */
const OUTSIDE = new Uint8Array(256)
for (const char of '{}[]:,"\t\n\r +-.0123456789Eaeflnrstu') OUTSIDE[char.charCodeAt(0)] = 1

/**
 * Whether bytes look like JSON, as they stream by. Where a quotation mark is missing, inside and
 * outside are exchanged, and the words of a text stand outside soon.
 */
export class JsonSanity {
  #inString = false
  #escaped = false

  /** False as soon as a byte stands where none of its kind can. */
  accepts(bytes: Buffer): boolean {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (this.#escaped) this.#escaped = false
      else if (byte === QUOTE) this.#inString = !this.#inString
      else if (!this.#inString && OUTSIDE[byte] === 0) return false
      else if (byte === BACKSLASH) this.#escaped = true
    }
    return true
  }
}

export const copyOf = (frames: readonly Frame[]): Frame[] => frames.map((frame) => ({ ...frame }))

export const endsScalar = (byte: number): boolean =>
  byte <= 0x20 || [COMMA, COLON, QUOTE, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST].includes(byte)

export const excerpt = (bytes: Buffer): string => bytes.subarray(0, 2_000).toString('utf8')

export function decode(bytes: Buffer): { text: string; legacy: boolean } {
  const legacy = isUtf8(bytes) ? null : decodeLegacy(bytes)
  return { text: legacy ?? bytes.toString('utf8'), legacy: legacy !== null }
}

export function parse(bytes: Buffer): { value: unknown; mended: boolean } | null {
  const { text, legacy } = decode(bytes)
  try {
    return { value: JSON.parse(text), mended: legacy }
  } catch {
    return null
  }
}
