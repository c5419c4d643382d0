import { HEAD_REACH, isNamed, landmarkAt } from './json-landmark.ts'
import {
  BACKSLASH,
  CLOSE,
  CLOSE_LIST,
  COLON,
  COMMA,
  endsScalar,
  OPEN,
  OPEN_LIST,
  parse,
  QUOTE,
  type Frame,
} from './json-parts.ts'
import { JsonRecovery, type Resumption } from './json-recovery.ts'
import { isObject } from './values.ts'

/** A record beyond this is left out, or taken for damage: somewhere a quotation mark is missing. */
export const MAX_RECORD_BYTES = 16 * 1_024 * 1_024

const LF = 0x0a
const ownerAt = (at: number): Resumption => ({ at, head: { key: at, object: at } })

/**
 * Takes JSON apart as it streams in: finds where records begin and end, and leaves the inside of
 * each to `JSON.parse`. Memory holds one record and one chunk, whatever the size of the file.
 *
 * It forgives what exporters and full disks do to files: missing commas, several documents in a
 * row, an end in the middle. Where a record cannot be read, it goes on behind it as
 * {@link JsonRecovery} finds.
 */
export class JsonScanner extends JsonRecovery {
  /** Holds `bytes` while a value spans several chunks; has room for more behind them. */
  #storage: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): void {
    const keepFrom = this.#keepFrom()
    const kept = this.bytes.subarray(keepFrom)
    this.bytes = kept.length === 0 ? chunk : this.#joined(kept, chunk)
    this.at -= keepFrom
    this.lastRecordEnd = this.lastRecordEnd < keepFrom ? -1 : this.lastRecordEnd - keepFrom
    if (this.capture) this.capture.start -= keepFrom
    this.lostFrom = Math.max(0, this.lostFrom - keepFrom)
    this.headFrom = Math.max(0, this.headFrom - keepFrom)
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
    while (this.capture) {
      if (this.capture.scalar && this.capture.keep !== 'key') this.#finish(this.bytes.length)
      else this.giveUp()
      this.#run()
    }
    if (this.frames.length > 0 || this.lost) this.handler.broken('')
  }

  /** First byte that may still be needed. */
  #keepFrom(): number {
    const capture = this.capture
    const isBehindList = this.recordFrames.length > 0 && !this.frames.at(-1)?.records
    const slack = this.lost || isBehindList ? HEAD_REACH : (this.landmark?.length ?? 0)
    if (!capture || capture.keep === 'skip') {
      const from = Math.max(0, this.at - slack)
      const learning = this.landmark === null && this.lastRecordEnd >= 0
      return learning ? Math.min(from, this.lastRecordEnd) : from
    }
    return this.lastRecordEnd >= 0 ? Math.min(capture.start, this.lastRecordEnd) : capture.start
  }

  #run(): void {
    for (;;) {
      if (this.lost && !this.find()) return
      if (!(this.capture ? this.#scan() : this.#step())) return
    }
  }

  /** Handles one structural byte; false at the end of the bytes. */
  #step(): boolean {
    const bytes = this.bytes
    while (this.at < bytes.length) {
      const byte = bytes[this.at] ?? 0
      if (byte <= 0x20 || byte === COMMA) {
        this.at++
        continue
      }
      const frame = this.frames.at(-1)
      if (byte === CLOSE || byte === CLOSE_LIST) {
        this.at++
        this.#close(byte === CLOSE_LIST)
        return true
      }
      const keyDue = frame && !frame.list && frame.key === null
      const strayRecord = !frame?.records && this.#isStrayRecord(frame, byte)
      const strayWord = frame?.list && !frame.records && byte !== OPEN && byte !== OPEN_LIST
      if (strayWord || (keyDue && byte !== QUOTE) || strayRecord) this.stray()
      else if (keyDue) this.begin('key', frame.path)
      else if (byte === COLON) this.at++
      else this.#value(byte, frame)
      return true
    }
    return false
  }

  #value(byte: number, frame: Frame | undefined): void {
    if (byte === OPEN_LIST && this.#isStrayList(frame)) {
      this.at++
      return
    }
    const path = frame ? [...frame.path, frame.list ? '*' : (frame.key ?? '')] : []
    if (frame) frame.key = null
    if (frame?.records) {
      this.begin('record', frame.path)
      return
    }
    const plan = this.handler.plan(path, byte === OPEN_LIST)
    if (plan === 'enter' && (byte === OPEN || byte === OPEN_LIST)) this.#enter(path, byte, false)
    else if (plan === 'records' && byte === OPEN_LIST) this.#enter(path, byte, true)
    else if (!frame && byte === OPEN && this.recordFrames.length > 0) {
      // What the file may not hold behind its list: damage has ended the list too early.
      this.restore()
    } else if (plan === 'skip' && byte === OPEN_LIST && this.#isNamelessList(frame)) {
      const list = this.recordFrames.at(-1)?.path ?? path
      this.handler.plan(list, true)
      this.#enter(list, byte, true)
    } else this.begin(plan === 'value' ? 'value' : 'skip', path)
  }

  #enter(path: readonly string[], byte: number, records: boolean): void {
    const frame = { list: byte === OPEN_LIST, records, path, key: null }
    this.frames.push(frame)
    const isBeside = !frame.list && this.frames.length === this.recordFrames.length - 1
    // What has a name is a part of something, here of what damage has taken apart.
    if (isBeside && !isNamed(this.bytes, this.at)) this.sibling = frame
    this.at++
    if (records) this.keepPlace()
  }

  /** A bracket where objects stand: taken for a list, it would have all that follow it inside. */
  #isStrayList(frame: Frame | undefined): boolean {
    if (frame?.records) return this.landmark !== null
    return frame ? frame.list : this.recordFrames[0]?.list === false
  }

  /** Whether the list of another room begins here, though damage has hit its key. */
  #isNamelessList(frame: Frame | undefined): boolean {
    if (!frame || frame === this.owner || !this.landmark) return false
    const start = this.landmark.subarray(1)
    const isOfRecords = this.bytes.subarray(this.at + 1, this.at + 1 + start.length).equals(start)
    return isOfRecords && this.frames.length === this.recordFrames.length - 1
  }

  /** Goes on to the end of the captured value; false if it is not in the bytes yet. */
  #scan(): boolean {
    const capture = this.capture
    if (!capture) return true
    const bytes = this.bytes
    const length = bytes.length
    const from = this.at
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
    this.at = at
    capture.depth = depth
    capture.inString = inString
    const seen = this.before(from)
    if (capture.sanity && this.isDamage(capture.sanity, from, at, seen)) this.resume(seen)
    else if (done) this.#finish(at)
    else if (capture.keep !== 'skip' && at - capture.start > MAX_RECORD_BYTES) this.tooLarge()
    else return false
    return true
  }

  #finish(end: number): void {
    const capture = this.capture
    if (!capture) return
    this.capture = null
    // A scalar of no length is a byte that belongs nowhere.
    this.at = Math.max(end, capture.start + 1)
    if (capture.keep === 'skip') return
    const slice = this.bytes.subarray(capture.start, end)
    const parsed = parse(slice)
    if (capture.keep === 'key') {
      const frame = this.frames.at(-1)
      if (frame) frame.key = typeof parsed?.value === 'string' ? parsed.value : ''
      this.hasRest = this.recordFrames.length > 0
    } else if (capture.keep === 'record' && this.#isRemains(capture.start)) {
      this.remains(capture.start, end)
    } else if (!parsed) {
      this.damaged(capture, end)
    } else if (capture.keep === 'value') {
      this.handler.value(capture.path, parsed.value)
    } else {
      if (!this.landmark && this.lastRecordEnd >= 0 && this.bytes[capture.start] === OPEN) {
        this.landmark = landmarkAt(this.bytes, this.lastRecordEnd, capture.start)
      }
      this.lastRecordEnd = end
      this.hasRest = false
      if (this.#isOwner(parsed.value)) this.goTo(ownerAt(capture.start))
      else this.handler.record(parsed.value, capture.path, parsed.mended)
    }
  }

  /** Whether a value holds a list of records itself: damage has hidden the end of the list before. */
  #isOwner(value: unknown): boolean {
    const name = this.recordFrames.length > 1 ? this.recordFrames.at(-1)?.path.at(-1) : undefined
    return name !== undefined && isObject(value) && Array.isArray(value[name])
  }

  #isRemains(start: number): boolean {
    return this.landmark !== null && this.bytes[start] !== OPEN
  }

  /** A record where none may stand: damage has ended its list too early. */
  #isStrayRecord(frame: Frame | undefined, byte: number): boolean {
    if (this.recordFrames.length === 0) return false
    // In a list of chats, records are told from chats by their indentation.
    if (frame && (byte !== OPEN || !this.landmark?.includes(LF))) return false
    return this.isAtLandmark()
  }

  #close(list: boolean): void {
    const frame = this.frames.at(-1)
    // A bracket of the wrong kind is damage; ignoring it keeps the records that follow.
    if (!frame || frame.list !== list) return
    this.frames.pop()
    if (frame.records) this.headFrom = this.at
    this.lastRecordEnd = -1
    this.handler.leave?.(frame.path)
  }
}
