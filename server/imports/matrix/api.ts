import { field, isObject, numberOf, textOf, type JsonObject } from '../reading/values.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import { editedId, matrixMessage, nameIn, newContentOf, senderOf } from './record.ts'

/** What an event of the client-server API means for a room. */
export type MatrixMeaning =
  | {
      type: 'said'
      message: IncomingMessage & { sourceId: string }
      editedAt: number | null
      deletedAt: number | null
    }
  | { type: 'edited'; target: string; by: string; editedAt: number; content: JsonObject }
  | { type: 'deleted'; target: string; deletedAt: number }

/** Names of people by their Matrix id, from the member events beside or among others. */
export function namesIn(
  events: readonly unknown[],
  names = new Map<string, string>(),
): Map<string, string> {
  for (const event of events) {
    const named = isObject(event) ? nameIn(event) : null
    if (named !== null) names.set(named.id, named.name)
  }
  return names
}

/** One event of a room as it is now; null for what is no message, such as a reaction. */
export function matrixMeaning(
  event: unknown,
  names: ReadonlyMap<string, string>,
): MatrixMeaning | null {
  if (!isObject(event)) return null
  const id = textOf(event['event_id'])
  const type = textOf(event['type'])
  const at = numberOf(event['origin_server_ts']) ?? 0
  if (id === '' || type === '' || type === 'm.reaction') return null
  if (type === 'm.room.redaction') {
    // Since version 11 of rooms the id stands in the content.
    const target = textOf(event['redacts']) || textOf(field(event['content'], 'redacts'))
    return target === '' ? null : { type: 'deleted', target, deletedAt: at }
  }
  const target = editedId(event)
  if (target !== '') {
    const content = newContentOf(event)
    if (content === undefined) return null
    return { type: 'edited', target, by: senderOf(event), editedAt: at, content }
  }
  const { unsigned } = event
  const edit = field(field(unsigned, 'm.relations'), 'm.replace')
  const isEdited = newContentOf(edit) !== undefined
  const redaction = field(unsigned, 'redacted_because')
  return {
    type: 'said',
    message: { ...matrixMessage(event, names), sourceId: id },
    editedAt: isEdited ? (numberOf(field(edit, 'origin_server_ts')) ?? at) : null,
    deletedAt: isObject(redaction) ? (numberOf(redaction['origin_server_ts']) ?? at) : null,
  }
}

/** The words and files that an edit wants a message to have. */
export function editedWords(
  content: JsonObject,
  names: ReadonlyMap<string, string>,
): Pick<IncomingMessage, 'text' | 'attachments'> {
  const { text, attachments } = matrixMessage({ type: 'm.room.message', content }, names)
  return { text, attachments }
}
