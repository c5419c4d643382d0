import { cueClasses } from './cue-phrases.ts'
import { cuesIn } from './cues.ts'
import { isInverted } from './inverted.ts'
import type { Tokens } from './tokens.ts'

const isWord = /^\p{L}/u
const trailing = /^["')»”]|^\p{Extended_Pictographic}/u
const jokeCue = cueClasses.indexOf('joke')

/** Scripts without blanks between words, where a run of letters is a clause. */
const unspaced = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/

function wordsIn(token: string): number {
  const unit = token.charCodeAt(0)
  if (unit >= 0x61 && unit <= 0x7a) return 1
  if (!isWord.test(token)) return 0
  return unspaced.test(token) ? Math.ceil(token.length / 2) : 1
}

class Holds {
  readonly figure: boolean
  readonly url: boolean
  readonly name: boolean

  constructor(all: readonly string[]) {
    this.figure = all.includes('<number>') || all.includes('<time>') || all.includes('<money>')
    this.url = all.includes('<url>')
    this.name = all.includes('<name>')
  }
}

/** What one message shows by itself; the neighbours look at it too. */
export class TextSigns {
  readonly tokens: Tokens
  /** Where the first phrase of each class begins, or -1. */
  readonly cues: Int8Array
  readonly asks: boolean
  readonly endsAsking: boolean
  /** A sentence has its verb before its subject. */
  readonly isInverted: boolean
  readonly words: number
  /** Laughter, a wink, an emoji that laughs. */
  readonly laughs: boolean
  /** What it holds beside words: a number, time or sum; an address; a name of somebody in the room. */
  readonly holds: Holds
  #spelled: string | null = null

  constructor(tokens: Tokens) {
    const { all } = tokens
    this.tokens = tokens
    this.cues = cuesIn(all)
    this.asks = all.includes('?')
    this.endsAsking = all.findLast((token) => !trailing.test(token)) === '?'
    this.isInverted = isInverted(tokens)
    this.words = all.reduce((sum, token) => sum + wordsIn(token), 0)
    this.laughs = (this.cues[jokeCue] ?? -1) >= 0
    this.holds = new Holds(all)
  }

  /** The words with a blank behind each, for forms that are looked for in them. */
  get spelled(): string {
    return (this.#spelled ??= `${this.tokens.all.join(' ')} `)
  }
}

/** FNV-1a over UTF-16 units, 32 bits: for words faster than any table of known ones. */
function hashOf(text: string, from = 0, to = text.length): number {
  let mixed = 0x811c9dc5
  for (let at = from; at < to; at++) {
    mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193)
  }
  return mixed
}

/** Kinds of features are few; they are never thrown away. */
const kindHashes = new Map<string, number>()
function kindHash(kind: string): number {
  const known = kindHashes.get(kind)
  if (known !== undefined) return known
  const fresh = hashOf(kind)
  kindHashes.set(kind, fresh)
  return fresh
}

/** Two hashes as one that depends on their order. */
function both(one: number, other: number): number {
  let mixed = Math.imul(one ^ (other >>> 15), 0x2c1b3c6d) ^ other
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return mixed ^ (mixed >>> 15)
}

/** How a message stands to the ones around it, before anything is known of what they do. */
export interface Surroundings {
  before: TextSigns | null
  after: TextSigns | null
  /** The line before, or after, is by the same person. */
  sameBefore: boolean
  sameAfter: boolean
  /** Seconds since the line before; null without times. */
  gap: number | null
  gapAfter: number | null
  /** The message answers one by the export's own word, or names somebody at its beginning. */
  isReply: boolean
  callsSomebody: boolean
  /** What it answers, if anything says so. */
  parent: TextSigns | null
  /** First line of its author in the room. */
  isFirst: boolean
  isBot: boolean
}

const gapClass = (seconds: number | null): string => {
  if (seconds === null) return 'none'
  if (seconds < 20) return '20s'
  if (seconds < 90) return '90s'
  if (seconds < 600) return '10m'
  if (seconds < 3_600) return '1h'
  return seconds < 36_000 ? '10h' : 'long'
}
const lengthClass = (words: number): string => {
  if (words <= 3) return String(words)
  if (words <= 5) return '5'
  if (words <= 8) return '8'
  if (words <= 12) return '12'
  if (words <= 20) return '20'
  return words <= 40 ? '40' : 'more'
}

/**
 * Collects hashes of everything that may tell what a message does; each stands for itself, without
 * a weight, as often as it is there. One array serves all messages.
 */
export class TextFeatures {
  readonly hashes = new Uint32Array(4_096)
  size = 0

  /** Takes the place of what was read before. */
  read(own: TextSigns, around: Surroundings): this {
    this.size = 0
    this.put('bias', '')
    putWords(own, this)
    putShape(own, this)
    putCues(own, this)
    putSurroundings(own, around, this)
    return this
  }

  put(kind: string, value: string): void {
    this.add(both(kindHash(kind), hashOf(value)))
  }

  put1(kind: string, value: number): void {
    this.add(both(kindHash(kind), value))
  }

  put2(kind: string, one: number, other: number): void {
    this.add(both(kindHash(kind), both(one, other)))
  }

  put3(kind: string, one: number, other: number, third: number): void {
    this.add(both(kindHash(kind), both(both(one, other), third)))
  }

  add(feature: number): void {
    if (this.size < this.hashes.length) this.hashes[this.size++] = feature
  }

  /** A copy, for who keeps it. */
  taken(): Uint32Array {
    return this.hashes.slice(0, this.size)
  }
}

const beginning = hashOf('^')
const end = hashOf('$')

function putWords({ tokens: { all, starts } }: TextSigns, bag: TextFeatures): void {
  let previous = beginning
  let before = 0
  for (let at = 0; at < all.length; at++) {
    const token = all[at] ?? ''
    const own = hashOf(token)
    bag.put1('u', own)
    bag.put2('b', previous, own)
    if (before !== 0) {
      bag.put3('t', before, previous, own)
      bag.put2('k', before, own)
    }
    if (token.length >= 5 && isWord.test(token)) {
      bag.put1('p', hashOf(token, 0, 4))
      bag.put1('s', hashOf(token, token.length - 3))
    }
    before = previous
    previous = own
  }
  bag.put2('b', previous, end)
  bag.put3('t', before, previous, end)
  const first = all[0] ?? ''
  bag.put('1', first)
  bag.put2('2', hashOf(first), hashOf(all[1] ?? ''))
  bag.put('z', all.at(-1) ?? '')
  const last = starts.at(-1) ?? 0
  if (last > 0) {
    const opening = all[last] ?? ''
    bag.put('q', opening)
    bag.put2('q2', hashOf(opening), hashOf(all[last + 1] ?? ''))
  }
}

const telling = new Set(
  '! … " „ “ « > : ( <url> <time> <number> <name> <mention> <ref> <money> <code>'.split(' '),
)

function putShape(own: TextSigns, bag: TextFeatures): void {
  const { all, starts } = own.tokens
  bag.put('len', lengthClass(own.words))
  bag.put('sent', String(Math.min(starts.length, 4)))
  if (own.asks) bag.put('asks', starts.length === 1 ? 'alone' : own.endsAsking ? 'end' : 'within')
  else bag.put('asks', 'no')
  if (own.words === 0) bag.put('shape', 'no words')
  if (own.isInverted) bag.put('shape', own.asks ? 'inverted, marked' : 'inverted')
  if (own.laughs) bag.put('shape', 'laughs')
  for (let at = 0; at < all.length; at++) {
    const token = all[at] ?? ''
    if (telling.has(token) && all.indexOf(token) === at) bag.put('has', token)
  }
  bag.put(own.endsAsking ? 'lenask' : 'lentell', lengthClass(own.words))
}

function putCues(own: TextSigns, bag: TextFeatures): void {
  const last = own.tokens.starts.at(-1) ?? 0
  const length = hashOf(lengthClass(own.words))
  const present: number[] = []
  for (let cue = 0; cue < own.cues.length; cue++) {
    const at = own.cues[cue] ?? -1
    if (at < 0) continue
    const name = cueClasses[cue] ?? ''
    present.push(hashOf(name))
    bag.put('c', name)
    bag.put(own.endsAsking ? 'c?' : 'c.', name)
    if (at <= 1) bag.put('c1', name)
    if (last > 0 && at >= last) bag.put('cz', name)
    bag.put2('cl', hashOf(name), length)
  }
  for (let one = 0; one < present.length; one++) {
    for (let other = one + 1; other < present.length; other++) {
      bag.put2('cc', present[one] ?? 0, present[other] ?? 0)
    }
  }
  if (present.length === 0) bag.put('c', 'none')
}

function putSurroundings(own: TextSigns, around: Surroundings, bag: TextFeatures): void {
  const { before, after, parent } = around
  bag.put('gap', gapClass(around.gap))
  bag.put('gapAfter', gapClass(around.gapAfter))
  if (around.sameBefore) bag.put('same', 'before')
  if (around.sameAfter) bag.put('same', 'after')
  if (around.isReply) bag.put('is', 'reply')
  if (around.callsSomebody) bag.put('is', 'calls')
  if (around.isFirst) bag.put('is', 'first')
  if (around.isBot) bag.put('is', 'bot')
  putNeighbour(own, before, around.sameBefore ? placeNames.ownBefore : placeNames.before, bag)
  putNeighbour(own, after, around.sameAfter ? placeNames.ownAfter : placeNames.after, bag)
  if (parent !== null && parent !== before) putNeighbour(own, parent, placeNames.parent, bag)
}

const placeOf = (name: string) => ({
  none: `${name} none`,
  asks: `${name} asks`,
  both: `${name} and own`,
  length: `${name} length`,
  first: `${name} first`,
  cue: `${name} cue`,
})
const placeNames = {
  before: placeOf('before'),
  ownBefore: placeOf('own before'),
  after: placeOf('after'),
  ownAfter: placeOf('own after'),
  parent: placeOf('parent'),
}

function putNeighbour(
  own: TextSigns,
  other: TextSigns | null,
  place: ReturnType<typeof placeOf>,
  bag: TextFeatures,
): void {
  if (other === null) {
    bag.put(place.none, '')
    return
  }
  const pair = other.endsAsking ? (own.endsAsking ? '??' : '?.') : own.endsAsking ? '.?' : '..'
  bag.put(place.asks, other.endsAsking ? '?' : '.')
  bag.put2(place.both, hashOf(pair), hashOf(lengthClass(own.words)))
  bag.put(place.length, lengthClass(other.words))
  bag.put(place.first, other.tokens.all[0] ?? '')
  for (let cue = 0; cue < other.cues.length; cue++) {
    if ((other.cues[cue] ?? -1) >= 0) bag.put(place.cue, cueClasses[cue] ?? '')
  }
}
