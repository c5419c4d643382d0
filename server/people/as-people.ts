import type { StoredMessage } from '../ports/message.ts'
import type { Messages } from '../ports/messages.ts'
import type { KnownAuthor } from '../ports/people.ts'

/**
 * The messages of one room by the people who wrote them: authors that are one person have one key and one
 * name, and each has the role that was said of it. The only place where what people say of each other meets
 * what was written; all that a report tells is counted behind it.
 */
export function asPeople<
  Port extends Pick<Messages, 'page'> & Partial<Pick<Messages, 'times' | 'pageBackwards'>>,
>(messages: Port, known: readonly KnownAuthor[]): Port {
  if (known.length === 0) return messages
  const byKey = new Map(known.map((author) => [author.authorKey, author]))
  const { times, pageBackwards } = messages
  return {
    ...messages,
    async page(range, page) {
      const { items, next } = await messages.page(range, page)
      return { items: items.map((message) => asPerson(message, byKey)), next }
    },
    ...(pageBackwards !== undefined && {
      async pageBackwards(...asked: Parameters<Messages['pageBackwards']>) {
        const { items, next } = await pageBackwards(...asked)
        return { items: items.map((message) => asPerson(message, byKey)), next }
      },
    }),
    ...(times !== undefined && {
      async times(...asked: Parameters<Messages['times']>) {
        const { items, next } = await times(...asked)
        const keyed = items.map(({ at, authorKey }) => {
          return { at, authorKey: byKey.get(authorKey)?.personOid ?? authorKey }
        })
        return { items: keyed, next }
      },
    }),
  }
}

function asPerson(message: StoredMessage, byKey: ReadonlyMap<string, KnownAuthor>): StoredMessage {
  const known = byKey.get(message.authorKey)
  if (known === undefined) return message
  const author = known.name ?? message.author
  return {
    ...message,
    author,
    authorKey: known.personOid,
    ...(author !== message.author && { sourceName: message.author }),
    ...(known.role !== null && { role: known.role }),
  }
}
