import { actCount, actIndex, columnsOf, type Act } from '../acts/acts.ts'
import { commonWords } from '../acts/common-words.ts'
import { cueClasses, type CueClass } from '../acts/cue-phrases.ts'
import { childrenOf, type Talk } from '../acts/talk-view.ts'
import type { Cells } from './cells.ts'
import { callingShare, listeningShare, spokenShare } from './manner.ts'

/** A talk with what many anchors ask for again and again. */
export interface Exchanges {
  talk: Talk
  children: readonly (readonly number[])[]
  /** The first line of each line's thread. */
  roots: Int32Array
  /** Mean probability of each act, over the whole talk. */
  means: Float32Array
  /** Different people. */
  people: number
  /** How the room talks: shares of lines that only listen, and that call somebody by name. */
  listening: number
  calling: number
  /** A transcript of speech, where "yeah" says "I am listening". */
  isSpoken: boolean
  /** Acts of the second look: line by act. */
  p(line: number, act: Act): number
}

export function exchangesOf(talk: Talk): Exchanges {
  const { lines, parents, second } = talk
  const roots = new Int32Array(lines.length)
  for (let at = 0; at < lines.length; at++) {
    const parent = parents[at] ?? -1
    roots[at] = parent < 0 ? at : (roots[parent] ?? at)
  }
  const means = new Float32Array(actCount)
  for (let at = 0; at < lines.length; at++) {
    for (let a = 0; a < actCount; a++) {
      means[a] = (means[a] ?? 0) + (second[at * actCount + a] ?? 0) / lines.length
    }
  }
  const listening = listeningShare(lines)
  return {
    talk,
    children: childrenOf(parents),
    roots,
    means,
    people: new Set(lines.map(({ author }) => author)).size,
    listening,
    calling: callingShare(lines),
    isSpoken: listening >= spokenShare,
    p: (line, act) => second[line * actCount + actIndex[act]] ?? 0,
  }
}

const around = columnsOf([
  'propose',
  'accept',
  'refuse',
  'settle',
  'request',
  'promise',
  'done',
  'ask',
  'answer',
  'noanswer',
  'joke',
  'rhetorical',
  'greet',
  'tell',
])
const before = columnsOf([
  'propose',
  'request',
  'promise',
  'ask',
  'settle',
  'accept',
  'joke',
  'refuse',
])
const after = columnsOf([
  'accept',
  'refuse',
  'settle',
  'joke',
  'done',
  'promise',
  'answer',
  'noanswer',
  'greet',
  'propose',
])
const byChildren = columnsOf([
  'accept',
  'refuse',
  'answer',
  'noanswer',
  'joke',
  'promise',
  'settle',
  'greet',
])
const rivals = columnsOf(['settle', 'promise', 'ask', 'request', 'propose'])
const inRoom = columnsOf(['propose', 'settle', 'promise', 'ask', 'answer', 'joke', 'procedure'])
const told = (
  [
    'hedge',
    'past',
    'joke',
    'settle',
    'promise',
    'request',
    'propose',
    'noAnswer',
    'found',
    'accept',
    'refuse',
    'ask',
    'procedure',
    'done',
  ] satisfies CueClass[]
).map((cue) => cueClasses.indexOf(cue))
const steps = [-2, -1, 1, 2, 3]
const { propose, accept, refuse, procedure, quote } = actIndex

const lookBack = 8
const lookAhead = 6
const rivalReach = 6

/**
 * Everything that may tell whether the line `at` settles a decision, takes on a task, or asks what
 * stays open. The order is that of the trained weights.
 */
export function anchorFeatures(exchanges: Exchanges, at: number, cells: Cells): void {
  const { talk } = exchanges
  const { lines, parents, sureness, second } = talk
  const line = lines[at]
  if (line === undefined) return
  const parent = parents[at] ?? -1
  const grandparent = parent < 0 ? -1 : (parents[parent] ?? -1)
  putActs(second, at, around, cells)
  cells.add(second[at * actCount + procedure] ?? 0)
  cells.add(second[at * actCount + quote] ?? 0)
  putActs(second, parent, around, cells)
  cells.add(parent < 0 ? 0 : (sureness[at] ?? 0))
  cells.add(parent < 0 ? 0 : Math.min(20, at - parent))
  cells.add(parent >= 0 && lines[parent]?.author === line.author ? 1 : 0)
  cells.add(parent < 0 ? -1 : commonWords(line, lines[parent] ?? line))
  putActs(second, grandparent, before, cells)
  for (const step of steps) {
    putActs(second, at + step, around, cells)
    const author = lines[at + step]?.author
    cells.add(author === undefined ? -1 : author === line.author ? 1 : 0)
  }
  for (const act of before) cells.add(highest(second, act, at - lookBack, at - 1))
  for (const act of after) cells.add(highest(second, act, at + 1, at + lookAhead))
  putReplies(exchanges, at, cells)
  putThread(exchanges, at, cells)
  for (const act of rivals) putRivals(second, at, act, cells)
  putText(exchanges, at, cells)
  for (const act of inRoom) cells.add(exchanges.means[act] ?? 0)
  cells.add(Math.min(12, exchanges.people))
  cells.add(exchanges.listening)
  cells.add(exchanges.calling)
}

function putActs(table: Float32Array, at: number, acts: readonly number[], cells: Cells): void {
  const from = at * actCount
  for (const act of acts) cells.add(at < 0 ? 0 : (table[from + act] ?? 0))
}

function highest(table: Float32Array, act: number, from: number, to: number): number {
  let most = 0
  for (let at = Math.max(0, from); at <= to; at++) {
    const value = table[at * actCount + act] ?? 0
    if (value > most) most = value
  }
  return most
}

/** How the line stands among its neighbours in one act. */
function putRivals(table: Float32Array, at: number, act: number, cells: Cells): void {
  const mine = table[at * actCount + act] ?? 0
  let rank = 0
  let most = 0
  for (let other = Math.max(0, at - rivalReach); other <= at + rivalReach; other++) {
    if (other === at) continue
    const value = table[other * actCount + act] ?? 0
    if (value > mine) rank++
    if (value > most) most = value
  }
  cells.add(rank)
  cells.add(mine - most)
}

function putReplies({ talk, children }: Exchanges, at: number, cells: Cells): void {
  const { lines, sureness, second } = talk
  const replies = children[at] ?? []
  const author = lines[at]?.author
  cells.add(replies.length)
  for (const act of byChildren) {
    let most = 0
    let ownMost = 0
    for (const child of replies) {
      const value = (second[child * actCount + act] ?? 0) * (sureness[child] ?? 0)
      if (lines[child]?.author === author) ownMost = Math.max(ownMost, value)
      else most = Math.max(most, value)
    }
    cells.add(most)
    cells.add(ownMost)
  }
}

/** What lies between the line and the first one of its thread, and who agreed to it. */
function putThread(exchanges: Exchanges, at: number, cells: Cells): void {
  const { talk, children } = exchanges
  const { lines, parents, sureness, second } = talk
  const proposes = (one: number): number => second[one * actCount + propose] ?? 0
  const line = lines[at]
  let proposal = -1
  let hops = 0
  let sure = 1
  let depth = 0
  for (let up = parents[at] ?? -1; up >= 0 && depth < 8; up = parents[up] ?? -1) {
    depth++
    sure *= sureness[up] ?? 1
    if (proposal < 0 ? proposes(up) > 0.2 : proposes(up) > proposes(proposal)) {
      proposal = up
      hops = depth
    }
  }
  const supporters = new Set<string>()
  let support = 0
  let against = 0
  let people = 0
  if (proposal >= 0) {
    const seen = new Set<string>()
    for (const child of children[proposal] ?? []) {
      const one = lines[child]
      if (one === undefined || child > at + 4) continue
      seen.add(one.author)
      const agrees = (second[child * actCount + accept] ?? 0) * (sureness[child] ?? 0)
      if (one.author !== lines[proposal]?.author && !supporters.has(one.author)) {
        support += agrees
        if (agrees > 0.25) supporters.add(one.author)
      }
      against += (second[child * actCount + refuse] ?? 0) * (sureness[child] ?? 0)
    }
    people = seen.size
  }
  const asking = proposal < 0 ? undefined : lines[proposal]
  cells.add(proposal < 0 ? 0 : proposes(proposal))
  cells.add(hops)
  cells.add(depth)
  cells.add(sure)
  cells.add(proposal < 0 ? -1 : at - proposal)
  cells.add(supporters.size)
  cells.add(support)
  cells.add(against)
  cells.add(people)
  cells.add(asking?.author === line?.author ? 1 : 0)
  cells.add(asking === undefined || line === undefined ? -1 : commonWords(line, asking))
}

function putText({ talk: { lines } }: Exchanges, at: number, cells: Cells): void {
  const line = lines[at]
  if (line === undefined) return
  const { signs } = line
  for (const cue of told) {
    const place = signs.cues[cue] ?? -1
    cells.add(place < 0 ? 0 : place <= 1 ? 2 : 1)
  }
  const { all, starts } = signs.tokens
  const has = (token: string): number => (all.includes(token) ? 1 : 0)
  const gap = (one: number, other: number): number => {
    const from = lines[one]?.at
    const to = lines[other]?.at
    return from == null || to == null ? 0 : Math.log1p(Math.max(0, to - from) / 60_000)
  }
  cells.add(signs.endsAsking ? 2 : signs.asks ? 1 : 0)
  cells.add(signs.words)
  cells.add(starts.length)
  cells.add(signs.laughs ? 1 : 0)
  cells.add(
    (lines[at + 1]?.signs.laughs === true ? 1 : 0) + (lines[at + 2]?.signs.laughs === true ? 1 : 0),
  )
  cells.add(has('<time>') + has('<number>'))
  cells.add(has('<name>') + has('<mention>'))
  cells.add(has('<url>'))
  cells.add(has('"') + has('„') + has('“') + has('«') + has('>'))
  cells.add(line.isFirst ? 1 : 0)
  cells.add(line.named.size)
  cells.add(gap(at - 1, at))
  cells.add(gap(at, at + 1))
  cells.add(Math.min(20, lines.length - 1 - at))
}
