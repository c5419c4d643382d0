import type { Waiting } from '../../ports/queue.ts'

/** The waiting reports, in the order in which they would start. */
export class WaitingReports {
  readonly #urgent = new Set<string>()
  /** Batches in turn: the one that has just had its turn goes to the end. */
  readonly #batches = new Map<string, Set<string>>()
  readonly #batchOf = new Map<string, string>()

  get size(): number {
    return this.#batchOf.size
  }

  add({ reportOid, batchOid }: Waiting): void {
    if (this.#batchOf.has(reportOid)) return
    this.#batchOf.set(reportOid, batchOid)
    const batch = this.#batches.get(batchOid)
    if (batch) batch.add(reportOid)
    else this.#batches.set(batchOid, new Set([reportOid]))
  }

  prefer(reportOid: string): boolean {
    if (!this.#batchOf.has(reportOid)) return false
    this.#urgent.add(reportOid)
    return true
  }

  delete(reportOid: string): boolean {
    const batchOid = this.#batchOf.get(reportOid)
    if (batchOid === undefined) return false
    this.#batchOf.delete(reportOid)
    this.#urgent.delete(reportOid)
    const batch = this.#batches.get(batchOid)
    batch?.delete(reportOid)
    if (batch?.size === 0) this.#batches.delete(batchOid)
    return true
  }

  take(): string | null {
    const [urgent] = this.#urgent
    if (urgent !== undefined) {
      this.delete(urgent)
      return urgent
    }
    for (const [batchOid, batch] of this.#batches) {
      const [reportOid] = batch
      if (reportOid === undefined) continue
      this.#batches.delete(batchOid)
      this.#batches.set(batchOid, batch)
      this.delete(reportOid)
      return reportOid
    }
    return null
  }
}
