import type { ItemChoice } from '../../../server/contract/summary.ts'
import { httpLimits } from '../../../server/contract/limits.ts'
import { createCommand, createRequest } from '../../api/services.ts'
import type { MessageQuery } from '../../api/queries.ts'
import { RestError } from '../../api/rest-error.ts'

/** Messages shown at a time. */
export const previewSize = 30

/** The summary of a report, or null while there is none. */
export const readSummary = createCommand(
  'details/summary',
  async (reportOid: string, { extra: { rest }, signal }) => {
    try {
      return await rest.summary(reportOid, signal)
    } catch (error) {
      if (error instanceof RestError && error.status === 404) return null
      throw error
    }
  },
)

/** Keeps what a person has chosen, and has the workbook written again. `undo` is the way back. */
export const chooseItems = createCommand(
  'details/choose',
  async (
    { reportOid, items }: { reportOid: string; items: ItemChoice[]; undo: ItemChoice[] },
    { extra: { rest, live } },
  ) => {
    const { report } = await rest.choose(reportOid, { items })
    live.follow([report])
    return report
  },
)

export const readMessages = createCommand(
  'details/messages',
  async (
    { roomOid, query }: { roomOid: string; query: MessageQuery },
    { extra: { rest }, signal },
  ) => rest.messages(roomOid, { limit: previewSize, ...query }, signal),
)

/** Messages shown before a quoted one, and from it on. */
const around = { before: 4, from: 7 }

/** The message that others are read around: when it was said, and its number in the room where that is known. */
export interface Place {
  roomOid: string
  /** Null where nobody knows; then the number leads to it. */
  at: string | null
  number?: number | undefined
}

/**
 * What was said around a message, in order. Of many messages of one moment the number tells which; then as
 * many are read from that moment on as lie before it.
 */
export const readAround = createCommand(
  'details/around',
  async ({ roomOid, at, number }: Place, { extra: { rest }, signal }) => {
    const from = at === null ? {} : { from: at }
    const [before, first] = await Promise.all([
      at === null
        ? []
        : rest
            .messages(roomOid, { order: 'newest', to: at, limit: around.before }, signal)
            .then(({ items }) => items.toReversed()),
      rest.messages(roomOid, { ...from, limit: around.from }, signal),
    ])
    const after = [...first.items]
    const wanted = number === undefined ? 0 : number + around.from - 1
    let cursor = first.nextCursor
    while (cursor !== null) {
      const missing = wanted - (after.at(-1)?.number ?? wanted)
      if (missing <= 0) break
      const limit = Math.min(missing, httpLimits.maxPageSize)
      const page = await rest.messages(roomOid, { ...from, cursor, limit }, signal)
      after.push(...page.items)
      cursor = page.nextCursor
    }
    const all = [...before, ...after]
    const place = all.findIndex((message) => message.number === number)
    if (place === -1) return [...before, ...after.slice(0, around.from)]
    return all.slice(Math.max(0, place - around.before), place + around.from)
  },
)

/** Messages of a room with these words. */
export const findMessages = createCommand(
  'details/find',
  async ({ roomOid, query }: { roomOid: string; query: string }, { extra: { rest }, signal }) =>
    rest.search({ q: query, roomOid, limit: previewSize }, signal),
)

/** `turn` is what they are read for; it is not sent. */
export const readDispatches = createCommand(
  'details/dispatches',
  async ({ reportOid }: { reportOid: string; turn: unknown }, { extra: { rest } }) =>
    rest.dispatches(reportOid),
)

export const retryDispatches = createRequest(
  'details/dispatches-retry',
  (rest) => rest.retryDispatches,
)

/** The mail of a report as it would go out. */
export const readMail = createRequest('details/mail', (rest) => rest.mail)

/** Lets a report go out that waits for that, or not. */
export const approveReport = createCommand(
  'details/approve',
  async ({ reportOid, approved }: { reportOid: string; approved: boolean }, { extra: { rest } }) =>
    rest.approve(reportOid, approved),
)

/** An address by which somebody else may approve it. */
export const makeApprovalLink = createRequest('details/approval-link', (rest) => rest.approvalLink)

/** What became of each attempt of a report that has ended. */
export const readAttempts = createRequest('details/attempts', (rest) => rest.attempts)

/** What happened to a report, oldest first. `turn` is what it is read for; it is not sent. */
export const readLog = createCommand(
  'details/log',
  async ({ reportOid }: { reportOid: string; turn: string }, { extra: { rest } }) =>
    rest.log(reportOid),
)
