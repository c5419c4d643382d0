import type { StoredMessage } from '../../ports/message.ts'
import type { Passage } from './passages.ts'
import { quoteOf } from './talk.ts'

export const maxNameWords = 5

/** One passage of one message, ready to be quoted. */
export interface PassageQuote {
  number: number
  /** Position of the passage in its message. */
  part: number
  messageId: string
  author: string
  authorKey: string
  at: number | null
  text: string
  /** What stands between it and the passage before, such as a blank. */
  gap: string
  /** True where its sentence began before it, or goes on behind it. */
  isCutBefore: boolean
  isCutBehind: boolean
  words: number
  /** Words of the name, which is shown once for passages that follow each other. */
  nameWords: number
}

/** Words of a name, as far as they count. */
export const nameWordsOf = (author: string): number =>
  Math.min(author.match(/[\p{L}\p{N}]+/gu)?.length ?? 1, maxNameWords)

export function quoteFrom(message: StoredMessage, part: number, passage: Passage): PassageQuote {
  const said = message.text.slice(passage.start, passage.end)
  // What belongs to the words before, such as the comma of "Folks,".
  const lead = /^[\s,;:.)\]]*/u.exec(said)?.[0] ?? ''
  return {
    number: message.number,
    part,
    messageId: message.id,
    author: message.author,
    authorKey: message.authorKey,
    at: message.at,
    text: quoteOf(said.slice(lead.length)),
    gap: lead.replace(/\s+/gu, ' '),
    isCutBefore: passage.isCutBefore,
    isCutBehind: passage.isCutBehind,
    words: passage.endWord - passage.firstWord,
    nameWords: nameWordsOf(message.author),
  }
}
