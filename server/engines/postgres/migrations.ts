import { sentence } from '../../contract/sentences.ts'
import { SentenceError } from '../../words/sentence-error.ts'
import { withClient, type Client, type Pool } from './pool.ts'
import { functions } from './functions.ts'
import { connectionTables } from './schema-connections.ts'
import { accessTables } from './schema-access.ts'
import { accountTables } from './schema-accounts.ts'
import { decisionColumn } from './schema-decisions.ts'
import { dispatches } from './schema-dispatches.ts'
import { changeColumns } from './schema-changes.ts'
import { requestColumns } from './schema-requests.ts'
import { limitTables } from './schema-limits.ts'
import { scheduleTables } from './schema-schedules.ts'
import { nodesTables } from './schema-nodes.ts'
import { workTables } from './schema-work.ts'
import { roomTables } from './schema.ts'

/** Rooms that have become part of another one; as `room_aliases` of the other engine. */
const mergedRooms = /* sql */ `
  CREATE TABLE room_aliases (
    alias_oid text COLLATE "C" PRIMARY KEY,
    into_id bigint NOT NULL,
    import_id bigint,
    trash_oid text,
    was_local boolean NOT NULL
  );
  CREATE INDEX room_aliases_by_room ON room_aliases (into_id);
  ALTER TABLE reports ADD COLUMN merged_into text;
`

/**
 * These switch kinds of plans off, which only makes them very expensive. Where one is still needed (a sort of one
 * row), PostgreSQL takes the statement for a long one and compiles it, at each call: 80 ms for what takes 2.
 */
const uncompiled = ['messages_after', 'messages_before', 'delete_messages']
  .map((name) => `ALTER FUNCTION ${name} SET jit = off;`)
  .join(' ')

/**
 * The schema, one step per entry. A step that has landed is never edited, and only adds: nodes of the version
 * before go on working on it.
 */
const steps: readonly string[] = [
  roomTables + workTables,
  functions,
  mergedRooms,
  uncompiled,
  connectionTables,
  accessTables,
  dispatches,
  scheduleTables,
  accountTables,
  nodesTables,
  requestColumns,
  changeColumns,
  limitTables,
  decisionColumn,
]

/** One number among all advisory locks of the database: "rapp". */
const migrationLock = 0x72617070

const oldestVersion = 15

/** @throws an error for people where the server or the database is of a kind that cannot hold our data */
async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS version,
       current_setting('server_encoding') AS encoding`,
  )
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < oldestVersion) {
    throw new SentenceError(sentence('database_server_old', { version, needed: oldestVersion }))
  }
  if (encoding === 'UTF8') return
  throw new SentenceError(sentence('database_encoding', { encoding }))
}

/**
 * Brings the schema up to date; of several nodes that start at once, one does it.
 *
 * @throws an error for people where the database was written by a newer version
 */
export const migrate = (url: string): Promise<void> =>
  // On a connection without time-outs: a step on a large table takes as long as it takes.
  withClient(url, async (client) => {
    await checkServer(client)
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)')
    const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version')
    const version = rows[0]?.version ?? 0
    if (version > steps.length) {
      const versions = { version, known: steps.length }
      throw new SentenceError(sentence('storage_newer', { context: 'database', ...versions }))
    }
    for (const step of steps.slice(version)) await client.query(step)
    if (rows.length === 0) {
      await client.query('INSERT INTO schema_version VALUES ($1)', [steps.length])
    } else await client.query('UPDATE schema_version SET version = $1', [steps.length])
    await client.query('COMMIT')
  })

/** @throws an error where the database does not answer, or lacks a step of this version */
export async function checkSchema(pool: Pool): Promise<void> {
  const [row] = await pool.rows<{ version: number }>('SELECT version FROM schema_version')
  // A newer version of a node that has come beside this one only adds.
  if ((row?.version ?? 0) < steps.length) throw new Error('The database is of an older version.')
}
