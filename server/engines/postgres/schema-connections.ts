/** Messages that change after they were said, and the connections that tell of it; as of the other engine. */
export const connectionTables = /* sql */ `
  -- How a connection has got it: 1 live, 2 caught up, 3 read from the past. 0: by an import, or a live feed.
  ALTER TABLE messages ADD COLUMN arrival smallint NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN edited_at bigint;
  ALTER TABLE messages ADD COLUMN deleted_at bigint;

  -- Messages whose words are not those of the search index any more.
  CREATE TABLE search_revised (
    room_id bigint NOT NULL,
    at bigint NOT NULL,
    ord bigint NOT NULL,
    PRIMARY KEY (room_id, at, ord)
  );

  CREATE TABLE connections (
    connection_oid text COLLATE "C" PRIMARY KEY,
    service text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    account text NOT NULL,
    secret text,
    since bigint,
    paused boolean NOT NULL,
    created_at bigint NOT NULL
  );
  CREATE TABLE connection_rooms (
    connection_oid text COLLATE "C" NOT NULL REFERENCES connections (connection_oid),
    remote_id text COLLATE "C" NOT NULL,
    room_oid text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    is_private boolean NOT NULL,
    -- JSON: RoomProgress
    progress text NOT NULL,
    PRIMARY KEY (connection_oid, remote_id)
  );
`
