/**
 * The tables of rooms, messages, people and imports. Times are milliseconds since 1970. JSON is kept as text where
 * it is only handed through; what is compared by bytes says so, whatever the database sorts by.
 */
export const roomTables = /* sql */ `
  CREATE TABLE meta (
    key text PRIMARY KEY,
    value text NOT NULL
  );

  -- One row per room. The counters are kept up to date by whoever writes messages, in the same transaction.
  CREATE TABLE rooms (
    room_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_oid text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    -- What a list by name is sorted by, and what a part of a name is looked for in.
    name_key text COLLATE "C" NOT NULL,
    name_folded text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    format text NOT NULL,
    message_count bigint NOT NULL DEFAULT 0,
    system_count bigint NOT NULL DEFAULT 0,
    participant_count bigint NOT NULL DEFAULT 0,
    first_message_at bigint,
    last_message_at bigint,
    -- Order number the next message gets.
    next_ord bigint NOT NULL DEFAULT 1,
    -- False while the import that makes the room is still running.
    visible boolean NOT NULL,
    -- A room whose messages are never sent to another computer.
    local_only boolean NOT NULL DEFAULT false,
    created_at bigint NOT NULL,
    trash_oid text,
    -- The id of a room that was thrown away.
    trashed_as text
  ) WITH (fillfactor = 80);
  CREATE INDEX rooms_by_name ON rooms (name_key, room_id) WHERE visible;
  CREATE INDEX rooms_in_trash ON rooms (trash_oid) WHERE trash_oid IS NOT NULL;

  -- at is the time to sort by; time_source says whether it may be shown: 0 explicit, 1 assumed zone,
  -- 2 inherited from the line before, 3 unknown. No foreign key: a check for each of a million rows would
  -- cost more than the rows.
  CREATE TABLE messages (
    room_id bigint NOT NULL,
    at bigint NOT NULL,
    ord bigint NOT NULL,
    -- What makes the message itself: the source's id, or a hash for sources without ids.
    key text COLLATE "C" NOT NULL,
    source_id text,
    time_source smallint NOT NULL,
    author text COLLATE "C" NOT NULL,
    -- NULL where it equals author.
    author_key text COLLATE "C",
    is_system boolean NOT NULL,
    is_bot boolean NOT NULL,
    text text COLLATE "C" NOT NULL,
    reply_to text,
    -- JSON array, NULL if there are none.
    attachments text,
    -- 0 for live messages; else the import that brought it.
    import_id bigint NOT NULL,
    PRIMARY KEY (room_id, at, ord)
  );
  CREATE UNIQUE INDEX messages_by_key ON messages (room_id, key);

  CREATE TABLE participants (
    room_id bigint NOT NULL,
    author_key text COLLATE "C" NOT NULL,
    PRIMARY KEY (room_id, author_key)
  );

  CREATE INDEX participants_by_author ON participants (author_key);

  -- What people have said of authors. part_of: the person_oid of whom this author is a part.
  CREATE TABLE people (
    source text COLLATE "C" NOT NULL,
    author_key text COLLATE "C" NOT NULL,
    person_oid text COLLATE "C" NOT NULL UNIQUE,
    name text,
    role text,
    part_of text COLLATE "C",
    PRIMARY KEY (source, author_key)
  );
  CREATE INDEX people_by_whole ON people (part_of) WHERE part_of IS NOT NULL;
  -- Pairs of whom it is known that they are two; the smaller id first.
  CREATE TABLE people_apart (
    one_oid text COLLATE "C" NOT NULL,
    other_oid text COLLATE "C" NOT NULL,
    PRIMARY KEY (one_oid, other_oid)
  );
  -- Who wrote in each room, by each name, as it was when the room was counted: stamp says when.
  CREATE TABLE people_rooms (
    room_id bigint PRIMARY KEY,
    stamp text NOT NULL
  );
  CREATE TABLE people_seen (
    room_id bigint NOT NULL,
    author_key text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    person_oid text COLLATE "C" NOT NULL,
    messages bigint NOT NULL,
    bot_messages bigint NOT NULL,
    first_at bigint,
    last_at bigint,
    PRIMARY KEY (room_id, author_key, author)
  );
  CREATE INDEX people_seen_by_person ON people_seen (person_oid);

  -- Messages of an import whose state is not 'finished' are invisible everywhere.
  CREATE TABLE imports (
    import_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_oid text NOT NULL UNIQUE,
    -- The node that reads it.
    owner text NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    format text,
    bytes_read bigint NOT NULL DEFAULT 0,
    bytes_total bigint,
    -- JSON: ImportCounts, string[], ImportWarning[], {code, message}, where the bytes are and how to read them
    counts text NOT NULL,
    room_oids text NOT NULL DEFAULT '[]',
    warnings text NOT NULL DEFAULT '[]',
    error text,
    source text NOT NULL,
    created_at bigint NOT NULL,
    trash_oid text
  );
  CREATE INDEX imports_unfinished ON imports (import_id) WHERE state <> 'finished';
  CREATE INDEX imports_in_trash ON imports (trash_oid) WHERE trash_oid IS NOT NULL;

  -- Rooms an unfinished import has written to, so that it can be undone.
  CREATE TABLE import_rooms (
    import_id bigint NOT NULL,
    room_id bigint NOT NULL,
    PRIMARY KEY (import_id, room_id)
  );
  CREATE INDEX import_rooms_by_room ON import_rooms (room_id);
`
