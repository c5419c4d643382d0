import type { Amendment, Arrival, Revision, RevisedMessage } from '../../ports/revisions.ts'
import { deletedText } from '../../ports/revisions.ts'
import { attachmentsOf, sayable } from './message-rows.ts'

/** `messages.arrival` as the schemas number it; 0 is for what no connection has brought. */
export const arrivalCodes: Record<Arrival, number> = { live: 1, catchup: 2, backfill: 3 }

/** What has to be known of a row to revise it. */
export interface KnownRow {
  key: string
  at: number
  ord: number
  importId: number
  authorKey: string
  isSystem: boolean
  editedAt: number | null
  deletedAt: number | null
  replyTo: string | null
  /** Words of one that answers nothing, which may begin with the name of its topic; null of others. */
  opening: string | null
  /** JSON; null if there are none. */
  attachments: string | null
}

/** A row as it becomes. */
export interface ChangedRow extends KnownRow {
  text: string
  /** Milliseconds since 1970 at which we learned that it was edited or deleted; null: not now. */
  changedAt: number | null
}

/** A row, by its old place, and the time at which it stands from then on; moved after `changed` is written. */
export interface MovedRow {
  row: KnownRow
  at: number
}

export interface RevisionPlan {
  /** New ones, in their order; what was deleted is a system line already. */
  added: RevisedMessage[]
  changed: ChangedRow[]
  /** Rows of imports that belong to the room from now on. */
  claimed: KnownRow[]
  /** They keep their `ord`, and so their order among those of one time. */
  moved: MovedRow[]
  duplicates: number
  edited: number
  deleted: number
  /** Messages that answer another one than before, or begin a topic of another name. */
  placed: number
  /** Messages that have become system lines. */
  silenced: number
}

/** Keys of all messages that a revision speaks of. */
export const keysOf = ({ messages, amendments = [] }: Revision): string[] => [
  ...new Set([...messages, ...amendments].map(({ key }) => key)),
]

/** Nothing of it is kept but that it was there. */
const emptied = (message: RevisedMessage): RevisedMessage =>
  (message.deletedAt ?? null) === null
    ? message
    : { ...message, kind: 'system', text: deletedText, attachments: [] }

const isPlacing = (amendment: Amendment): amendment is Amendment & PlacedWords =>
  'replyTo' in amendment
const isDeletion = (amendment: Amendment): amendment is Amendment & { deletedAt: number } =>
  'deletedAt' in amendment

/**
 * What a revision means for the rows that are there; both engines carry it out in a transaction of their own.
 *
 * @param now milliseconds since 1970
 */
export function planRevision(
  revision: Revision,
  known: readonly KnownRow[],
  now: number,
): RevisionPlan {
  const rows = new Map(known.map((row) => [row.key, row]))
  const added = new Map<string, RevisedMessage>()
  const changed = new Map<string, ChangedRow>()
  const claimed = new Map<string, KnownRow>()
  const moved = new Map<string, MovedRow>()
  const isAsked = revision.arrival !== 'live'
  const plan = { duplicates: 0, edited: 0, deleted: 0, placed: 0, silenced: 0 }

  function end(row: KnownRow, deletedAt: number): void {
    if (row.deletedAt !== null) return
    plan.deleted += 1
    if (!row.isSystem) plan.silenced += 1
    const empty = {
      text: deletedText,
      attachments: null,
      isSystem: true,
      deletedAt,
      changedAt: now,
    }
    settle({ ...row, ...empty })
  }

  function edit(row: KnownRow, { editedAt, ...said }: EditedWords): void {
    if (row.deletedAt !== null || editedAt <= (row.editedAt ?? Number.NEGATIVE_INFINITY)) return
    plan.edited += 1
    const { text } = said
    settle({ ...row, editedAt, text, attachments: attachmentsOf(said), changedAt: now })
  }

  function place(row: KnownRow, { replyTo = null, text }: PlacedWords): void {
    const isThere = replyTo === row.replyTo && (replyTo !== null || text === row.opening)
    if (row.deletedAt !== null || isThere) return
    plan.placed += 1
    const opening = replyTo === null ? text : null
    settle({ ...row, replyTo, opening, text, changedAt: changed.get(row.key)?.changedAt ?? null })
  }

  function settle(row: ChangedRow): void {
    rows.set(row.key, row)
    changed.set(row.key, row)
  }

  function take(message: RevisedMessage): void {
    const { editedAt = null, deletedAt = null } = message
    const row = rows.get(message.key)
    if (row === undefined) {
      const before = added.get(message.key)
      if (before !== undefined) plan.duplicates += 1
      // Of one that is told twice, the newer state counts.
      if (before === undefined || isNewer(message, before)) added.set(message.key, message)
      return
    }
    plan.duplicates += 1
    if (row.importId > 0) claimed.set(row.key, row)
    const { at, timeSource } = message
    if (isAsked && timeSource === 'explicit' && at !== row.at) moved.set(row.key, { row, at })
    if (deletedAt !== null) end(row, deletedAt)
    else {
      if (editedAt !== null) edit(row, { ...message, editedAt })
      if (message.isPlaced === true) place(rows.get(message.key) ?? row, message)
    }
  }

  function amend(amendment: Amendment): void {
    const row = rows.get(amendment.key)
    const message = added.get(amendment.key)
    if (row !== undefined) {
      if (isDeletion(amendment)) end(row, amendment.deletedAt)
      else if (isPlacing(amendment)) place(row, amendment)
      else if ((amendment.by ?? row.authorKey) === row.authorKey) edit(row, amendment)
    } else if (message !== undefined) {
      const author = message.authorKey ?? message.author
      if ('by' in amendment && (amendment.by ?? author) !== author) return
      const next = { ...message, ...amendment }
      if (isPlacing(amendment) || isNewer(next, message)) added.set(amendment.key, next)
    }
  }

  for (const message of revision.messages) take(sayable(message))
  for (const amendment of revision.amendments ?? []) amend(amendment)
  return {
    ...plan,
    added: [...added.values()].map(emptied),
    changed: [...changed.values()],
    claimed: [...claimed.values()],
    moved: [...moved.values()],
  }
}

type PlacedWords = Pick<RevisedMessage, 'text' | 'replyTo'>
type EditedWords = Pick<RevisedMessage, 'text' | 'attachments'> & { editedAt: number }

function isNewer(one: RevisedMessage, other: RevisedMessage): boolean {
  if ((other.deletedAt ?? null) !== null) return false
  if ((one.deletedAt ?? null) !== null) return true
  const never = Number.NEGATIVE_INFINITY
  return (one.editedAt ?? never) > (other.editedAt ?? never)
}
