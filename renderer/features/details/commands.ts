import { createCommand } from '../../api/services.ts'
import { RestError } from '../../api/rest.ts'

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
  async ({ roomOid, cursor }: { roomOid: string; cursor: string | null }, { extra: { rest } }) =>
    rest.messages(roomOid, { limit: previewSize, ...(cursor !== null && { cursor }) }),
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
