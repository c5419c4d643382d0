import { messageLimits } from '../contract/limits.ts'
import { messageKey } from '../imports/reading/identity.ts'
import { storable } from '../ports/storable-text.ts'
import type { RevisedMessage } from '../ports/revisions.ts'
import type { SaidMessage } from './connector.ts'

const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).toWellFormed()

const nameOf = (value: string): string => cut(storable(value), messageLimits.maxAuthorLength)

/** The key of a message by the id of its source: that which an export of the room gives it, too. */
export const keyOf = (sourceId: string, at: number | null): string =>
  storable(
    sourceId.length <= messageLimits.maxSourceIdLength ? sourceId : messageKey(at, '', sourceId),
  )

/** A message of a connection as the store takes it. */
export function revisedMessage({
  message,
  editedAt,
  deletedAt,
  isPlaced,
}: SaidMessage): RevisedMessage {
  const { when, sourceId, author, authorKey, isBot, kind, text, replyTo, attachments } = message
  return {
    key: keyOf(sourceId, when.at),
    sourceId: storable(cut(sourceId, messageLimits.maxSourceIdLength)),
    at: when.at === null ? 0 : Math.trunc(when.at),
    timeSource: when.at === null ? 'unknown' : when.timeSource,
    author: nameOf(author),
    authorKey: authorKey ? nameOf(authorKey) : undefined,
    isBot,
    kind,
    text: storable(text),
    replyTo: replyTo ? storable(replyTo) : null,
    attachments,
    editedAt,
    deletedAt,
    isPlaced,
  }
}
