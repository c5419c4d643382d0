import { createCommand } from '../../api/services.ts'
import { RestError, type MessageQuery } from '../../api/rest.ts'

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

export const readMessages = createCommand(
  'details/messages',
  async (
    { roomOid, query }: { roomOid: string; query: MessageQuery },
    { extra: { rest }, signal },
  ) => rest.messages(roomOid, { limit: previewSize, ...query }, signal),
)

/** Messages shown before a quoted one, and from it on. */
const around = { before: 4, from: 7 }

/** What was said around a moment, in order. */
export const readAround = createCommand(
  'details/around',
  async ({ roomOid, at }: { roomOid: string; at: string }, { extra: { rest }, signal }) => {
    const [before, after] = await Promise.all([
      rest.messages(roomOid, { order: 'newest', to: at, limit: around.before }, signal),
      rest.messages(roomOid, { from: at, limit: around.from }, signal),
    ])
    return [...before.items.toReversed(), ...after.items]
  },
)

/** Messages of a room with these words. */
export const findMessages = createCommand(
  'details/find',
  async ({ roomOid, query }: { roomOid: string; query: string }, { extra: { rest }, signal }) =>
    rest.search({ q: query, roomOid, limit: previewSize }, signal),
)

/** What became of each attempt of a report that has ended. */
export const readAttempts = createCommand(
  'details/attempts',
  async (reportOid: string, { extra: { rest } }) => rest.attempts(reportOid),
)

/** What happened to a report, oldest first. `turn` is what it is read for; it is not sent. */
export const readLog = createCommand(
  'details/log',
  async ({ reportOid }: { reportOid: string; turn: string }, { extra: { rest } }) =>
    rest.log(reportOid),
)
