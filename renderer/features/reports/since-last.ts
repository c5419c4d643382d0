import { RestError, type Rest } from '../../api/rest.ts'

/** Finished reports of a room that are looked at; the last ones may have found nothing to report. */
const lookedAt = 5

type Reading = Pick<Rest, 'reports' | 'summary'>

/**
 * First instant that no finished report of the room has read, or null if there is none: then every
 * message is new. What a report has read ends with its last message, not with the time it was made,
 * because an export that is imported later may well hold older messages than that.
 */
export const firstUnread = async (rest: Reading, roomOid: string): Promise<string | null> => {
  const reports = await rest.reports({ roomOid, state: 'finished', max: lookedAt })
  for (const { reportOid } of reports.slice(0, lookedAt)) {
    try {
      const { to } = (await rest.summary(reportOid)).coverage
      // The last message itself was read; instants are told apart by milliseconds.
      if (to !== null) return new Date(Date.parse(to) + 1).toISOString()
    } catch (error) {
      // What a report has read is known from its summary alone.
      if (!(error instanceof RestError) || error.status !== 404) throw error
    }
  }
  return null
}

export interface UnreadGroup {
  /** Null: from the beginning. */
  from: string | null
  roomOids: string[]
}

/** Rooms that can be asked about in one request, because their new messages begin at one instant. */
export const groupByFrom = (
  firsts: readonly { roomOid: string; from: string | null }[],
): UnreadGroup[] => {
  const groups = new Map<string | null, string[]>()
  for (const { roomOid, from } of firsts) {
    const group = groups.get(from)
    if (group) group.push(roomOid)
    else groups.set(from, [roomOid])
  }
  return [...groups].map(([from, roomOids]) => ({ from, roomOids }))
}
