import { isUtf8 } from 'node:buffer'
import { mendJson } from './json-mend.ts'
import { decodeLegacy } from './legacy-text.ts'

/** What to do with a value: go into it, take its elements one by one, take it whole, pass over it. */
export type JsonPlan = 'enter' | 'records' | 'value' | 'skip'

export interface JsonHandler {
  /** Called once per value met while entering; elements of an entered array have the key `*`. */
  plan(path: readonly string[]): JsonPlan
  value(path: readonly string[], value: unknown): void
  /** An element of a `records` array. `mended` if it was no JSON before. */
  record(value: unknown, path: readonly string[], mended: boolean): void
  /** Bytes that should have been a record. */
  broken(text: string): void
  /** An entered value has ended. */
  leave?(path: readonly string[]): void
}

/** A record beyond this is taken for damage: somewhere a quotation mark is missing. */
export const MAX_RECORD_BYTES = 16 * 1_024 * 1_024

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a,
]

interface Frame {
  list: boolean
  records: boolean
  path: readonly string[]
  /** Key whose value comes next, in an object. */
  key: string | null
}

/** A value that has begun and not ended: where, and how deep the scan stands in it. */
interface Capture {
  start: number
  depth: number
  inString: boolean
  scalar: boolean
  keep: 'key' | 'value' | 'record' | 'skip'
  path: readonly string[]
}

/**
 * Takes JSON apart as it streams in: finds where records begin and end, and leaves the inside of
 * each to `JSON.parse`. Memory holds one record and one chunk, whatever the size of the file.
 *
 * It forgives what exporters and full disks do to files: missing commas, several documents in a
 * row, an end in the middle. Where a record cannot be read, it looks for the next place that looks
 * like the beginning of one, judging by how the records before it began.
 */
export class JsonScanner {
  #handler: JsonHandler
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #frames: Frame[] = []
  #capture: Capture | null = null
  /** How a record begins, from the end of the one before it to its first key. */
  #landmark: Buffer | null = null
  #lastRecordEnd = -1
  #recordFrames: Frame[] = []
  /** Nothing makes sense until the landmark shows up again. */
  #lost = false

  constructor(handler: JsonHandler) {
    this.#handler = handler
  }

  push(chunk: Buffer): void {
    const keepFrom = this.#keepFrom()
    this.#bytes =
      keepFrom >= this.#bytes.length
        ? chunk
        : Buffer.concat([this.#bytes.subarray(keepFrom), chunk])
    this.#at -= keepFrom
    this.#lastRecordEnd = this.#lastRecordEnd < keepFrom ? -1 : this.#lastRecordEnd - keepFrom
    if (this.#capture) this.#capture.start -= keepFrom
    this.#run()
  }

  /** No more bytes. Whatever is still open is broken. */
  end(): void {
    for (;;) {
      const capture = this.#capture
      if (capture?.scalar && capture.keep !== 'key') this.#finish(this.#bytes.length)
      else if (capture) this.#giveUp()
      else break
      this.#run()
    }
    if (this.#frames.length > 0 && !this.#lost) this.#handler.broken('')
  }

  #keepFrom(): number {
    const from = this.#capture ? this.#capture.start : this.#at
    if (this.#capture?.keep === 'skip') return this.#at
    // While lost, the landmark may begin in this chunk and end in the next.
    if (this.#lost) return Math.max(0, this.#bytes.length - (this.#landmark?.length ?? 0))
    const learning = this.#landmark === null && this.#lastRecordEnd >= 0
    return learning ? Math.min(from, this.#lastRecordEnd) : from
  }

  #run(): void {
    for (;;) {
      if (this.#lost && !this.#findLandmark(this.#at)) return
      if (this.#capture) {
        if (!this.#scan()) return
      } else if (!this.#step()) return
    }
  }

  /** Handles one structural byte; false at the end of the bytes. */
  #step(): boolean {
    const bytes = this.#bytes
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at] ?? 0
      if (byte <= 0x20 || byte === COMMA) {
        this.#at++
        continue
      }
      const frame = this.#frames.at(-1)
      if (byte === CLOSE || byte === CLOSE_LIST) {
        this.#at++
        this.#close(byte === CLOSE_LIST)
        return true
      }
      if (frame && !frame.list && frame.key === null) {
        if (byte === QUOTE) this.#begin('key', frame.path)
        else this.#stray()
        return true
      }
      if (byte === COLON) {
        this.#at++
        continue
      }
      this.#value(byte, frame)
      return true
    }
    return false
  }

  #value(byte: number, frame: Frame | undefined): void {
    const path = frame ? [...frame.path, frame.list ? '*' : (frame.key ?? '')] : []
    if (frame) frame.key = null
    if (frame?.records) {
      this.#begin('record', frame.path)
      return
    }
    const plan = this.#handler.plan(path)
    const opens = byte === OPEN || byte === OPEN_LIST
    if (opens && (plan === 'enter' || (plan === 'records' && byte === OPEN_LIST))) {
      this.#frames.push({ list: byte === OPEN_LIST, records: plan === 'records', path, key: null })
      this.#at++
      if (plan === 'records') this.#recordFrames = this.#frames.map((open) => ({ ...open }))
      return
    }
    this.#begin(plan === 'value' ? 'value' : 'skip', path)
  }

  #begin(keep: Capture['keep'], path: readonly string[]): void {
    const byte = this.#bytes[this.#at] ?? 0
    const scalar = byte !== OPEN && byte !== OPEN_LIST && byte !== QUOTE
    this.#capture = { start: this.#at, depth: 0, inString: false, scalar, keep, path }
  }

  /** Goes on to the end of the captured value; false if it is not in the bytes yet. */
  #scan(): boolean {
    const capture = this.#capture
    if (!capture) return true
    const bytes = this.#bytes
    const length = bytes.length
    let at = this.#at
    let { depth, inString } = capture
    const { scalar } = capture
    let done = false
    while (at < length) {
      const byte = bytes[at] ?? 0
      if (inString) {
        if (byte === BACKSLASH) {
          // The escaped byte must be there, or the scan would resume in the middle of an escape.
          if (at + 1 >= length) break
          at += 2
          continue
        }
        at++
        if (byte !== QUOTE) continue
        inString = false
        if (depth === 0) {
          done = true
          break
        }
        continue
      }
      if (scalar) {
        if (
          byte <= 0x20 ||
          byte === COMMA ||
          byte === CLOSE ||
          byte === CLOSE_LIST ||
          byte === QUOTE
        ) {
          done = true
          break
        }
        at++
        continue
      }
      at++
      if (byte === QUOTE) inString = true
      else if (byte === OPEN || byte === OPEN_LIST) depth++
      else if ((byte === CLOSE || byte === CLOSE_LIST) && --depth === 0) {
        done = true
        break
      }
    }
    this.#at = at
    capture.depth = depth
    capture.inString = inString
    if (done) {
      this.#finish(at)
      return true
    }
    if (capture.keep !== 'skip' && at - capture.start > MAX_RECORD_BYTES) {
      this.#giveUp()
      return true
    }
    return false
  }

  #finish(end: number): void {
    const capture = this.#capture
    if (!capture) return
    this.#capture = null
    this.#at = end
    if (capture.keep === 'skip') return
    const slice = this.#bytes.subarray(capture.start, end)
    const parsed = parse(slice)
    if (capture.keep === 'key') {
      const frame = this.#frames.at(-1)
      if (frame) frame.key = typeof parsed?.value === 'string' ? parsed.value : ''
      return
    }
    if (!parsed) {
      if (capture.keep === 'record' && this.#resync(capture.start)) return
      this.#handler.broken(text(slice))
      return
    }
    if (capture.keep === 'value') {
      this.#handler.value(capture.path, parsed.value)
      return
    }
    if (!parsed.mended) this.#learn(capture.start, end)
    this.#lastRecordEnd = end
    this.#handler.record(parsed.value, capture.path, parsed.mended)
  }

  /** Remembers how the second record begins: its separator, indentation and first key. */
  #learn(start: number, end: number): void {
    if (this.#landmark || this.#lastRecordEnd < 0 || this.#bytes[start] !== OPEN) return
    const firstQuote = this.#bytes.indexOf(QUOTE, start)
    const keyEnd = this.#bytes.indexOf(QUOTE, firstQuote + 1)
    if (firstQuote < 0 || keyEnd < 0 || keyEnd >= end) return
    this.#landmark = Buffer.from(this.#bytes.subarray(this.#lastRecordEnd, keyEnd + 1))
  }

  /** Looks for the next record behind a broken one; false if none begins inside it. */
  #resync(brokenStart: number): boolean {
    if (!this.#landmark) return false
    const found = this.#bytes.subarray(0, this.#at).indexOf(this.#landmark, brokenStart + 1)
    if (found < 0) return false
    this.#handler.broken(text(this.#bytes.subarray(brokenStart, found)))
    this.#at = found
    return true
  }

  /** The value did not end where it could have. */
  #giveUp(): void {
    const capture = this.#capture
    if (!capture) return
    this.#capture = null
    this.#at = this.#bytes.length
    if (capture.keep === 'skip') return
    if (this.#landmark && this.#resync(capture.start)) {
      if (capture.keep !== 'record') this.#restoreRecords()
      return
    }
    this.#handler.broken(text(this.#bytes.subarray(capture.start, capture.start + 2_000)))
    this.#lost = this.#landmark !== null
    if (!this.#landmark) this.#frames = []
  }

  #findLandmark(from: number): boolean {
    const landmark = this.#landmark
    if (!landmark) return false
    const found = this.#bytes.indexOf(landmark, Math.max(0, from - landmark.length))
    if (found < 0) {
      this.#at = this.#bytes.length
      return false
    }
    this.#lost = false
    this.#at = found
    this.#restoreRecords()
    return true
  }

  #restoreRecords(): void {
    this.#frames = this.#recordFrames.map((frame) => ({ ...frame }))
  }

  /** A byte that no object can hold where a key is due. */
  #stray(): void {
    const next = this.#landmark ? this.#bytes.indexOf(this.#landmark, this.#at) : -1
    if (next >= 0) {
      this.#handler.broken(text(this.#bytes.subarray(this.#at, Math.min(next, this.#at + 2_000))))
      this.#at = next
      this.#restoreRecords()
      return
    }
    this.#begin('skip', [])
  }

  #close(list: boolean): void {
    const frame = this.#frames.at(-1)
    if (!frame) return
    // A bracket of the wrong kind is damage; ignoring it keeps the records that follow.
    if (frame.list !== list && this.#frames.some((open) => open.list === list) === false) return
    if (frame.list !== list) {
      while (this.#frames.length > 0 && this.#frames.at(-1)?.list !== list) this.#frames.pop()
    }
    const closed = this.#frames.pop()
    this.#lastRecordEnd = -1
    if (closed) this.#handler.leave?.(closed.path)
  }
}

const text = (bytes: Buffer): string => bytes.subarray(0, 2_000).toString('utf8')

function parse(bytes: Buffer): { value: unknown; mended: boolean } | null {
  const whole = isUtf8(bytes)
  const source = whole ? bytes.toString('utf8') : (decodeLegacy(bytes) ?? bytes.toString('utf8'))
  try {
    return { value: JSON.parse(source), mended: !whole }
  } catch {
    const mended = mendJson(source)
    return mended === undefined ? null : { value: mended, mended: true }
  }
}
