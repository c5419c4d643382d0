import { hash } from 'node:crypto'
import type { KeyedMessage, Messages } from '../../ports/messages.ts'

/** What tells a message from another one under its key. `at` is left out where no time is known. */
export type Said = Pick<KeyedMessage, 'key' | 'author' | 'text'> & { at?: number | undefined }

const isSame = (one: Said, other: Said): boolean =>
  one.text === other.text &&
  one.author === other.author &&
  (one.at === undefined || other.at === undefined || one.at === other.at)

/** The key of a message whose own key another one has. */
const otherKey = ({ key, at = 0, author, text }: Said): string =>
  `${key}~${hash('sha1', `${at}\0${author}\0${text}`, 'base64url').slice(0, 12)}`

/**
 * Keys under which messages of one room stand in another: their own, but for those that other messages have there.
 * Both rooms may have numbered their messages from 1.
 *
 * @returns in the order of the messages
 */
export async function keysIn(
  { withKeys }: Pick<Messages, 'withKeys'>,
  roomId: number,
  messages: readonly Said[],
): Promise<string[]> {
  const there = await withKeys(
    roomId,
    messages.map(({ key }) => key),
  )
  const taken = new Map(there.map((message) => [message.key, message]))
  return messages.map((message) => {
    const found = taken.get(message.key)
    return found === undefined || isSame(message, found) ? message.key : otherKey(message)
  })
}
