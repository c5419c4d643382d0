import pLimit from 'p-limit'
import { sentence } from '../contract/sentences.ts'
import type { NotMade } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Rooms } from '../ports/rooms.ts'
import type { ActiveReport } from './active-reports.ts'
import { batchOf, isDigest } from './batch.ts'
import { isWaiting } from './delivery-step.ts'

/**
 * Reports that share one mail with the others of their request. One that is done before the others is held by nobody
 * until the last of them has ended, on whatever node; who ended that one takes them all and sends the mail.
 */
export interface Digests {
  /** These are finished, and held by this process. */
  join(entries: readonly ActiveReport[]): Promise<void>
  /** This one has ended without a part in the mail of its request, which may have waited for it alone. */
  ended(report: StoredReport): Promise<void>
  /** Sends the mail of a request if all of its reports have ended. */
  gather(batchOid: string): Promise<void>
  /** These wait for the others of their request again. */
  putBack(entries: readonly ActiveReport[]): Promise<void>
  /** Resolves once what is being looked at now is known here: what a mail takes along is tracked from then on. */
  looked(): Promise<void>
  /** Whether the mail of this one is on its way from here, or was. */
  isMailed(entry: ActiveReport): boolean
  /** Takes a finished report that waits out of the mail, for it is to be deleted. */
  withdraw(report: StoredReport): Promise<void>
}

export interface DigestDeps {
  reports: Pick<Reports, 'get' | 'takeBatch'>
  /** Under this name this process holds reports. */
  owner: string
  track(report: StoredReport): ActiveReport
  /** Sends one mail of all of these. */
  send(entries: readonly ActiveReport[], batchOid: string): void
  release(entry: ActiveReport): Promise<void>
  /** Told of what is tried again later. */
  onStorageError(error: unknown): void
}

export function createDigests(deps: DigestDeps): Digests {
  const { reports, owner, track, send, release, onStorageError } = deps
  /** Their mail is on its way from here. */
  const mailed = new WeakSet<ActiveReport>()
  /** Requests whose mail waits, as far as it was handed over here; others are found by whoever looks for what is due. */
  const waiting = new Set<string>()
  /**
   * One after the other: two looks would each find the whole request, and one that found a report while it was being
   * handed over would take a tracker along that can say nothing more.
   */
  const turns = pLimit(1)

  async function take(batchOid: string): Promise<void> {
    const taken = await reports.takeBatch(batchOid, owner)
    if (taken.length > 0) waiting.delete(batchOid)
    const entries = taken.map(track).filter((entry) => !mailed.has(entry))
    for (const entry of entries) mailed.add(entry)
    if (entries.length > 0) send(entries, batchOid)
  }
  /** What fails here is found by whoever looks next for requests that are due. */
  const look = (batchOid: string): Promise<void> => take(batchOid).catch(onStorageError)

  async function wait(entries: readonly ActiveReport[]): Promise<void> {
    await Promise.all(
      entries.map(async (entry) => {
        waiting.add(entry.tracker.report.batchOid)
        await entry.tracker.handOver(sentence('mail_with_others'))
        await release(entry)
      }),
    )
  }

  async function joinOne(batchOid: string, entries: readonly ActiveReport[]): Promise<void> {
    await look(batchOid)
    // What another report of the request took along while this one was being kept is on its way.
    const early = entries.filter((entry) => !mailed.has(entry))
    if (early.length === 0) return
    await wait(early)
    // Another node may have ended the others in between, and have found these still held.
    await look(batchOid)
  }

  async function withdraw({ reportOid, batchOid }: StoredReport): Promise<void> {
    const stored = await reports.get(reportOid)
    if (stored === null || !isWaiting(stored)) return
    const entry = track(stored)
    if (mailed.has(entry)) return
    await entry.tracker.deliver('none', sentence('workbook_ready'))
    await release(entry)
    await look(batchOid)
  }

  const gather = (batchOid: string): Promise<void> => turns(look, batchOid)

  return {
    async join(entries) {
      for (const [batchOid, group] of byBatch(entries)) await turns(joinOne, batchOid, group)
    },
    async ended(report) {
      // In its turn: what is being handed over now waits then.
      await turns(async () => {
        if (isDigest(report) || waiting.has(report.batchOid)) await look(report.batchOid)
      })
    },
    gather,
    looked: () => turns(async () => undefined),
    isMailed: (entry) => mailed.has(entry),
    putBack: (entries) => turns(wait, entries),
    withdraw: (report) => turns(withdraw, report),
  }
}

function byBatch(entries: readonly ActiveReport[]): Map<string, ActiveReport[]> {
  const batches = new Map<string, ActiveReport[]>()
  for (const entry of entries) {
    const { batchOid } = entry.tracker.report
    batches.set(batchOid, [...(batches.get(batchOid) ?? []), entry])
  }
  return batches
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
