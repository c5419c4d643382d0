import { guessLandmark, landmarkAt } from './json-landmark.ts'
import {
  BACKSLASH,
  CLOSE,
  CLOSE_LIST,
  COLON,
  COMMA,
  copyOf,
  decode,
  endsScalar,
  excerpt,
  JsonSanity,
  OPEN,
  OPEN_LIST,
  parse,
  QUOTE,
  type Capture,
  type Frame,
  type JsonHandler,
} from './json-parts.ts'
import { mendJson } from './json-mend.ts'

/** A record beyond this is left out, or taken for damage: somewhere a quotation mark is missing. */
export const MAX_RECORD_BYTES = 16 * 1_024 * 1_024
/** How often a file without a landmark is searched for one; each search reads 256 KiB anew. */
const MAX_GUESSES = 50

/**
 * Takes JSON apart as it streams in: finds where records begin and end, and leaves the inside of
 * each to `JSON.parse`. Memory holds one record and one chunk, whatever the size of the file.
 *
 * It forgives what exporters and full disks do to files: missing commas, several documents in a
 * row, an end in the middle. Where a record cannot be read, it goes on at the next place that looks
 * like the beginning of one, judging by how the others begin (the landmark).
 */
export class JsonScanner {
  #handler: JsonHandler
  #bytes: Buffer = Buffer.alloc(0)
  /** Holds `#bytes` while a value spans several chunks; has room for more behind them. */
  #storage: Buffer = Buffer.alloc(0)
  #guesses = 0
  #at = 0
  #frames: Frame[] = []
  #capture: Capture | null = null
  #landmark: Buffer | null = null
  #lastRecordEnd = -1
  #recordFrames: Frame[] = []
  /** Nothing makes sense until the landmark shows up again. */
  #lost = false
  /** Before this no landmark counts: the one there led to what has just been given up. */
  #lostFrom = 0

  constructor(handler: JsonHandler) {
    this.#handler = handler
  }

  push(chunk: Buffer): void {
    const keepFrom = this.#keepFrom()
    const kept = this.#bytes.subarray(keepFrom)
    this.#bytes = kept.length === 0 ? chunk : this.#joined(kept, chunk)
    this.#at -= keepFrom
    this.#lastRecordEnd = this.#lastRecordEnd < keepFrom ? -1 : this.#lastRecordEnd - keepFrom
    if (this.#capture) this.#capture.start -= keepFrom
    this.#lostFrom = Math.max(0, this.#lostFrom - keepFrom)
    this.#run()
  }

  /** Both in a row. Room is doubled where it ends, so that no byte of a long value is moved often. */
  #joined(kept: Buffer, chunk: Buffer): Buffer {
    const length = kept.length + chunk.length
    const isStored = kept.buffer === this.#storage.buffer
    let from = isStored ? kept.byteOffset - this.#storage.byteOffset : 0
    const isFull = from + length > this.#storage.length
    if (isFull && 2 * length > this.#storage.length) {
      const storage = Buffer.allocUnsafeSlow(2 * length)
      kept.copy(storage)
      this.#storage = storage
      from = 0
    } else if (isFull || !isStored) {
      kept.copy(this.#storage)
      from = 0
    }
    chunk.copy(this.#storage, from + kept.length)
    return this.#storage.subarray(from, from + length)
  }

  /** No more bytes. Whatever is still open is broken. */
  end(): void {
    while (this.#capture) {
      if (this.#capture.scalar && this.#capture.keep !== 'key') this.#finish(this.#bytes.length)
      else this.#giveUp()
      this.#run()
    }
    if (this.#frames.length > 0 || this.#lost) this.#handler.broken('')
  }

  /** First byte that may still be needed. */
  #keepFrom(): number {
    const capture = this.#capture
    const slack = this.#landmark ? this.#landmark.length : 0
    if (!capture || capture.keep === 'skip') {
      const from = Math.max(0, this.#at - slack)
      const learning = this.#landmark === null && this.#lastRecordEnd >= 0
      return learning ? Math.min(from, this.#lastRecordEnd) : from
    }
    return this.#lastRecordEnd >= 0 ? Math.min(capture.start, this.#lastRecordEnd) : capture.start
  }

  #run(): void {
    for (;;) {
      if (this.#lost && !this.#findLandmark()) return
      if (!(this.#capture ? this.#scan() : this.#step())) return
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
      const keyDue = frame && !frame.list && frame.key === null
      const strayRecord = !frame && this.#recordFrames.length > 0 && this.#isAtLandmark()
      if ((keyDue && byte !== QUOTE) || strayRecord) this.#stray()
      else if (keyDue) this.#begin('key', frame.path)
      else if (byte === COLON) this.#at++
      else this.#value(byte, frame)
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
    const plan = this.#handler.plan(path, byte === OPEN_LIST)
    const opens = byte === OPEN || byte === OPEN_LIST
    if (opens && (plan === 'enter' || (plan === 'records' && byte === OPEN_LIST))) {
      this.#frames.push({ list: byte === OPEN_LIST, records: plan === 'records', path, key: null })
      this.#at++
      if (plan === 'records') this.#recordFrames = copyOf(this.#frames)
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
    const from = this.#at
    let at = from
    let { depth, inString } = capture
    let done = false
    while (at < length) {
      const byte = bytes[at] ?? 0
      if (inString) {
        if (byte === BACKSLASH) {
          // The escaped byte must be there, or the scan would resume in the middle of an escape.
          if (at + 1 >= length) break
          at += 2
        } else {
          at++
          if (byte === QUOTE) inString = false
          if (byte === QUOTE && depth === 0) {
            done = true
            break
          }
        }
      } else if (capture.scalar) {
        done = endsScalar(byte)
        if (done) break
        at++
      } else {
        at++
        if (byte === QUOTE) inString = true
        else if (byte === OPEN || byte === OPEN_LIST) depth++
        else if ((byte === CLOSE || byte === CLOSE_LIST) && --depth <= 0) {
          done = true
          break
        }
      }
    }
    this.#at = at
    capture.depth = depth
    capture.inString = inString
    const seen = this.#before(from)
    if (capture.sanity && this.#isDamage(capture.sanity, from, at, seen)) this.#resume(seen)
    else if (done) this.#finish(at)
    else if (capture.keep !== 'skip' && at - capture.start > MAX_RECORD_BYTES) this.#tooLarge()
    else return false
    return true
  }

  #finish(end: number): void {
    const capture = this.#capture
    if (!capture) return
    this.#capture = null
    // A scalar of no length is a byte that belongs nowhere.
    this.#at = Math.max(end, capture.start + 1)
    if (capture.keep === 'skip') return
    const slice = this.#bytes.subarray(capture.start, end)
    const parsed = parse(slice)
    if (capture.keep === 'key') {
      const frame = this.#frames.at(-1)
      if (frame) frame.key = typeof parsed?.value === 'string' ? parsed.value : ''
    } else if (!parsed) {
      this.#damaged(capture, end)
    } else if (capture.keep === 'value') {
      this.#handler.value(capture.path, parsed.value)
    } else {
      if (!this.#landmark && this.#lastRecordEnd >= 0 && this.#bytes[capture.start] === OPEN) {
        this.#landmark = landmarkAt(this.#bytes, this.#lastRecordEnd, capture.start)
      }
      this.#lastRecordEnd = end
      if (this.#isLeftover(capture.start, end)) this.#stray('')
      else this.#handler.record(parsed.value, capture.path, parsed.mended)
    }
  }

  /** A word with neither comma nor end behind it: the rest of a record that a stray bracket ended. */
  #isLeftover(start: number, end: number): boolean {
    if ([OPEN, OPEN_LIST].includes(this.#bytes[start] ?? 0)) return false
    let at = end
    while ((this.#bytes[at] ?? COMMA) <= 0x20) at++
    return ![COMMA, CLOSE_LIST].includes(this.#bytes[at] ?? COMMA)
  }

  /** A value that is no JSON: mends what stands before the next record, and goes on there. */
  #damaged(capture: Capture, end: number): void {
    const next = this.#nextRecord(capture.start + 1, end)
    const slice = this.#bytes.subarray(capture.start, next < 0 ? end : next)
    this.#lastRecordEnd = -1
    if (next >= 0) {
      this.#at = next
      if (capture.keep !== 'record') this.#frames = copyOf(this.#recordFrames)
    }
    const mended = mendJson(decode(slice).text)
    if (typeof mended !== 'object' || mended === null) {
      this.#handler.broken(excerpt(slice))
      // What follows a word that is no value belongs to the same damage, up to the next record.
      this.#lost = next < 0 && capture.scalar && this.#landmark !== null
    } else if (capture.keep === 'record') this.#handler.record(mended, capture.path, true)
    else this.#handler.value(capture.path, mended)
  }

  /** An honest value of such a size is passed over and counted; else somewhere a mark is missing. */
  #tooLarge(): void {
    const capture = this.#capture
    if (!capture) return
    const sanity = new JsonSanity()
    if (this.#isDamage(sanity, capture.start, this.#at, capture.start + 1)) {
      this.#giveUp()
      return
    }
    this.#handler.tooLarge(excerpt(this.#bytes.subarray(capture.start)))
    capture.sanity = sanity
    capture.keep = 'skip'
    this.#lastRecordEnd = -1
  }

  /** Whether the next bytes of a large value are no JSON, or the next record begins among them. */
  #isDamage(sanity: JsonSanity, from: number, end: number, seen: number): boolean {
    if (!sanity.accepts(this.#bytes.subarray(from, end))) return true
    return this.#landmark !== null && this.#bytes.subarray(seen, end).includes(this.#landmark)
  }

  /** A landmark may have begun in the bytes before. */
  #before(at: number): number {
    return Math.max(0, at - (this.#landmark?.length ?? 0))
  }

  /** The value did not end where it could have: the file ends, or a quotation mark is missing. */
  #giveUp(): void {
    const capture = this.#capture
    if (!capture) return
    if (capture.keep === 'skip') {
      this.#capture = null
      this.#at = this.#bytes.length
      return
    }
    const next = this.#resume(capture.start + 1)
    const end = next < 0 ? this.#bytes.length : next
    this.#handler.broken(excerpt(this.#bytes.subarray(capture.start, end)))
  }

  /** Leaves the value and goes on at the next record, or waits for one; -1 if none is in the bytes. */
  #resume(from: number): number {
    const end = this.#bytes.length
    const next = this.#nextRecord(from, end)
    this.#capture = null
    this.#lastRecordEnd = -1
    this.#at = next < 0 ? end : next
    this.#lost = next < 0 && this.#recordFrames.length > 0
    this.#lostFrom = from
    this.#frames = next < 0 && !this.#lost ? [] : copyOf(this.#recordFrames)
    return next
  }

  /** Where the next record begins, by the landmark; -1 if none does before `end`. */
  #nextRecord(from: number, end: number): number {
    if (this.#recordFrames.length === 0) return -1
    this.#landmark ??= this.#guess(from)
    return this.#landmark ? this.#bytes.subarray(0, end).indexOf(this.#landmark, from) : -1
  }

  #guess(from: number): Buffer | null {
    if (this.#recordFrames.length === 0 || this.#guesses >= MAX_GUESSES) return null
    this.#guesses++
    return guessLandmark(this.#bytes, from)
  }

  #findLandmark(): boolean {
    this.#landmark ??= this.#guess(this.#at)
    const landmark = this.#landmark
    const found = landmark
      ? this.#bytes.indexOf(landmark, Math.max(this.#lostFrom, this.#before(this.#at)))
      : -1
    if (found < 0) {
      this.#at = this.#bytes.length
      return false
    }
    this.#lost = false
    this.#lostFrom = 0
    this.#at = found
    this.#frames = copyOf(this.#recordFrames)
    return true
  }

  /** Does the separator just passed, with what follows it, begin a record? */
  #isAtLandmark(): boolean {
    const landmark = this.#landmark
    if (!landmark) return false
    return this.#bytes
      .subarray(this.#before(this.#at), this.#at + landmark.length)
      .includes(landmark)
  }

  /** A byte where none can be: damage ended the list of records too early, or hit what follows it. */
  #stray(text = excerpt(this.#bytes.subarray(this.#at))): void {
    this.#landmark ??= this.#guess(this.#at)
    this.#lost = this.#landmark !== null
    if (!this.#isAtLandmark()) this.#handler.broken(text)
    if (!this.#lost) this.#begin('skip', [])
  }

  #close(list: boolean): void {
    const frame = this.#frames.at(-1)
    // A bracket of the wrong kind is damage; ignoring it keeps the records that follow.
    if (!frame || frame.list !== list) return
    this.#frames.pop()
    this.#lastRecordEnd = -1
    this.#handler.leave?.(frame.path)
  }
}
