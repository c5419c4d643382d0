import type { MessageFilter } from '../contract/report-options.ts'
import type { StoredMessage } from '../ports/message.ts'
import type { Speech } from '../words/speech.ts'

/** Letters as they are compared: without case, and without marks, so that "crane" finds "Crâne". */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a message fits. Asked in the order of the room, because a thread is known by what came before. */
function fits(filter: MessageFilter): (message: StoredMessage) => boolean {
  const people = filter.people && new Set(filter.people.map(plain))
  const words = filter.keyword === undefined ? [] : plain(filter.keyword).split(/\s+/)
  const thread = filter.thread === undefined ? null : new Set([filter.thread])
  return ({ id, author, sourceName, kind, text, replyTo }) => {
    if (thread !== null) {
      if (!thread.has(id) && (replyTo === null || !thread.has(replyTo))) return false
      thread.add(id)
    }
    if (kind !== 'message') return false
    if (people && ![author, sourceName ?? author].some((name) => people.has(plain(name)))) {
      return false
    }
    const said = words.length === 0 ? '' : plain(text)
    return words.every((word) => said.includes(word))
  }
}

/** The messages of a part of a room, numbered as rows of its transcript; all of them without a filter. */
export async function* filtered(
  slices: AsyncIterable<readonly StoredMessage[]>,
  filter: MessageFilter | undefined,
): AsyncGenerator<readonly StoredMessage[], void, void> {
  if (filter === undefined) return yield* slices
  const isWanted = fits(filter)
  let number = 0
  for await (const slice of slices) {
    // Also an empty one: whoever reads gives way between two.
    yield slice.filter(isWanted).map((message) => ({ ...message, number: (number += 1) }))
  }
}

/**
 * `only messages by Ann, Ben, with “crane”`: what a report is of, in its language.
 *
 * @param hidesNames where the report has no names, people are counted
 */
export function partText(speech: Speech, filter: MessageFilter, hidesNames: boolean): string {
  const { people = [], keyword, thread } = filter
  const names = hidesNames ? speech.many('people', people.length) : people.join(', ')
  const parts = [
    people.length === 0 ? '' : speech.say('part_by', { names }),
    keyword === undefined
      ? ''
      : speech.say('part_with', { quote: speech.say('quote', { text: keyword }) }),
    thread === undefined ? '' : speech.say('part_thread'),
  ]
  return speech.say('part_only', { parts: parts.filter((part) => part !== '').join(', ') })
}
