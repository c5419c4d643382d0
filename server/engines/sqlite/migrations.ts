import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from '@photostructure/sqlite'
import { sentence } from '../../contract/sentences.ts'
import { sortKey } from '../../contract/sort-key.ts'
import { SentenceError } from '../../words/sentence-error.ts'
import { firstTables } from './schema.ts'
import { connectionTables } from './schema-connections.ts'
import { accessTables } from './schema-access.ts'
import { accountTables } from './schema-accounts.ts'
import { dispatches } from './schema-dispatches.ts'
import { changeColumns } from './schema-changes.ts'
import { requestColumns } from './schema-requests.ts'
import { limitTables } from './schema-limits.ts'
import { scheduleTables } from './schema-schedules.ts'

/**
 * The schema, one step per entry. A step that has landed is never edited; a change is a new step.
 * `PRAGMA user_version` says how many have run.
 */
const steps: readonly string[] = [
  firstTables,
  /* sql */ `
  -- Attempts that have ended, so that a retry forgets nothing.
  CREATE TABLE attempts (
    report_oid TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL,
    delivery TEXT NOT NULL,
    message TEXT NOT NULL,
    error TEXT,
    started_at INTEGER,
    finished_at INTEGER NOT NULL,
    PRIMARY KEY (report_oid, attempt)
  ) STRICT, WITHOUT ROWID;
  `,
  /* sql */ `
  -- What happened to each report, line by line, for its drawer in the window.
  CREATE TABLE report_log (
    line_id INTEGER PRIMARY KEY,
    report_oid TEXT NOT NULL,
    at INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    level TEXT NOT NULL,
    id TEXT NOT NULL,
    message TEXT NOT NULL,
    -- JSON object, NULL if there is none.
    detail TEXT
  ) STRICT;
  CREATE INDEX report_log_by_report ON report_log (report_oid, line_id);
  `,
  /* sql */ `
  -- A room whose messages are never sent to another computer.
  ALTER TABLE rooms ADD COLUMN local_only INTEGER NOT NULL DEFAULT 0;

  -- Answers of model servers to parts of long rooms, so that none is bought twice.
  CREATE TABLE model_answers (
    -- SHA-256 of everything that the answer depends on.
    key TEXT PRIMARY KEY,
    answer TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX model_answers_by_use ON model_answers (used_at, bytes);

  -- How model servers are doing, seen by all worker threads. The key is a hash of address and key.
  CREATE TABLE model_servers (
    server TEXT PRIMARY KEY,
    -- JSON: ServerHealth
    health TEXT NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  /* sql */ `
  -- What a list by name is sorted by: sortKey() of the name, which no room changes.
  ALTER TABLE rooms ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
  UPDATE rooms SET name_key = sort_key(name);
  CREATE INDEX rooms_by_name ON rooms (name_key, room_id) WHERE visible = 1;
  `,
  /* sql */ `
  -- 1 where the source says that a program wrote the message, not a person.
  ALTER TABLE messages ADD COLUMN is_bot INTEGER NOT NULL DEFAULT 0;
  `,
  /* sql */ `
  -- JSON: RecipientDelivery[], so that nobody gets a mail twice because somebody else was refused.
  ALTER TABLE reports ADD COLUMN recipients TEXT;
  `,
  /* sql */ `
  -- Which sentence \`message\` is: JSON of code and parameters, so that it can be said in any language.
  ALTER TABLE reports ADD COLUMN said TEXT;
  ALTER TABLE attempts ADD COLUMN said TEXT;
  ALTER TABLE report_log ADD COLUMN said TEXT;

  -- Which version of its stage's output a checkpoint holds.
  ALTER TABLE checkpoints ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  `,
  /* sql */ `
  -- Who works on a report holds it under a number; only who knows it may change the report. NULL: nobody.
  ALTER TABLE reports ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE reports ADD COLUMN owner TEXT;
  UPDATE reports SET owner = 'folder' WHERE state <> 'queued';

  -- Names an event among all others, so that it can be appended again in vain.
  ALTER TABLE events ADD COLUMN key TEXT;
  CREATE UNIQUE INDEX events_by_key ON events (key) WHERE key IS NOT NULL;
  `,
  /* sql */ `
  -- The words of all messages. The id of a row is its second and a number within that, so that the newest
  -- come first without sorting. The index holds words alone; search_lines says which message they are of.
  CREATE TABLE search_lines (
    id INTEGER PRIMARY KEY,
    room_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    ord INTEGER NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE search_index USING fts5 (
    words, author, room, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
  );

  -- How far the index has come in each room: messages up to done_ord are in it. A pass takes those up to
  -- pass_ord, by their time, and has come to (pass_at, pass_at_ord). Where messages were deleted, rows from
  -- check_id on are still to be checked.
  CREATE TABLE search_rooms (
    room_id INTEGER PRIMARY KEY,
    done_ord INTEGER NOT NULL DEFAULT 0,
    pass_ord INTEGER,
    pass_at INTEGER,
    pass_at_ord INTEGER,
    check_id INTEGER
  ) STRICT;
  CREATE TRIGGER search_gone AFTER DELETE ON messages BEGIN
    UPDATE search_rooms SET check_id = 0 WHERE room_id = old.room_id AND check_id IS NOT 0;
  END;
  `,
  /* sql */ `
  -- Browsers that have shown who they are, by a hash of their secret. The run of the process is named by
  -- launch: those of another are over.
  CREATE TABLE sessions (
    session_id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    launch TEXT NOT NULL,
    ends_at INTEGER
  ) STRICT;
  `,
  /* sql */ `
  -- Places at model servers, each held by a run of the process until then.
  CREATE TABLE model_slots (
    slot TEXT PRIMARY KEY,
    server TEXT NOT NULL,
    launch TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  /* sql */ `
  -- What people have thrown away. Until its time it can be taken back; 1: it is being removed for good.
  CREATE TABLE trash (
    trash_oid TEXT PRIMARY KEY,
    until INTEGER NOT NULL,
    purging INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  -- Its reports, row by row as JSON, in the order in which they go back.
  CREATE TABLE trash_rows (
    row_id INTEGER PRIMARY KEY,
    trash_oid TEXT NOT NULL,
    report_oid TEXT NOT NULL,
    of_table TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX trash_rows_by_entry ON trash_rows (trash_oid, report_oid);
  ALTER TABLE rooms ADD COLUMN trash_oid TEXT;
  -- The id of a room that was thrown away.
  ALTER TABLE rooms ADD COLUMN trashed_as TEXT;
  CREATE INDEX rooms_in_trash ON rooms (trash_oid) WHERE trash_oid IS NOT NULL;
  ALTER TABLE imports ADD COLUMN trash_oid TEXT;
  CREATE INDEX imports_in_trash ON imports (trash_oid) WHERE trash_oid IS NOT NULL;
  `,
  /* sql */ `
  -- What people have said of authors. part_of: the person_oid of whom this author is a part.
  CREATE TABLE people (
    source TEXT NOT NULL,
    author_key TEXT NOT NULL,
    person_oid TEXT NOT NULL UNIQUE,
    name TEXT,
    role TEXT,
    part_of TEXT,
    PRIMARY KEY (source, author_key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX people_by_whole ON people (part_of) WHERE part_of IS NOT NULL;
  -- Pairs of whom it is known that they are two; the smaller id first.
  CREATE TABLE people_apart (
    one_oid TEXT NOT NULL,
    other_oid TEXT NOT NULL,
    PRIMARY KEY (one_oid, other_oid)
  ) STRICT, WITHOUT ROWID;
  -- Who wrote in each room, by each name, as it was when the room was counted: stamp says when.
  CREATE TABLE people_rooms (
    room_id INTEGER PRIMARY KEY,
    stamp TEXT NOT NULL
  ) STRICT;
  CREATE TABLE people_seen (
    room_id INTEGER NOT NULL,
    author_key TEXT NOT NULL,
    author TEXT NOT NULL,
    person_oid TEXT NOT NULL,
    messages INTEGER NOT NULL,
    bot_messages INTEGER NOT NULL,
    first_at INTEGER,
    last_at INTEGER,
    PRIMARY KEY (room_id, author_key, author)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX people_seen_by_person ON people_seen (person_oid);
  CREATE INDEX participants_by_author ON participants (author_key);
  `,
  /* sql */ `
  -- The first and the last message of a room are what people said: system lines had counted, too.
  UPDATE rooms SET
    first_message_at = (SELECT at FROM messages m WHERE m.room_id = rooms.room_id
      AND time_source <> 3 AND is_system = 0 ORDER BY at, ord LIMIT 1),
    last_message_at = (SELECT at FROM messages m WHERE m.room_id = rooms.room_id
      AND time_source <> 3 AND is_system = 0 ORDER BY at DESC, ord DESC LIMIT 1)
  WHERE system_count > 0;
  `,
  /* sql */ `
  -- Ids of rooms that have become part of another one: what comes under them lands there. While it can be
  -- taken back, trash_oid names the entry that holds the room, and import_id what was put into the other one.
  CREATE TABLE room_aliases (
    alias_oid TEXT PRIMARY KEY,
    into_id INTEGER NOT NULL,
    import_id INTEGER,
    trash_oid TEXT,
    -- local_only of the other room before.
    was_local INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX room_aliases_by_room ON room_aliases (into_id);
  -- The room that the room of the report is a part of now.
  ALTER TABLE reports ADD COLUMN merged_into TEXT;
  `,
  connectionTables,
  accessTables,
  dispatches,
  scheduleTables,
  accountTables,
  requestColumns,
  changeColumns,
  limitTables,
]

/** Brings the schema up to date, and gives a new database its event epoch. */
export function migrate(db: InstanceType<typeof DatabaseSync>): void {
  const row = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (row.user_version > steps.length) {
    const versions = { version: row.user_version, known: steps.length }
    throw new SentenceError(sentence('storage_newer', { context: 'folder', ...versions }))
  }
  db.function('sort_key', { deterministic: true }, (name: unknown) => sortKey(String(name)))
  for (let version = row.user_version; version < steps.length; version++) {
    db.exec('BEGIN IMMEDIATE')
    db.exec(steps[version] ?? '')
    db.exec(`PRAGMA user_version = ${version + 1}`)
    db.exec('COMMIT')
  }
  db.prepare(`INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?)`).run(
    randomBytes(6).toString('hex'),
  )
}
