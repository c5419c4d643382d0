import type { StoredMessage } from '../../server/ports/message.ts'

/** The same room for every contender: seeded, two hundred people, a reply in three messages. */
const SEED = 20_260_302
const AUTHORS = 200
const words = (
  'the release is on Friday if the tests are green and nobody finds another bug in the export ' +
  'please look at it and tell me what you think over coffee thanks ok maybe later today'
).split(' ')
/** One word in forty, so that about every fourth message has one. */
const rareWords = ['&', '<details>', 'café', 'naïve', '日本語', '👍', '"quoted"', '...']

export const transcriptHeader = [
  '#',
  'Time (UTC)',
  'Author',
  'Message',
  'Kind',
  'Reply to',
  'Attachments',
  'Source id',
] as const

export function* slices(total: number, size = 1_000): Generator<readonly StoredMessage[]> {
  let state = SEED
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
  for (let start = 1; start <= total; start += size) {
    const slice: StoredMessage[] = []
    for (let number = start; number < Math.min(start + size, total + 1); number += 1) {
      let text = `${number.toString(36)}`
      for (let count = 4 + next(20); count > 0; count -= 1) {
        const from = next(40) === 0 ? rareWords : words
        text += ` ${from[next(from.length)] ?? ''}`
      }
      const author = `Person number ${next(AUTHORS)}`
      slice.push({
        number,
        id: `17090${10_000_000 + number}.000100`,
        sourceId: `17090${10_000_000 + number}.000100`,
        at: Date.UTC(2020, 0, 1) + number * 61_234,
        timeSource: 'explicit',
        author,
        authorKey: author,
        kind: next(20) === 0 ? 'system' : 'message',
        text,
        replyTo:
          number > 50 && next(10) < 3 ? `17090${10_000_000 + number - next(50)}.000100` : null,
        attachments: next(25) === 0 ? [{ name: `picture-${number}.png` }] : [],
      })
    }
    yield slice
  }
}
