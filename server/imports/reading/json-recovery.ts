import {
  BEGIN_REACH,
  guessLandmark,
  isSeparated,
  nextListHead,
  type ListHead,
} from './json-landmark.ts'
import { mendJson } from './json-mend.ts'
import {
  CLOSE_LIST,
  COMMA,
  copyOf,
  decode,
  excerpt,
  JsonSanity,
  OPEN,
  OPEN_LIST,
  QUOTE,
  type Capture,
  type Frame,
  type JsonHandler,
} from './json-parts.ts'

/** Where reading goes on behind damage. */
export interface Resumption {
  at: number
  /** Another list begins there, of another room perhaps; else the next record does. */
  head: ListHead | null
}

/** How often a file without a landmark is searched for one; each search reads 256 KiB anew. */
const MAX_GUESSES = 50

/**
 * Where a scanner stands in a JSON file, and how it goes on behind damage: at the next place that looks
 * like the beginning of a record, judging by how the others begin (the landmark), or at the next list of
 * records.
 */
export abstract class JsonRecovery {
  protected handler: JsonHandler
  protected bytes: Buffer = Buffer.alloc(0)
  #guesses = 0
  protected at = 0
  protected frames: Frame[] = []
  protected capture: Capture | null = null
  protected landmark: Buffer | null = null
  protected lastRecordEnd = -1
  protected recordFrames: Frame[] = []
  /** What the list of records stands in. */
  protected owner: Frame | undefined
  /** An object beside the owner that has begun since: another room, whose list is still to come. */
  protected sibling: Frame | undefined
  /** Nothing makes sense until the landmark shows up again. */
  protected lost = false
  /** Before this no landmark counts: the one there led to what has just been given up. */
  protected lostFrom = 0
  /** Before this no beginning of a list counts: it is the one that has been read. */
  protected headFrom = 0
  /** Keys stood behind the end of the list: if records follow all the same, it was a record's. */
  protected hasRest = false

  constructor(handler: JsonHandler) {
    this.handler = handler
  }

  protected begin(keep: Capture['keep'], path: readonly string[]): void {
    const byte = this.bytes[this.at] ?? 0
    const scalar = byte !== OPEN && byte !== OPEN_LIST && byte !== QUOTE
    this.capture = { start: this.at, depth: 0, inString: false, scalar, keep, path }
  }

  /** A value among records that is none: what damage has left of one. */
  protected remains(start: number, end: number): void {
    // Without what stands between records it belongs to the one before, which has been counted.
    const isCounted = this.landmark !== null && !isSeparated(this.bytes, start, this.landmark)
    this.handler.broken(isCounted ? '' : excerpt(this.bytes.subarray(start, end)))
    let at = end
    while ((this.bytes[at] ?? COMMA) <= 0x20) at++
    // With neither comma nor end behind it, more of the same record follows.
    if (![COMMA, CLOSE_LIST].includes(this.bytes[at] ?? COMMA)) this.#lose()
  }

  /** A value that is no JSON: mends what stands before the next record, and goes on there. */
  protected damaged(capture: Capture, end: number): void {
    const next = this.#next(capture.start + 1, end)
    const slice = this.bytes.subarray(capture.start, next ? next.at : end)
    this.lastRecordEnd = -1
    const mended = mendJson(decode(slice).text)
    if (typeof mended !== 'object' || mended === null) {
      this.handler.broken(excerpt(slice))
      // What follows a word that is no value belongs to the same damage, up to the next record.
      if (!next && capture.scalar && this.landmark) this.#lose()
    } else if (capture.keep === 'record') this.handler.record(mended, capture.path, true)
    else this.handler.value(capture.path, mended)
    if (next) this.goTo(next)
  }

  /** A valid value of such a size is passed over and counted; else somewhere a mark is missing. */
  protected tooLarge(): void {
    const capture = this.capture
    if (!capture) return
    const sanity = new JsonSanity()
    if (this.isDamage(sanity, capture.start, this.at, capture.start + 1)) {
      this.giveUp()
      return
    }
    this.handler.tooLarge(excerpt(this.bytes.subarray(capture.start)))
    capture.sanity = sanity
    capture.keep = 'skip'
    this.lastRecordEnd = -1
  }

  /** Whether the next bytes of a large value are no JSON, or the next record begins among them. */
  protected isDamage(sanity: JsonSanity, from: number, end: number, seen: number): boolean {
    if (!sanity.accepts(this.bytes.subarray(from, end))) return true
    return this.landmark !== null && this.bytes.subarray(seen, end).includes(this.landmark)
  }

  /** A landmark may have begun in the bytes before. */
  protected before(at: number): number {
    return Math.max(0, at - (this.landmark?.length ?? 0))
  }

  /** The value did not end where it could have: the file ends, or a quotation mark is missing. */
  protected giveUp(): void {
    const capture = this.capture
    if (!capture) return
    if (capture.keep === 'skip') {
      this.capture = null
      this.at = this.bytes.length
      return
    }
    const next = this.#next(capture.start + 1, this.bytes.length)
    const end = next ? next.at : this.bytes.length
    this.handler.broken(excerpt(this.bytes.subarray(capture.start, end)))
    this.resume(capture.start + 1, next)
  }

  /** Leaves the value and goes on at the next record, or waits for one if none is in the bytes. */
  protected resume(from: number, next = this.#next(from, this.bytes.length)): void {
    this.capture = null
    this.lastRecordEnd = -1
    if (next) this.goTo(next)
    else {
      this.at = this.bytes.length
      this.lost = this.recordFrames.length > 0
      this.lostFrom = from
      if (this.frames.at(-1)?.records) this.headFrom = from
    }
  }

  /** Where the next record begins, by the landmark, or another list; null if none does before `end`. */
  #next(from: number, end: number, headFrom = from): Resumption | null {
    if (this.recordFrames.length === 0) return null
    this.landmark ??= this.#guess(from)
    const at = this.landmark ? this.bytes.subarray(0, end).indexOf(this.landmark, from) : -1
    const name = this.recordFrames.at(-1)?.path.at(-1)
    const head = name ? nextListHead(this.bytes, name, headFrom, at < 0 ? end : at) : null
    if (head) return { at: head.object < 0 ? head.key : head.object, head }
    return at < 0 ? null : { at, head: null }
  }

  protected goTo({ at, head }: Resumption): void {
    this.lost = false
    this.lostFrom = 0
    this.hasRest = false
    this.at = at
    const depth = this.recordFrames.length - 2
    const [owner, list] = this.recordFrames.slice(-2)
    if (head) {
      // What the list belongs to says itself when it begins; it has no name if that is damaged.
      this.frames = copyOf(this.recordFrames).slice(0, depth)
      if (head.object >= 0 || !owner) return
      this.handler.plan(owner.path, false)
      this.frames.push({ ...owner, key: null })
    } else if (this.sibling && list) {
      // Damage hit the beginning of the list of another room: these are its records.
      this.handler.plan(list.path, true)
      this.frames = [...copyOf(this.recordFrames).slice(0, depth), this.sibling, { ...list }]
      this.keepPlace()
    } else this.restore()
  }

  /** Remembers the list of records that has just begun. */
  protected keepPlace(): void {
    this.recordFrames = copyOf(this.frames)
    this.owner = this.frames.at(-2)
    this.sibling = undefined
  }

  /** Stands in the last list of records again. */
  protected restore(): void {
    this.frames = copyOf(this.recordFrames)
    this.owner = this.frames.at(-2)
    this.sibling = undefined
  }

  #guess(from: number): Buffer | null {
    if (this.recordFrames.length === 0 || this.#guesses >= MAX_GUESSES) return null
    this.#guesses++
    return guessLandmark(this.bytes, from)
  }

  /** True if reading can go on; false if nothing in the bytes tells where. */
  protected find(): boolean {
    const end = this.bytes.length
    const next = this.#next(Math.max(this.lostFrom, this.before(this.at)), end, this.headFrom)
    if (next) this.goTo(next)
    else {
      this.at = end
      this.headFrom = Math.max(this.headFrom, end - BEGIN_REACH)
    }
    return next !== null
  }

  /** Does the separator just passed, with what follows it, begin a record? */
  protected isAtLandmark(): boolean {
    const landmark = this.landmark
    if (!landmark) return false
    return this.bytes.subarray(this.before(this.at), this.at + landmark.length).includes(landmark)
  }

  /** A byte where none can be: damage ended the list of records too early, or hit what follows it. */
  protected stray(): void {
    const text = excerpt(this.bytes.subarray(this.at))
    this.landmark ??= this.#guess(this.at)
    if (this.hasRest || !this.isAtLandmark()) this.handler.broken(text)
    this.hasRest = false
    this.#lose()
  }

  /** Nothing makes sense up to the next record; where nothing tells of one, up to the next value. */
  #lose(): void {
    this.lost = this.landmark !== null
    if (this.frames.at(-1)?.records) this.headFrom = this.at
    if (!this.lost) this.begin('skip', [])
  }
}
