import type { Database } from './database.ts'

/** Tables whose content is made again by itself, and how to make them empty. */
const renewable: Readonly<Record<string, string>> = {
  events: `CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    event TEXT NOT NULL,
    data TEXT NOT NULL,
    coalesce_key TEXT,
    bytes INTEGER NOT NULL,
    key TEXT
  ) STRICT;
  CREATE UNIQUE INDEX events_by_key ON events (key) WHERE key IS NOT NULL`,
  model_answers: `CREATE TABLE model_answers (
    key TEXT PRIMARY KEY,
    answer TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX model_answers_by_use ON model_answers (used_at, bytes)`,
  model_servers: `CREATE TABLE model_servers (
    server TEXT PRIMARY KEY,
    health TEXT NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  model_slots: `CREATE TABLE model_slots (
    slot TEXT PRIMARY KEY,
    server TEXT NOT NULL,
    launch TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  sessions: `CREATE TABLE sessions (
    session_id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    launch TEXT NOT NULL,
    ends_at INTEGER,
    holder TEXT NOT NULL DEFAULT 'owner'
  ) STRICT`,
}

/**
 * Looks at every table and mends what can be made again: indexes, the event log, what models have answered.
 * Reads the whole file, so it is for a database that has failed, not for every start.
 *
 * @returns names of the tables that were mended, and of those that were not
 */
export function mend(db: Database): { mended: string[]; damaged: string[] } {
  const mended: string[] = []
  const damaged: string[] = []
  // Nothing may be cascaded to, or named anew, while a table is copied.
  db.exec('PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON')
  for (const { name } of objects(db, 'table')) {
    if (name.startsWith('sqlite_') || isSound(db, name)) continue
    const isMended = name in renewable ? renew(db, name) : restoreIndexes(db, name)
    ;(isMended ? mended : damaged).push(name)
  }
  if (mended.length > 0 && damaged.length === 0) giveBackPages(db)
  return { mended, damaged }
}

interface SchemaObject {
  name: string
  /** Null for an index that belongs to a constraint. */
  sql: string | null
}

const objects = (db: Database, type: 'table' | 'index', of?: string): SchemaObject[] =>
  db
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = ? AND (?2 IS NULL OR tbl_name = ?2) ORDER BY name`,
    )
    .all(type, of ?? null) as unknown as SchemaObject[]

/** The full check of one table, because the quick one does not compare it with its indexes. */
function isSound(db: Database, table: string): boolean {
  try {
    const rows = db.prepare(`PRAGMA integrity_check('${table}')`).all() as object[]
    return rows.length === 1 && Object.values(rows[0] ?? {})[0] === 'ok'
  } catch {
    return false
  }
}

/** Another, empty table in place of this one; false if it is none that makes itself again. */
export function renew(db: Database, table: string): boolean {
  const schema = renewable[table]
  if (schema === undefined) return false
  const make = (): void => {
    db.exec(schema)
    if (table === 'events') renameLog(db)
  }
  const drop = (): void => db.exec(`DROP TABLE IF EXISTS ${table}`)
  return (
    succeeds(db, table, drop, make) ||
    succeeds(db, table, () => forget(db, 'tbl_name', [table]), make)
  )
}

/** What changes least first: the indexes in their place, then as new ones, then with a copy of the table. */
function restoreIndexes(db: Database, table: string): boolean {
  return (
    succeeds(db, table, () => db.exec(`REINDEX ${table}`)) ||
    succeeds(db, table, () => {
      const own = objects(db, 'index', table).filter(({ sql }) => sql !== null)
      const names = own.map(({ name }) => name)
      forget(db, 'name', names)
      for (const { sql } of own) db.exec(sql ?? '')
    }) ||
    succeeds(db, table, () => copyTable(db, table))
  )
}

function copyTable(db: Database, table: string): void {
  const sql = objects(db, 'table').find(({ name }) => name === table)?.sql ?? ''
  const copy = `mended_${table}`
  const indexes = objects(db, 'index', table)
  db.exec(`DROP TABLE IF EXISTS ${copy}`)
  db.exec(sql.replace(table, copy))
  // Without a condition SQLite would copy the pages of the damaged indexes too.
  db.exec(`INSERT INTO ${copy} SELECT * FROM ${table} NOT INDEXED WHERE true`)
  forget(db, 'tbl_name', [table])
  db.exec(`ALTER TABLE ${copy} RENAME TO ${table}`)
  for (const index of indexes) if (index.sql !== null) db.exec(index.sql)
}

/** Runs `work` in a transaction that stays only if the table is sound after it. */
function succeeds(db: Database, table: string, ...work: readonly (() => void)[]): boolean {
  let isMended = false
  try {
    db.exec('BEGIN IMMEDIATE')
    for (const step of work) step()
    isMended = isSound(db, table)
    db.exec(isMended ? 'COMMIT' : 'ROLLBACK')
  } catch {
    if (db.isTransaction) db.exec('ROLLBACK')
    isMended = false
  }
  // What was forgotten in vain is known again.
  if (!isMended) db.exec('PRAGMA writable_schema = RESET')
  return isMended
}

/**
 * Takes tables or indexes out of the schema without following their pages, as DROP would have to: they lead
 * nowhere. The pages stay in the file, used by nothing.
 */
function forget(db: Database, column: 'name' | 'tbl_name', names: readonly string[]): void {
  db.enableDefensive(false)
  db.exec('PRAGMA writable_schema = ON')
  for (const name of names) {
    db.prepare(`DELETE FROM sqlite_schema WHERE ${column} = ?`).run(name)
  }
  db.exec('PRAGMA writable_schema = RESET')
  db.enableDefensive(true)
}

/** Writes the file anew without what nothing uses. It needs as much space again, so it may fail. */
function giveBackPages(db: Database): void {
  try {
    db.exec('VACUUM')
  } catch {
    // The pages cost space and nothing else.
  }
}

/** Another log has another epoch, so that no cursor of the old one is taken for one of the new. */
function renameLog(db: Database): void {
  db.exec(`UPDATE meta SET value = lower(hex(randomblob(6))) WHERE key = 'epoch'`)
}
