import { sentence } from '../contract/sentences.ts'
import type { NotMade } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Rooms } from '../ports/rooms.ts'
import type { ActiveReport } from './active-reports.ts'

export const isDigest = ({ options }: Pick<StoredReport, 'options'>): boolean =>
  options.delivery === 'digest' && (options.recipients?.length ?? 0) > 0

/**
 * Reports that share one mail with the others of their request: each waits here, its workbook ready, until
 * the last of them has ended. After a restart they are gathered again from the store.
 */
export interface Digests {
  /** These will be made; their request has no mail before they have ended. */
  expect(reports: readonly StoredReport[]): void
  /** These are finished; the last one of a request sends its mail. */
  join(entries: readonly ActiveReport[]): void
  /** This one has ended without a mail. */
  left(report: StoredReport): void
  /** Expects a finished report that waits here once more: its workbook will be another one. False if none waits. */
  takeBack(reportOid: string): boolean
  /** Takes a finished report that waits here out of the mail, for it is to be deleted. */
  withdraw(reportOid: string): Promise<void>
}

interface Group {
  /** Reports of the request that have not ended. */
  expected: Set<string>
  waiting: Map<string, ActiveReport>
}

export interface DigestDeps {
  /** Sends one mail of all of these. */
  send(entries: readonly ActiveReport[], batchOid: string): void
  release(entry: ActiveReport): void
}

export function createDigests({ send, release }: DigestDeps): Digests {
  const groups = new Map<string, Group>()

  const groupOf = (batchOid: string): Group => {
    const group = groups.get(batchOid) ?? { expected: new Set(), waiting: new Map() }
    groups.set(batchOid, group)
    return group
  }

  function settle(batchOid: string, { expected, waiting }: Group): void {
    if (expected.size > 0) {
      const said = sentence('mail_with_others')
      for (const { tracker } of waiting.values()) {
        if (tracker.report.said.code !== said.code) void tracker.say(said)
      }
      return
    }
    groups.delete(batchOid)
    if (waiting.size > 0) send([...waiting.values()], batchOid)
  }

  return {
    expect(reports) {
      for (const report of reports) {
        if (isDigest(report)) groupOf(report.batchOid).expected.add(report.reportOid)
      }
    },
    join(entries) {
      const touched = new Map<string, Group>()
      for (const entry of entries) {
        const { batchOid, reportOid } = entry.tracker.report
        const group = groupOf(batchOid)
        group.expected.delete(reportOid)
        group.waiting.set(reportOid, entry)
        touched.set(batchOid, group)
      }
      for (const [batchOid, group] of touched) settle(batchOid, group)
    },
    left({ batchOid, reportOid }) {
      const group = groups.get(batchOid)
      if (group?.expected.delete(reportOid)) settle(batchOid, group)
    },
    takeBack(reportOid) {
      for (const { expected, waiting } of groups.values()) {
        if (!waiting.delete(reportOid)) continue
        expected.add(reportOid)
        return true
      }
      return false
    },
    async withdraw(reportOid) {
      for (const [batchOid, group] of groups) {
        const entry = group.waiting.get(reportOid)
        if (entry === undefined) continue
        group.waiting.delete(reportOid)
        await entry.tracker.deliver('none', sentence('workbook_ready'))
        release(entry)
        settle(batchOid, group)
        return
      }
    },
  }
}

/** Rows that are read at once. */
const pageLength = 500

/** All reports of one request. */
export async function batchOf(
  reports: Pick<Reports, 'list'>,
  batchOid: string,
): Promise<StoredReport[]> {
  const all: StoredReport[] = []
  for (let beforeId: number | null = null; ;) {
    const { items } = await reports.list({ batchOid }, { beforeId, limit: pageLength })
    all.push(...items)
    if (items.length < pageLength) return all
    beforeId = items.at(-1)?.reportId ?? null
  }
}

export interface NotMadeDeps {
  reports: Pick<Reports, 'list'>
  rooms: Pick<Rooms, 'get'>
}

/** Rooms of the request whose report failed; one that a person cancelled is not missed. */
export async function notMade(
  { reports, rooms }: NotMadeDeps,
  batchOid: string,
): Promise<NotMade[]> {
  const failed = (await batchOf(reports, batchOid)).filter(({ state }) => state === 'failed')
  const named = await Promise.all(
    failed.map(async ({ roomOid, said }) => {
      const room = (await rooms.get(roomOid))?.room
      return room === undefined ? [] : [{ room: room.name, reason: said }]
    }),
  )
  return named.flat()
}
