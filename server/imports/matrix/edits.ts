import { field, numberOf, textOf, type JsonObject } from '../reading/values.ts'
import { editedId, newContentOf, senderOf, type EditedContent } from './record.ts'

/** Characters of edits kept in memory; those beyond it are counted and not applied. */
const MAX_KEPT = 64 * 1_024 * 1_024
/** Edits of edits followed, in case they name each other in a circle. */
const MAX_STEPS = 100

interface Edit extends EditedContent {
  id: string
  target: string
  sender: string
  type: string
}

/** What becomes of an event of an edit when it is met. */
export type EditFate = 'newest' | 'superseded'

/**
 * The edits of an export, which may stand before or behind what they edit. Show every event to
 * `note` first; then `settle`, and ask. Memory grows with the edits, not with the messages.
 */
export function openEdits() {
  const edits = new Map<string, Edit>()
  const deleted = new Set<string>()
  /** The newest edits of a message, one for each person who tried. */
  const newest = new Map<string, Edit[]>()
  const originals = new Set<string>()
  let kept = 0

  /** The message at the end of edits of edits. */
  function rootOf(edit: Edit): string {
    let { target } = edit
    for (let step = 0; step < MAX_STEPS; step++) {
      const next = edits.get(target)?.target
      if (next === undefined) return target
      target = next
    }
    return target
  }

  return {
    /** False where there is no more room for an edit. */
    note(event: JsonObject): boolean {
      if (event['type'] === 'm.room.redaction') {
        deleted.add(textOf(event['redacts']) || textOf(field(event['content'], 'redacts')))
        return true
      }
      const target = editedId(event)
      const content = target === '' ? undefined : newContentOf(event)
      if (content === undefined) return true
      kept += JSON.stringify(content).length
      if (kept > MAX_KEPT) return false
      const [id, type, sender] = [textOf(event['event_id']), textOf(event['type']), senderOf(event)]
      const at = numberOf(event['origin_server_ts']) ?? 0
      edits.set(id, { id, target, sender, type, at, content })
      return true
    },

    settle(): void {
      for (const edit of edits.values()) {
        if (deleted.has(edit.id)) continue
        const root = rootOf(edit)
        const rivals = newest.get(root) ?? []
        const before = rivals.find(({ sender }) => sender === edit.sender)
        // The later one, and of two at one time the one with the greater id: so the standard says.
        if (before && (before.at - edit.at || (before.id < edit.id ? -1 : 1)) > 0) continue
        newest.set(root, [...rivals.filter((one) => one !== before), edit])
      }
    },

    /** The newest edit of a message, by who wrote the message. */
    of(event: JsonObject): EditedContent | undefined {
      if (newest.size === 0) return undefined
      const id = textOf(event['event_id'])
      const found = newest.get(id)
      if (!found) return undefined
      originals.add(id)
      return found.find(({ sender, type }) => sender === senderOf(event) && type === event['type'])
    },

    fateOf(event: JsonObject): EditFate {
      const edit = edits.get(textOf(event['event_id']))
      // Of several people's edits of a message that is not there, the first stands for it.
      return edit && newest.get(rootOf(edit))?.[0] === edit ? 'newest' : 'superseded'
    },

    /** The id of the message that an edit changes, where the export does not have the message. */
    missingOriginal(event: JsonObject): string | null {
      const edit = edits.get(textOf(event['event_id']))
      const root = edit && rootOf(edit)
      return root === undefined || originals.has(root) ? null : root
    },
  }
}

export type Edits = ReturnType<typeof openEdits>
