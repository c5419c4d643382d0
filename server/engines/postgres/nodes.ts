import { randomUUID } from 'node:crypto'
import { sentence } from '../../contract/sentences.ts'
import { SentenceError } from '../../words/sentence-error.ts'
import type { NodeFacts, NodeRole, Nodes, NodesOptions } from '../../ports/nodes.ts'
import { withClient, type Pool } from './pool.ts'

/** A condition on the column that names a node: it lives. */
export const isAlive = (column: string): string =>
  `EXISTS (SELECT 1 FROM nodes WHERE node_id = ${column} AND until > clock_timestamp())`

/** Milliseconds after which what a silent node holds may be taken over, unless it was told otherwise. */
export const defaultLeaseMs = 12_000

/** A client of which nothing is heard for half a minute is gone; over a socket it has no effect. */
const silentClientsAreDropped = `SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;
  SET tcp_keepalives_count = 4; SET tcp_user_timeout = '30s'`

export interface PostgresNodesOptions {
  url: string
  /** Carries nothing but signs of life: they wait for no other statement, and not for one that was lost on its way. */
  beats: Pool
  /** The same for each launch in a folder. */
  nodeId: string
  leaseMs: number
  /** Told when others may go on with what this node held: what it has asked of the database must not be done any more. */
  onSilent(): void
  /** Told that this process must end: another has taken its name, with a copy of its folder. */
  onLost(error: SentenceError): void
}

/**
 * The `nodes` table. Each time a node says that it lives it gets `leaseMs` more by the clock of the database, and
 * counts three quarters of them by its own clock, which never goes back, from before it asked: so it stops by itself
 * before others may begin, also where it cannot reach the database, or was paused.
 */
export function postgresNodes(pool: Pool, opened: PostgresNodesOptions): Nodes {
  const { url, beats, nodeId, leaseMs } = opened
  const launch = randomUUID()
  const beatMs = leaseMs / 6
  const ownMs = (leaseMs * 3) / 4
  let options: NodesOptions | null = null
  let role: NodeRole = 'all'
  let isDraining = false
  let isLost = false
  let isOver = false
  let timesLost = 0
  /** By a clock that never goes back: when it was asked for the present lease. */
  let askedAt = performance.now()
  let timers: NodeJS.Timeout[] = []
  let beating: Promise<void> | null = null
  let looking: Promise<void> | null = null

  const parameters = () => [nodeId, leaseMs, role, isDraining, launch]
  /** Only a node that nobody could take for dead goes on. */
  const goOn = async (): Promise<boolean> =>
    (await beats.run(
      `UPDATE nodes SET until = clock_timestamp() + $2 * interval '1 millisecond', role = $3, is_draining = $4
       WHERE node_id = $1 AND launch = $5 AND until > clock_timestamp()`,
      parameters(),
    )) === 1
  const begin = (): Promise<unknown> =>
    beats.run(
      `INSERT INTO nodes (node_id, until, role, is_draining, launch)
       VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond', $3, $4, $5)
       ON CONFLICT (node_id) DO UPDATE SET until = excluded.until, role = excluded.role,
         is_draining = excluded.is_draining, launch = excluded.launch`,
      parameters(),
    )

  const isNamesake = async (): Promise<boolean> =>
    (await beats.rows('SELECT 1 FROM nodes WHERE node_id = $1 AND launch <> $2', [nodeId, launch]))
      .length > 0

  function lose(): void {
    if (isLost || isOver) return
    isLost = true
    timesLost += 1
    opened.onSilent()
    options?.onLost()
  }

  async function beat(): Promise<void> {
    const now = performance.now()
    if (isLost) {
      await begin()
      askedAt = now
      isLost = false
      await options?.onBack()
    } else if (await goOn()) askedAt = Math.max(askedAt, now)
    else if (await isNamesake()) {
      lose()
      isOver = true
      opened.onLost(new SentenceError(sentence('data_folder_in_use', { context: 'copied' })))
    } else lose()
  }

  /** Resolves once it was tried, and one after the other: an old answer must not count as a new one. */
  function say(): Promise<void> {
    beating ??= beat()
      .catch((error: unknown) => options?.onError(error))
      .finally(() => (beating = null))
    return beating
  }

  function watch(): void {
    if (performance.now() - askedAt > ownMs) lose()
    void say()
  }

  function look(): void {
    if (isLost || isDraining || looking !== null || options === null) return
    looking = options
      .onLook()
      .catch((error: unknown) => options?.onError(error))
      .finally(() => (looking = null))
  }

  return {
    async join(given) {
      options = given
      role = given.role
      const now = performance.now()
      await begin()
      askedAt = now
      timers = [setInterval(watch, beatMs), setInterval(look, beatMs)]
      for (const timer of timers) timer.unref()
    },
    list: () =>
      pool.rows<NodeFacts>(
        `SELECT node_id AS "nodeId", role, is_draining AS "isDraining" FROM nodes
         WHERE until > clock_timestamp() ORDER BY started_at, node_id`,
      ),
    alone: (duty, work) =>
      // The lock goes with its connection, so that of a node that died is free.
      withClient(url, async (client) => {
        // Not after hours, as by itself, but soon gives the server back what is held by a node that is cut off.
        await client.query(silentClientsAreDropped)
        const { rows } = await client.query<{ ok: boolean }>(
          'SELECT pg_try_advisory_lock(hashtextextended(current_schema() || $1, 1)) AS ok',
          [duty],
        )
        if (rows[0]?.ok !== true) return false
        await work()
        return true
      }),
    async drain() {
      isDraining = true
      if (options !== null) await say()
    },
    async leave() {
      isOver = true
      for (const timer of timers) clearInterval(timer)
      await looking
      await beating
      if (options === null) return
      await beats
        .run('DELETE FROM nodes WHERE node_id = $1 AND launch = $2', [nodeId, launch])
        .catch(options.onError)
    },
    stats: () => ({
      silentMs: options === null ? 0 : Math.round(performance.now() - askedAt),
      timesLost,
    }),
  }
}
