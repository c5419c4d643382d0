import type { NodeRole, Nodes } from '../../ports/nodes.ts'

/** The one process that works in a data folder. */
export function onlyNode(nodeId: string): Nodes {
  let role: NodeRole = 'all'
  let isDraining = false
  return {
    async join(options) {
      role = options.role
    },
    list: async () => [{ nodeId, role, isDraining }],
    async alone(_duty, work) {
      await work()
      return true
    },
    async drain() {
      isDraining = true
    },
    leave: async () => undefined,
    stats: () => ({ silentMs: 0, timesLost: 0 }),
  }
}
