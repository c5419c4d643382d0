/** Tables of the first version; what has come since is in the steps behind it. */
export const firstTables = /* sql */ `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- One row per room. The counters are kept up to date by whoever writes messages,
  -- in the same transaction, so that a list of 5,000 rooms reads no message.
  CREATE TABLE rooms (
    room_id INTEGER PRIMARY KEY,
    room_oid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    message_count INTEGER NOT NULL DEFAULT 0,
    system_count INTEGER NOT NULL DEFAULT 0,
    participant_count INTEGER NOT NULL DEFAULT 0,
    first_message_at INTEGER,
    last_message_at INTEGER,
    -- Order number the next message gets.
    next_ord INTEGER NOT NULL DEFAULT 1,
    -- 0 while the import that makes the room is still running.
    visible INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
  ) STRICT;

  -- Clustered in reading order: by time, and as the source had it where times are equal.
  -- at is the time to sort by (ms UTC); time_source says whether it may be shown:
  -- 0 explicit, 1 assumed zone, 2 inherited from the line before, 3 unknown.
  CREATE TABLE messages (
    room_id INTEGER NOT NULL REFERENCES rooms (room_id),
    at INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    -- What makes the message itself: the source's id, or a hash of author, time, text and
    -- how-many-th equal one, for sources without ids.
    key TEXT NOT NULL,
    source_id TEXT,
    time_source INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL,
    -- NULL where it equals author.
    author_key TEXT,
    is_system INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL,
    reply_to TEXT,
    -- JSON array, NULL if there are none.
    attachments TEXT,
    -- 0 for live messages; else the import that brought it.
    import_id INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, at, ord)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX messages_by_key ON messages (room_id, key);

  CREATE TABLE participants (
    room_id INTEGER NOT NULL REFERENCES rooms (room_id),
    author_key TEXT NOT NULL,
    PRIMARY KEY (room_id, author_key)
  ) STRICT, WITHOUT ROWID;

  -- Messages of an import whose state is not 'finished' are invisible everywhere.
  CREATE TABLE imports (
    import_id INTEGER PRIMARY KEY,
    import_oid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    format TEXT,
    bytes_read INTEGER NOT NULL DEFAULT 0,
    bytes_total INTEGER,
    -- JSON: ImportCounts, string[], ImportWarning[], {code, message}
    counts TEXT NOT NULL,
    room_oids TEXT NOT NULL DEFAULT '[]',
    warnings TEXT NOT NULL DEFAULT '[]',
    error TEXT,
    -- JSON: where the bytes are and how to read them.
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  -- Rooms an unfinished import has written to, so that it can be undone.
  CREATE TABLE import_rooms (
    import_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    PRIMARY KEY (import_id, room_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE reports (
    report_id INTEGER PRIMARY KEY,
    report_oid TEXT NOT NULL UNIQUE,
    room_oid TEXT NOT NULL,
    batch_oid TEXT NOT NULL,
    state TEXT NOT NULL,
    delivery TEXT NOT NULL,
    -- The stage a retry goes on from.
    resume_stage TEXT NOT NULL DEFAULT 'collecting',
    attempt INTEGER NOT NULL DEFAULT 1,
    progress TEXT NOT NULL,
    percent REAL,
    eta_seconds REAL,
    message TEXT NOT NULL,
    options TEXT NOT NULL,
    workbook TEXT,
    error TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER
  ) STRICT;
  CREATE INDEX reports_by_room ON reports (room_oid, report_id);
  CREATE INDEX reports_by_state ON reports (state, report_id);

  -- What a finished stage made (JSON), so that it is never made twice.
  CREATE TABLE checkpoints (
    report_oid TEXT NOT NULL,
    stage TEXT NOT NULL,
    output TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (report_oid, stage)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE idempotency_keys (
    key TEXT PRIMARY KEY,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The event log of the live channel: one sequence for every room.
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    event TEXT NOT NULL,
    data TEXT NOT NULL,
    coalesce_key TEXT,
    bytes INTEGER NOT NULL
  ) STRICT;
  `
