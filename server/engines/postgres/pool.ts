import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import pg from 'pg'
import { storable } from '../../ports/storable-text.ts'
import { withPatience } from './patience.ts'

type Scalar = string | number | boolean | null
/** What a statement is given: an array is one parameter, an array of PostgreSQL. */
export type Parameter = Scalar | readonly Scalar[]

/** Asks over one connection. */
export interface Sql {
  /** The rows of one statement, columns by name. */
  rows<Row>(text: string, parameters?: readonly Parameter[]): Promise<Row[]>
  /** How many rows a statement has written. */
  run(text: string, parameters?: readonly Parameter[]): Promise<number>
}

/**
 * The connections of one thread to the database. Each call is one statement, and a transaction by itself. Where
 * the database is not there, a call rejects with `DatabaseUnavailable`, at once or after the patience of the pool.
 */
export interface Pool extends Sql {
  /**
   * For the few statements that each report asks again and again: a connection reads them once, and keeps their plan
   * after some times. To plan a transition took PostgreSQL twice as long as to do it.
   */
  often: Sql
  /** As `rows`, for a statement that must not be done twice: it is repeated only if it was never sent. */
  once<Row>(text: string, parameters?: readonly Parameter[]): Promise<Row[]>
  /** Runs `work` in one transaction, for what cannot be one statement. It never touches the head of the log. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** The same connections, with another patience. */
  patient(patienceMs: number): Pool
  /**
   * Gives up every connection, with what was asked over it and is not answered: that fails at once, and reaches the
   * server no more, where it would be done although nobody waits for it.
   */
  drop(): void
  close(): Promise<void>
}

/** Milliseconds that a connection may take to come about, and a statement to answer. */
const connectMs = 10_000
const statementMs = 60_000
/** Milliseconds that a statement waits for a row that another one holds. */
const lockMs = 15_000
/** Milliseconds that a transaction may wait for its client: one that is stopped must not hold up the others. */
const idleInTransactionMs = 10_000
/** Milliseconds of silence before the other end of a connection is asked for a sign: one that listens rests for hours. */
const keepAliveMs = 10_000
/** Connections of one thread, beside the two that listen and read what is heard. */
const maxConnections = 5

/** Whole numbers beyond 2^53 are no times and no counts of ours. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    // PostgreSQL's number for bigint.
    oid === 20 ? Number : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
}

const configOf = (url: string): pg.ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: connectMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: keepAliveMs,
  application_name: 'rapporteur',
  types,
})

/** Text that PostgreSQL can hold: no NUL, no lone surrogates. */
const sent = (parameter: Parameter): unknown => {
  if (typeof parameter === 'string') return storable(parameter)
  if (!Array.isArray(parameter)) return parameter
  return parameter.map((each: Scalar) => (typeof each === 'string' ? storable(each) : each))
}

/** PostgreSQL knows prepared statements by names of 63 bytes at most. */
const names = new Map<string, string>()
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}

function sqlOf(asked: pg.Pool | pg.PoolClient, isPrepared = false): Sql {
  const query = (text: string, parameters: readonly Parameter[]) =>
    asked.query<pg.QueryResultRow>({
      ...(isPrepared && { name: nameOf(text) }),
      text,
      values: parameters.map(sent),
    })
  return {
    async rows<Row>(text: string, parameters: readonly Parameter[] = []) {
      const { rows } = await query(text, parameters)
      // The statement names the columns of a row.
      return rows as Row[]
    },
    run: async (text, parameters = []) => (await query(text, parameters)).rowCount ?? 0,
  }
}

export interface PoolOptions {
  /** Milliseconds in which a connection has to come about, and a statement to answer. Default 10 s, and a minute. */
  answerMs?: number
  /** Connections at once. Default 5. */
  most?: number
  /** Milliseconds for which a call is tried again while the database is not there. Default 0. */
  patienceMs?: number
  /** Told of a connection that broke while nothing was asked over it; the next call opens another. */
  onError(error: Error): void
}

/** Connects when it is first asked. */
export function openPool(url: string, options: PoolOptions): Pool {
  const { patienceMs = 0, onError, answerMs = statementMs, most = maxConnections } = options
  const pool = new pg.Pool({
    ...configOf(url),
    connectionTimeoutMillis: Math.min(connectMs, answerMs),
    query_timeout: answerMs,
    statement_timeout: answerMs,
    lock_timeout: lockMs,
    max: most,
    // Threads that rest hold no connections.
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  })
  pool.on('error', onError)
  const open = new Set<pg.PoolClient>()
  pool.on('connect', (client) => void open.add(client))
  pool.on('remove', (client) => void open.delete(client))
  const [plain, prepared] = [sqlOf(pool), sqlOf(pool, true)]

  async function transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    // The statement under way is told of a connection that breaks; unheard, the event would end the process.
    client.once('error', onError)
    try {
      await client.query('BEGIN')
      const result = await work(sqlOf(client))
      await client.query('COMMIT')
      client.release()
      return result
    } catch (error) {
      // One whose rollback fails is broken, and given up with it.
      await client.query('ROLLBACK').then(
        () => client.release(),
        (broken: Error) => client.release(broken),
      )
      throw error
    } finally {
      client.off('error', onError)
    }
  }

  const repeated = (ms: number, { rows, run }: Sql): Sql => ({
    rows: <Row>(text: string, parameters?: readonly Parameter[]) =>
      withPatience(ms, true, () => rows<Row>(text, parameters)),
    run: (text, parameters) => withPatience(ms, true, () => run(text, parameters)),
  })
  const patient = (ms: number): Pool => ({
    ...repeated(ms, plain),
    often: repeated(ms, prepared),
    once: <Row>(text: string, parameters?: readonly Parameter[]) =>
      withPatience(ms, false, () => plain.rows<Row>(text, parameters)),
    transaction: (work) => withPatience(ms, true, () => transaction(work)),
    patient,
    drop: () => open.forEach(reset),
    close: () => pool.end(),
  })
  return patient(patienceMs)
}

export type Client = pg.Client

/** Ends a connection without a word; what the system has still to send of it is thrown away. */
export function reset(client: pg.Client | pg.PoolClient): void {
  // `pg` does not declare it, and has no other way to end what waits.
  const { connection } = client as { connection?: { stream?: Socket } }
  const stream = connection?.stream
  try {
    stream?.resetAndDestroy()
  } catch {
    // Only plain TCP can be reset; a socket of a file, and TLS, are just closed.
    stream?.destroy()
  }
}

/** A connection of its own, without time-outs: for what belongs to one session, such as LISTEN. */
export const newClient = (url: string): Client => new pg.Client(configOf(url))

/** Lends such a connection. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = newClient(url)
  // Whoever asks over it next is told.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Waits in a transaction until nobody else works on what is named so, and holds it to the end. */
export const lockFor = (sql: Sql, name: string): Promise<unknown> =>
  sql.run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
