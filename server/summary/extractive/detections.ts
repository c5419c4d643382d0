import type { StoredMessage } from '../../ports/message.ts'

/** A sentence that a detector has picked out of a message. */
export interface Finding {
  number: number
  messageId: string
  author: string
  at: number | null
  text: string
}

export const findingOf = (message: StoredMessage, text: string): Finding => ({
  number: message.number,
  messageId: message.id,
  author: message.author,
  at: message.at,
  text,
})
