import { connect } from '../../server/engines/sqlite/database.ts'

interface Content {
  body?: string
  'm.relates_to'?: {
    rel_type?: string
    event_id?: string
    is_falling_back?: boolean
    'm.in_reply_to'?: { event_id?: string }
  }
  'm.new_content'?: Content
}

/** An event of a room; one that was redacted has no content. */
export interface MatrixEvent {
  event_id: string
  type: string
  sender: string
  origin_server_ts: number
  content: Content
}

/** One message as both sides have it. */
export interface SaidLine {
  id: string
  at: string
  author: string
  /** Null: it was deleted. */
  text: string | null
  /** What it answers, which is lost with its words; the message that began its thread. */
  replyTo: string | null
  editedAt: string | null
}

/** Events by room, as Synapse keeps them; those that were redacted without their content. */
export function eventsOf(database: string): Map<string, MatrixEvent[]> {
  const db = connect(database)
  try {
    const rows = db
      .prepare(
        `SELECT event_id, room_id, json FROM event_json JOIN events USING (event_id, room_id)
         WHERE event_id NOT IN (SELECT event_id FROM rejections) ORDER BY stream_ordering`,
      )
      .all() as unknown as { event_id: string; room_id: string; json: string }[]
    const redacted = new Set(
      (db.prepare('SELECT redacts FROM redactions').all() as unknown as { redacts: string }[]).map(
        ({ redacts }) => redacts,
      ),
    )
    const rooms = new Map<string, MatrixEvent[]>()
    for (const { event_id, room_id, json } of rows) {
      const event = { ...(JSON.parse(json) as MatrixEvent), event_id }
      if (redacted.has(event_id)) event.content = {}
      rooms.set(room_id, [...(rooms.get(room_id) ?? []), event])
    }
    return rooms
  } finally {
    db.close()
  }
}

const isEdit = ({ content }: MatrixEvent): boolean =>
  content['m.relates_to']?.rel_type === 'm.replace'

/** Messages of a room by the rules of Matrix: the newest edit by who has said it counts, whatever came first. */
export function saidIn(events: readonly MatrixEvent[]): Map<string, SaidLine> {
  const messages = events.filter(({ type }) => type === 'm.room.message')
  const newest = new Map<string, MatrixEvent>()
  for (const edit of messages.filter(isEdit)) {
    const target = edit.content['m.relates_to']?.event_id ?? ''
    const other = newest.get(`${target} ${edit.sender}`)
    if (other === undefined || other.origin_server_ts <= edit.origin_server_ts)
      newest.set(`${target} ${edit.sender}`, edit)
  }
  const lines = messages
    .filter((event) => !isEdit(event))
    .map((event): SaidLine => {
      const { event_id: id, sender, content } = event
      const edit = newest.get(`${id} ${sender}`)
      const isDeleted = content.body === undefined
      return {
        id,
        at: new Date(event.origin_server_ts).toISOString(),
        author: sender.slice(1, sender.indexOf(':')),
        text: isDeleted ? null : (edit?.content['m.new_content']?.body ?? content.body ?? ''),
        replyTo: isDeleted ? null : (content['m.relates_to']?.event_id ?? null),
        editedAt:
          isDeleted || edit === undefined ? null : new Date(edit.origin_server_ts).toISOString(),
      }
    })
  return new Map(lines.map((line) => [line.id, line]))
}

/** Events that are no change of another one: all that a room has as a line. */
export const linesIn = (events: readonly MatrixEvent[]): string[] =>
  events
    .filter((event) => event.type !== 'm.room.redaction' && !isEdit(event))
    .map(({ event_id }) => event_id)
