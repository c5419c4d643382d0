import type { Called, Names } from '../conversations/names.ts'
import { subjectWords } from './common-words.ts'
import { TextSigns, type Surroundings } from './text-features.ts'
import { tokensOf, type Tokens } from './tokens.ts'

/** One message of a room, as what it does is read from it. */
export interface ActLine {
  text: string
  /** Tells people apart. */
  author: string
  /** Milliseconds since 1970; null when nothing tells the time. */
  at: number | null
  isBot: boolean
  /** Position in the list of the line it answers by the export's own word, or -1. */
  replyTo: number
}

/** A line with everything that needs no neighbour. */
export class ReadLine implements ActLine {
  readonly text: string
  readonly author: string
  readonly at: number | null
  readonly isBot: boolean
  replyTo: number
  readonly signs: TextSigns
  /** Who is spoken to by name at its beginning, or null; who else is named. */
  readonly to: string | null
  readonly named: ReadonlySet<string>
  /** Hashes of the words that carry its subject. */
  readonly subject: readonly number[]
  readonly isFirst: boolean

  constructor(line: ActLine, tokens: Tokens, called: Called, isFirst: boolean) {
    this.text = line.text
    this.author = line.author
    this.at = line.at
    this.isBot = line.isBot
    this.replyTo = line.replyTo
    this.signs = new TextSigns(tokens)
    this.to = called.to
    this.named = called.named
    this.subject = subjectWords(tokens.all)
    this.isFirst = isFirst
  }
}

/** Reads lines one after the other; remembers only who has spoken. */
export class LineReader {
  readonly #names: Names
  readonly #isName: (word: string) => boolean
  readonly #spoken = new Set<string>()

  constructor(names: Names) {
    this.#names = names
    this.#isName = (word) => names.isName(word)
  }

  read(line: ActLine): ReadLine {
    const called = this.#names.calledIn(line.text, line.author)
    const isFirst = !this.#spoken.has(line.author)
    this.#spoken.add(line.author)
    return new ReadLine(line, tokensOf(line.text, this.#isName), called, isFirst)
  }
}

const seconds = (from: ReadLine | undefined, to: ReadLine | undefined): number | null =>
  from?.at == null || to?.at == null ? null : Math.max(0, (to.at - from.at) / 1_000)

/** Lines back in which the last one of an addressed person is looked for. */
const reach = 30

/** The line that is answered as far as the room says so: a reply, or the last line of the person who is named. */
export function saidParent(lines: readonly ReadLine[], at: number): number {
  const line = lines[at]
  if (line === undefined) return -1
  if (line.replyTo >= 0 && line.replyTo < at) return line.replyTo
  if (line.to === null) return -1
  for (let back = at - 1; back >= Math.max(0, at - reach); back--) {
    if (lines[back]?.author === line.to) return back
  }
  return -1
}

export function surroundingsOf(lines: readonly ReadLine[], at: number): Surroundings {
  const line = lines[at]
  const before = lines[at - 1]
  const after = lines[at + 1]
  const parent = saidParent(lines, at)
  return {
    before: before?.signs ?? null,
    after: after?.signs ?? null,
    sameBefore: before !== undefined && before.author === line?.author,
    sameAfter: after !== undefined && after.author === line?.author,
    gap: seconds(before, line),
    gapAfter: seconds(line, after),
    isReply: (line?.replyTo ?? -1) >= 0,
    callsSomebody: line != null && line.to !== null,
    parent: parent >= 0 ? (lines[parent]?.signs ?? null) : null,
    isFirst: line?.isFirst ?? false,
    isBot: line?.isBot ?? false,
  }
}
