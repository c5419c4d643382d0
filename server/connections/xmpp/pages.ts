import { z } from 'zod'
import type { Archived, Change, Spoken } from '../../imports/xmpp/stanza.ts'
import type { Amendment } from '../../ports/revisions.ts'
import type { RoomPage, SaidMessage } from '../connector.ts'

const Waiting = z.object({
  target: z.string(),
  names: z.enum(['origin', 'archive']),
  by: z.string().nullable(),
  at: z.number(),
  text: z.string().nullable(),
})

/** Where a walk back through an archive stands. */
const Walk = z.object({
  /** The oldest thing that was read; what is older comes next. */
  id: z.string(),
  at: z.number(),
  /** The time that its message was given. */
  shownAt: z.number(),
  /** Changes of messages that were not met yet: they are older. */
  waiting: z.array(Waiting),
  /** Pages behind the place until which was read: messages there are known, and only what was changed is told. */
  beyond: z.number(),
  /** The place until which was read was met: changes from there on are known. */
  isKnown: z.boolean().default(false),
})
export type Walk = z.infer<typeof Walk>

/** Changes that wait for their message; those beyond are of messages that are too far back. */
const maxWaiting = 50
/** Pages that are read again for the messages of changes. */
const maxBeyond = 10

export const placeText = ({ at, id }: Archived): string => `${at}:${id}`

export function placeOf(text: string | null): Archived | null {
  const [, at, id] = /^(\d+):(.+)$/s.exec(text ?? '') ?? []
  return id === undefined ? null : { at: Number(at), id }
}

/** Null for what is no walk: it begins at the newest message. */
export function walkOf(text: string | null): Walk | null {
  if (text === null) return null
  try {
    return Walk.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** One thing of the archive, and what it means; null: it is no message. */
export type Entry = Archived & { spoken: Spoken | null }

/**
 * A page of an archive as the engine takes it. Archives hold messages as they were said, with edits and retractions behind
 * them; so what is read backwards meets a change before its message, and takes it along until the message comes.
 *
 * @param entries oldest first
 * @param isEnd nothing is older
 */
export function pageOf(
  entries: readonly Entry[],
  isEnd: boolean,
  { walk, until }: { walk: Walk | null; until: Archived | null },
): RoomPage {
  const waiting: Change[] = [...(walk?.waiting ?? [])]
  const said: SaidMessage[] = []
  const amendments: Amendment[] = []
  let isKnown = walk?.isKnown ?? false
  let isBeyond = (walk?.beyond ?? 0) > 0
  let shownAt = walk?.shownAt ?? Number.POSITIVE_INFINITY
  for (const { id, at, spoken } of entries.toReversed()) {
    shownAt = timeBefore(shownAt, at)
    // Archives are tidied up: the place itself may be gone, but not its time. All messages of that time are told again,
    // for those that came later stand before them.
    if (until !== null && at < until.at) isBeyond = true
    isKnown ||= isBeyond || id === until?.id
    if (spoken?.type === 'changed') {
      if (!isKnown && !waiting.some((one) => isSameTarget(one, spoken.change))) {
        waiting.push(spoken.change)
        const { by, target: key, at: deletedAt } = spoken.change
        // Whoever is not its author has to be a moderator, which the server has checked.
        if (by === null) amendments.push({ key, deletedAt })
      }
    } else if (spoken !== null) {
      const changes = waiting.filter((change) => isMeant(change, spoken))
      for (const change of changes) waiting.splice(waiting.indexOf(change), 1)
      if (!isBeyond || changes.length > 0) said.push(changed(spoken, changes, shownAt))
    }
  }
  const [oldest, newest] = [entries[0], entries.at(-1)]
  const beyond = isBeyond ? (walk?.beyond ?? 0) + 1 : 0
  const isOver =
    isEnd || oldest === undefined || (isBeyond && (waiting.length === 0 || beyond > maxBeyond))
  const next: Walk | null = isOver
    ? null
    : {
        id: oldest.id,
        at: oldest.at,
        shownAt,
        waiting: waiting.slice(0, maxWaiting),
        beyond,
        isKnown,
      }
  return {
    said,
    amendments,
    newest: newest === undefined ? null : placeText(newest),
    next: next === null ? null : JSON.stringify(next),
    threads: [],
  }
}

const isSameTarget = (one: Change, other: Change): boolean =>
  one.target === other.target && one.names === other.names && one.by === other.by

/** Nobody changes what another has said, but moderators take it back. */
const isMeant = (
  { names, target, by }: Change,
  { message, origin, by: author }: Spoken & { type: 'said' },
): boolean =>
  target === (names === 'origin' ? origin : message.sourceId) && (by === null || by === author)

/** Many archives tell whole seconds; within one, messages keep their order by a part of it that we give them. */
const timeBefore = (later: number, at: number): number =>
  at % 1_000 === 0 ? Math.max(at, Math.min(at + 999, later - 1)) : at

function changed(
  { message: heard, deletedAt }: Spoken & { type: 'said' },
  changes: readonly Change[],
  at: number,
): SaidMessage {
  const message = { ...heard, when: { ...heard.when, at } }
  const edit = changes.find(({ text }) => text !== null)
  const retraction = changes.find(({ text }) => text === null)
  return {
    message: edit?.text == null ? message : { ...message, text: edit.text },
    editedAt: edit?.at ?? null,
    deletedAt: retraction?.at ?? deletedAt,
  }
}
