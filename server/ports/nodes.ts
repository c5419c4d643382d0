/** `api` answers requests and streams; `worker` makes reports and reads imports, too; `all` does both. */
export const nodeRoles = ['api', 'worker', 'all'] as const
export type NodeRole = (typeof nodeRoles)[number]

export interface NodeFacts {
  nodeId: string
  role: NodeRole
  /** It is about to end, and takes up nothing more. */
  isDraining: boolean
}

export interface NodesOptions {
  role: NodeRole
  /**
   * This node could not say for too long that it lives, so others may take over what it holds: it stops all of that.
   * Told before the others may begin.
   */
  onLost(): void
  /** It lives again by its row. What it still holds by their rows has stopped. */
  onBack(): Promise<void>
  /** Told now and then, one call at a time: what nodes have left that died may be taken over. */
  onLook(): Promise<void>
  /** Told of what is tried again by itself. */
  onError(error: unknown): void
}

export interface NodeStats {
  /** Milliseconds since this node could last say that it lives. */
  silentMs: number
  /** How often it could not for too long. */
  timesLost: number
}

/**
 * The processes that work on the same data, each under the name by which it holds reports and imports. One lives as
 * long as it says so now and then; what it holds may be taken over once it has not for `leaseMs`, by the clock of the
 * storage and no other. Where a process works alone on its data nobody has to be asked.
 */
export interface Nodes {
  /** Says from now on that this node lives. Called once. */
  join(options: NodesOptions): Promise<void>
  /** Those that live, oldest first. */
  list(): Promise<NodeFacts[]>
  /**
   * Does work that one node at a time should do.
   *
   * @returns false, and nothing is done, where another one is at it
   */
  alone(duty: string, work: () => Promise<void>): Promise<boolean>
  /** Says that this node is about to end. */
  drain(): Promise<void>
  /** Says nothing more; what this node still holds may be taken over at once. */
  leave(): Promise<void>
  stats(): NodeStats
}
