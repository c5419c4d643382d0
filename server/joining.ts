import type { Logger } from 'pino'
import type { HealthMonitor } from './health.ts'
import type { Importer } from './imports/importer.ts'
import type { NodeRole, Nodes } from './ports/nodes.ts'
import type { ReportService } from './reports/report-service.ts'

export interface JoinedNode {
  /** From now on this node takes over what others leave that die. */
  begin(): void
  /** Takes up nothing more; what runs stops at its next checkpoint. */
  windDown(): Promise<void>
}

/** Makes this process one of the nodes that share the work on the data. */
export async function joinNodes(deps: {
  nodes: Nodes
  role: NodeRole
  log: Logger
  reports: Pick<ReportService, 'takeOver' | 'lose' | 'takeBack' | 'windDown'>
  importer: Pick<Importer, 'takeOver'>
  health: Pick<HealthMonitor, 'reached'>
}): Promise<JoinedNode> {
  const { nodes, role, log, reports, importer, health } = deps
  let mayTakeOver = false
  await nodes.join({
    role,
    onLost() {
      log.error({ id: 'node.lost' }, 'The database was out of reach for too long: work has stopped')
      reports.lose()
      // Streams stay: where no server reaches the database, their readers would find no better one.
      health.reached(false)
    },
    async onBack() {
      log.warn({ id: 'node.back' }, 'The database is in reach again')
      health.reached(true)
      await reports.takeBack()
    },
    async onLook() {
      if (!mayTakeOver) return
      const taken = await reports.takeOver()
      if (taken > 0) log.warn({ id: 'node.took_over', reports: taken }, 'Went on for another node')
      await importer.takeOver()
    },
    onError: (error) => log.error({ id: 'node.failed', err: error }, 'The nodes were not heard'),
  })
  return {
    begin() {
      mayTakeOver = role !== 'api'
    },
    async windDown() {
      mayTakeOver = false
      reports.windDown()
      await nodes.drain()
    },
  }
}
