/** Messages that change after they were said, and the connections that tell of it. */
export const connectionTables = /* sql */ `
  -- How a connection has got it: 1 live, 2 caught up, 3 read from the past. 0: by an import, or a live feed.
  ALTER TABLE messages ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN edited_at INTEGER;
  -- The words and files of a message that was deleted are gone; its row says who wrote it, and when.
  ALTER TABLE messages ADD COLUMN deleted_at INTEGER;

  -- Messages whose words are not those of the search index any more.
  CREATE TABLE search_revised (
    room_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    PRIMARY KEY (room_id, at, ord)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE connections (
    connection_oid TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    account TEXT NOT NULL,
    -- Encrypted by the keychain of the desktop; NULL: it is known to the process alone.
    secret TEXT,
    -- Nothing older is read; NULL: from the beginning.
    since INTEGER,
    paused INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE connection_rooms (
    connection_oid TEXT NOT NULL REFERENCES connections (connection_oid),
    remote_id TEXT NOT NULL,
    room_oid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    is_private INTEGER NOT NULL,
    -- JSON: RoomProgress
    progress TEXT NOT NULL,
    PRIMARY KEY (connection_oid, remote_id)
  ) STRICT, WITHOUT ROWID;
`
