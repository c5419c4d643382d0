/** Rooms that are limited to groups of people, and who belongs to these. */
export const limitTables = /* sql */ `
  CREATE TABLE room_limits (
    -- Whether oid names a room or a group of rooms; people is a list of names as JSON.
    kind TEXT NOT NULL,
    oid TEXT NOT NULL,
    people TEXT NOT NULL,
    PRIMARY KEY (kind, oid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE people_groups (
    member_oid TEXT PRIMARY KEY,
    -- What an admin says, and what the provider said the last time; lists of names as JSON.
    own TEXT NOT NULL,
    claimed TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`
