/** Rooms that are limited to groups of people, and who belongs to these; as in the other engine. */
export const limitTables = /* sql */ `
  CREATE TABLE room_limits (
    kind text COLLATE "C" NOT NULL,
    oid text COLLATE "C" NOT NULL,
    people text NOT NULL,
    PRIMARY KEY (kind, oid)
  );
  CREATE TABLE people_groups (
    member_oid text COLLATE "C" PRIMARY KEY,
    own text NOT NULL,
    claimed text NOT NULL
  );
`
