import { randomUUID } from 'node:crypto'

/**
 * Places at model servers: how many rooms one server answers at once, counted over all nodes.
 *
 * A slot belongs to whoever has claimed it for as long as its lease is renewed, by the clock of the
 * engine. One whose holder has died is free again when the lease ends.
 */
export interface ModelSlots {
  /**
   * Takes a slot if there is one. In which order those get one who ask in vain and again is not said.
   *
   * @param server tells servers apart
   * @param options.slots that the server has at this moment; who has a slot keeps it when they get fewer
   * @returns the id of the slot; null if all are taken
   */
  claim(server: string, options: { slots: number; leaseMs: number }): Promise<string | null>
  /** From now on for `leaseMs`. False, and nothing is held, if the lease had ended. */
  renew(slot: string, leaseMs: number): Promise<boolean>
  /** Harmless if it is not held. */
  release(slot: string): Promise<void>
}

/** The same for as long as the object lives; for callers that have no engine. */
export function createModelSlots(): ModelSlots {
  const held = new Map<string, { server: string; until: number }>()
  return {
    async claim(server, { slots, leaseMs }) {
      const now = Date.now()
      for (const [slot, { until }] of held) if (until <= now) held.delete(slot)
      const taken = [...held.values()].filter((each) => each.server === server).length
      if (taken >= slots) return null
      const slot = randomUUID()
      held.set(slot, { server, until: now + leaseMs })
      return slot
    },
    async renew(slot, leaseMs) {
      const found = held.get(slot)
      if (found === undefined || found.until <= Date.now()) return false
      found.until = Date.now() + leaseMs
      return true
    },
    release: async (slot) => void held.delete(slot),
  }
}
