import { linkWeights as w } from './link-weights.ts'
import type { SpokenLine } from './spoken-line.ts'
import { RareWords } from './rare-words.ts'

/** Spoken lines that are looked back upon; four pointers reach further. */
const window = 30
/** A pointer (last line of the person who is spoken to...) older than this is forgotten. */
const furthest = 400
const joinedWindow = 15
const maxPeople = 50_000

interface Person {
  last: SpokenLine | null
  lastStart: SpokenLine | null
  /** The last line that speaks to this person. */
  calledIn: SpokenLine | null
  /** The last line of this person to each other one. */
  lastTo: Map<string, SpokenLine>
  /** Spoken lines so far when the two last talked to each other. */
  talked: Map<string, number>
  /** Spoken lines so far when this person joined. */
  joined: number
}

/**
 * Tells for each line of a room where several talk at once which earlier line it answers: one pass,
 * a sum of weights for each candidate, the highest sum wins. "Begins a conversation" is a candidate
 * too.
 */
export class Linker {
  readonly #people = new Map<string, Person>()
  readonly #recent: SpokenLine[] = []
  readonly #words = new RareWords(furthest)
  #spoken = 0

  hasSpoken(person: string): boolean {
    return this.#people.get(person)?.last != null
  }

  get spoken(): number {
    return this.#spoken
  }

  joined(person: string): void {
    this.#person(person).joined = this.#spoken
  }

  /**
   * Finds what the line answers, and remembers it. The line itself is the result where it begins a
   * conversation. @param known - The line that the export says it answers.
   */
  link(line: SpokenLine, known?: SpokenLine): SpokenLine {
    const answered = known ?? this.#best(line)
    this.#remember(line, answered)
    return answered
  }

  #best(line: SpokenLine): SpokenLine {
    const me = this.#person(line.author)
    let best = line
    let highest = this.#startScore(line, me)
    const seenPeople = new Set<string>()
    const seenConversations = new Set<number>()
    const shared = this.#words.sharedWith(line)
    for (const candidate of this.#candidates(line, me)) {
      const isNewest = !seenConversations.has(candidate.conversation)
      const isLast = !seenPeople.has(candidate.author)
      seenConversations.add(candidate.conversation)
      seenPeople.add(candidate.author)
      const score =
        this.#placeScore(line, candidate, me, isNewest) +
        wordScore(shared.get(candidate.spoken) ?? 0) +
        (candidate.author === line.author
          ? ownScore(line, candidate, me, isLast)
          : this.#otherScore(line, candidate, me, isLast))
      if (score > highest) {
        highest = score
        best = candidate
      }
    }
    return best
  }

  /** Newest first: the window, then the pointers behind it. */
  #candidates(line: SpokenLine, me: Person): SpokenLine[] {
    const candidates = this.#recent.toReversed()
    const oldest = candidates.at(-1)?.spoken ?? 0
    const addressee = line.to === null ? null : this.#people.get(line.to)
    const further = [addressee?.last ?? null, me.calledIn, me.last, me.lastStart]
      .filter((pointer) => pointer !== null)
      .filter(({ spoken }) => spoken < oldest && line.spoken - spoken <= furthest)
      .sort((a, b) => b.spoken - a.spoken)
    for (const pointer of further) if (candidates.at(-1) !== pointer) candidates.push(pointer)
    return candidates
  }

  #startScore(line: SpokenLine, me: Person): number {
    const { last } = me
    const silent = last === null ? Infinity : line.spoken - 1 - last.spoken
    const addressee = line.to === null ? undefined : this.#people.get(line.to)?.last
    const before = this.#recent.at(-1)
    let score = 0
    if (line.named.size > 0 && line.to === null) score += w.startNamesSomebody
    if (addressee != null) {
      score +=
        line.spoken - addressee.spoken <= window * 2 ? w.startAddressing : w.startAddressingAbsent
    }
    if (silent === Infinity) score += w.startFirstLineEver
    else if (silent <= 15) score += w.startSpokeLately
    else if (silent <= 40) score += w.startQuiet15
    if (line.asks) score += w.startQuestion
    if (line.asksByWord) score += w.startQuestionWord
    if (line.greets) score += w.startGreeting
    if (line.thanks) score += w.startThanks
    if (line.wordCount >= 10) score += w.startTenWords
    if (line.isBot) score += w.startByBot
    if (line.isCommand) score += w.startCommand
    if (me.joined > line.spoken - joinedWindow) score += w.startJoined
    if (before !== undefined && minutesBetween(before, line) >= 5) score += w.startAfterPause
    return score
  }

  #placeScore(line: SpokenLine, candidate: SpokenLine, me: Person, isNewest: boolean): number {
    const mine =
      me.last !== null && line.spoken - 1 - me.last.spoken <= 120 ? me.last.conversation : null
    const conversation =
      candidate.conversation === mine ? 0 : isNewest ? w.newestOfOther : w.olderOfOther
    return (
      conversation +
      distanceScore(line.spoken - candidate.spoken) +
      minuteScore(minutesBetween(candidate, line))
    )
  }

  #otherScore(line: SpokenLine, candidate: SpokenLine, me: Person, isLast: boolean): number {
    const { author } = candidate
    const distance = line.spoken - candidate.spoken
    let score = 0
    if (line.to === author) score += this.#toScore(line, candidate, me, isLast)
    else {
      if (line.to !== null) score += w.toAnother
      if (line.named.has(author)) score += w.mention
      if (line.to !== null && candidate.to === line.to) score += w.sameAddressee
    }
    if (line.to === null) score += unaddressedScore(line, candidate, me)
    const talked = me.talked.get(author)
    if (talked !== undefined && line.spoken + 1 - talked < 60) score += w.talkedBefore
    if (candidate.answers === line.author && candidate.to !== line.author) score += w.answeredMe
    if (candidate.greets && line.greets && line.to === null) score += w.twoGreetings
    if (line.welcomes && candidate.thanks) score += w.welcomeToThanks
    if (candidate.wordCount <= 2 && !candidate.asks) score += w.shortLine
    if (distance === 1 && line.short && line.to === null) score += w.shortReplyNext
    if (candidate.isCommand && line.isBot) {
      score += distance === 1 ? w.botToCommandNext : w.botToCommand
    }
    return score
  }

  #toScore(line: SpokenLine, candidate: SpokenLine, me: Person, isLast: boolean): number {
    let score: number = isLast ? w.toLast : w.toOlder
    if (candidate.to === line.author) score += w.toMutual
    if (candidate.to === null) score += w.toUnaddressed
    const mine = me.lastTo.get(candidate.author)
    if (mine !== undefined && candidate.spoken < mine.spoken) score += w.toBeforeMine
    if (candidate.starts) {
      score += candidate.replies === 0 ? w.toOpeningUnanswered : w.toOpening
    }
    if (isLast && candidate.asks) score += w.toLastQuestion
    return score
  }

  #remember(line: SpokenLine, answered: SpokenLine): void {
    const me = this.#person(line.author)
    const now = line.spoken + 1
    line.starts = answered === line
    line.conversation = line.starts ? line.index : answered.conversation
    if (line.starts) me.lastStart = line
    else {
      line.answers = answered.author
      if (answered.author !== line.author) {
        answered.replies++
        this.#talked(line.author, answered.author, now)
      }
    }
    if (line.to !== null) {
      const other = this.#person(line.to)
      other.calledIn = line
      me.lastTo.set(line.to, line)
      this.#talked(line.author, line.to, now)
    }
    me.last = line
    this.#spoken = now
    this.#recent.push(line)
    if (this.#recent.length > window) this.#recent.shift()
    this.#words.add(line)
  }

  #talked(one: string, other: string, now: number): void {
    this.#person(one).talked.set(other, now)
    this.#person(other).talked.set(one, now)
  }

  #person(key: string): Person {
    const known = this.#people.get(key)
    if (known !== undefined) return known
    // So many people are a flood of joins; what they said last is out of reach by now.
    if (this.#people.size >= maxPeople) this.#people.clear()
    const person: Person = {
      last: null,
      lastStart: null,
      calledIn: null,
      lastTo: new Map(),
      talked: new Map(),
      joined: -Infinity,
    }
    this.#people.set(key, person)
    return person
  }
}

function ownScore(line: SpokenLine, candidate: SpokenLine, me: Person, isLast: boolean): number {
  let score = 0
  if (isLast) score += w.ownLast
  if (line.to !== null) {
    if (candidate.to === null) score += w.ownNewAddressee
    else if (candidate.to !== line.to) score += w.ownOtherAddressee
  }
  if (line.spoken - candidate.spoken === 1) score += w.ownNext
  if (isLast && me.calledIn !== null && me.calledIn.spoken > candidate.spoken) {
    score += w.ownCalledBetween
  }
  const common = commonWords(line, candidate)
  const fewer = Math.min(line.words.size, candidate.words.size)
  if (common >= Math.max(3, 0.6 * fewer)) score += w.ownRepeated
  return score
}

function unaddressedScore(line: SpokenLine, candidate: SpokenLine, me: Person): number {
  const isBeforeMine = me.last !== null && candidate.spoken < me.last.spoken
  let score = isBeforeMine ? w.beforeMyLast : 0
  if (candidate.to === line.author) {
    score += me.calledIn === candidate ? w.calledMeLast : w.calledMeBefore
    if (!isBeforeMine && candidate.asks) score += w.calledMeAsking
    if (line.thanks) score += w.calledMeThanks
  } else if (candidate.to !== null) score += w.speaksToThird
  return score
}

function commonWords(line: SpokenLine, candidate: SpokenLine): number {
  if (line.words.size === 0 || candidate.words.size === 0) return 0
  let common = 0
  for (const word of line.words) if (candidate.words.has(word)) common++
  return common
}

const minutesBetween = (earlier: SpokenLine, later: SpokenLine): number =>
  earlier.minute === null || later.minute === null ? 0 : later.minute - earlier.minute

function distanceScore(lines: number): number {
  if (lines <= 1) return w.distance1
  if (lines <= 2) return w.distance2
  if (lines <= 5) return 0
  if (lines <= 8) return w.distance6
  if (lines <= 13) return w.distance9
  if (lines <= 20) return w.distance14
  return lines <= 35 ? w.distance21 : w.distance36
}

function minuteScore(minutes: number): number {
  if (minutes <= 1) return 0
  if (minutes <= 3) return w.minutes2
  if (minutes <= 7) return w.minutes4
  return minutes <= 15 ? w.minutes8 : w.minutes16
}

function wordScore(rarity: number): number {
  if (rarity >= 8) return w.words8
  if (rarity >= 5) return w.words5
  if (rarity >= 3) return w.words3
  return rarity > 0 ? w.words1 : 0
}
