/** Tokens for programs, by a hash of their secret; who did what; and whose a session is. */
export const accessTables = /* sql */ `
  CREATE TABLE api_tokens (
    token_oid TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ends_at INTEGER,
    last_used_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    audit_id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER NOT NULL
  ) STRICT;
  ALTER TABLE sessions ADD COLUMN holder TEXT NOT NULL DEFAULT 'owner';
`
