import type { StoredMessage } from '../../ports/message.ts'
import type { ReadLine } from '../acts/lines.ts'

/** Lines that are read together, and lines on both sides of them that are only looked at. */
export const stretchLines = 240
export const edgeLines = 40

/** A spoken message of the stretch that is being read. */
export class Placed {
  readonly message: StoredMessage
  readonly line: ReadLine
  /** Position among the spoken lines of the room. */
  readonly spoken: number
  /** Position among the spoken lines of what it answers, or -1; null where nobody has told yet. */
  readonly parent: number | null
  /** The same, as far as the export itself says it; -1 where it says nothing. */
  readonly answered: number

  constructor(
    message: StoredMessage,
    line: ReadLine,
    spoken: number,
    parent: number | null,
    answered: number,
  ) {
    this.message = message
    this.line = line
    this.spoken = spoken
    this.parent = parent
    this.answered = answered
  }
}

/** The lines at hand: enough to read what they do, few enough for a room of any length. */
export class Stretch {
  #placed: Placed[] = []
  /** Lines at the beginning that have been reported already. */
  #reported = 0

  get size(): number {
    return this.#placed.length
  }

  add(placed: Placed): void {
    this.#placed.push(placed)
  }

  isFull(): boolean {
    return this.#placed.length >= this.#reported + stretchLines + edgeLines
  }

  placed(): readonly Placed[] {
    return this.#placed
  }

  /** Which of the lines are to be reported now. @param isLast - No line will follow. */
  toReport(isLast: boolean): { from: number; to: number } {
    return {
      from: this.#reported,
      to: isLast ? this.#placed.length : this.#placed.length - edgeLines,
    }
  }

  /** Forgets what was reported, but for the lines that the next ones look back at. */
  moveOn(reported: number): void {
    const dropped = Math.max(0, reported - edgeLines)
    this.#placed = this.#placed.slice(dropped)
    this.#reported = reported - dropped
  }

  /** Lines with what they answer told as positions in the stretch. */
  lines(): { lines: ReadLine[]; parents: Int32Array } {
    const first = this.#placed[0]?.spoken ?? 0
    const near = (spoken: number | null): number =>
      spoken === null || spoken < first ? -1 : spoken - first
    for (const { line, answered } of this.#placed) line.replyTo = near(answered)
    const lines = this.#placed.map(({ line }) => line)
    return { lines, parents: Int32Array.from(this.#placed, ({ parent }) => near(parent)) }
  }
}
