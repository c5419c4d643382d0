import type { StoredMessage } from '../../server/ports/message.ts'
import { messageOf } from './qmsum.ts'

const batchSize = 1_000
const vocabulary = 40_000
const syllables = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu'.split(' ')
const common =
  'the of and to a in is you that it he was for on are as with his they i at be this have from or one had by but not what all were we when your can said'.split(
    ' ',
  )

/**
 * A room of any size, the same every time it is read: words by Zipf's law, 14 a message on
 * average, 300 people, a minute between messages, some questions and links.
 */
export function* syntheticRoom(total: number): Generator<StoredMessage[]> {
  const random = randomFrom(1)
  for (let done = 0; done < total;) {
    const batch: StoredMessage[] = []
    while (batch.length < batchSize && done < total) {
      done++
      const words = 1 + Math.floor(random() * 27)
      const text = Array.from({ length: words }, () => wordAt(zipf(random()))).join(' ')
      const end = random() < 0.1 ? '?' : random() < 0.02 ? ` https://example.org/${done}` : '.'
      const author = `person${Math.floor(random() * 300)}`
      batch.push({ ...messageOf(done, author, text + end), at: 1_600_000_000_000 + done * 60_000 })
    }
    yield batch
  }
}

/** Rank 0 to `vocabulary`, low ranks as often as in real text (exponent 1). */
const zipf = (uniform: number): number => Math.floor(Math.exp(uniform * Math.log(vocabulary))) - 1

function wordAt(rank: number): string {
  const word = common[rank]
  if (word !== undefined) return word
  let text = ''
  for (let rest = rank; rest > 0; rest = Math.floor(rest / syllables.length)) {
    text += syllables[rest % syllables.length] ?? ''
  }
  return text
}

/** mulberry32: 32 bits of state are enough for a benchmark, and it is the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
