/** The tables of the work on rooms: reports, their log, models, settings, search, trash. */
export const workTables = /* sql */ `
  CREATE TABLE reports (
    report_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_oid text NOT NULL UNIQUE,
    room_oid text NOT NULL,
    batch_oid text NOT NULL,
    state text NOT NULL,
    delivery text NOT NULL,
    attempt integer NOT NULL,
    progress text NOT NULL,
    percent double precision,
    eta_seconds double precision,
    message text NOT NULL,
    said text,
    recipients text,
    options text NOT NULL,
    workbook text,
    error text,
    created_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint,
    -- Who works on a report holds it under a number; only who knows it may change the report. NULL: nobody.
    lease integer NOT NULL DEFAULT 0,
    owner text
  );
  CREATE INDEX reports_by_room ON reports (room_oid, report_id);
  CREATE INDEX reports_by_state ON reports (state, report_id);
  CREATE INDEX reports_by_owner ON reports (owner) WHERE owner IS NOT NULL;

  -- Attempts that have ended, so that a retry forgets nothing.
  CREATE TABLE attempts (
    report_oid text NOT NULL,
    attempt integer NOT NULL,
    state text NOT NULL,
    delivery text NOT NULL,
    message text NOT NULL,
    said text,
    error text,
    started_at bigint,
    finished_at bigint NOT NULL,
    PRIMARY KEY (report_oid, attempt)
  );

  -- What a finished stage made (JSON), so that it is never made twice.
  CREATE TABLE checkpoints (
    report_oid text NOT NULL,
    stage text NOT NULL,
    version integer NOT NULL,
    output text NOT NULL,
    made_at bigint NOT NULL,
    PRIMARY KEY (report_oid, stage)
  );

  CREATE TABLE report_log (
    line_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_oid text NOT NULL,
    at bigint NOT NULL,
    attempt integer NOT NULL,
    level text NOT NULL,
    id text NOT NULL,
    message text NOT NULL,
    said text,
    detail text
  );
  CREATE INDEX report_log_by_report ON report_log (report_oid, line_id);

  CREATE TABLE idempotency_keys (
    key text PRIMARY KEY,
    request_hash text NOT NULL,
    answer text NOT NULL,
    created_at bigint NOT NULL
  );
  CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

  -- One row, whose lock gives every event its place: a sequence of PostgreSQL would give out numbers that
  -- become visible in another order, and a reader would pass over the late ones.
  CREATE TABLE log_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch text NOT NULL,
    last_seq bigint NOT NULL,
    first_seq bigint NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO log_head (epoch, last_seq, first_seq)
  VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 12), 1, 2);

  CREATE TABLE events (
    seq bigint PRIMARY KEY,
    room text NOT NULL,
    event text NOT NULL,
    data text NOT NULL,
    coalesce_key text,
    key text UNIQUE
  );
  -- What is told now and kept nowhere, on its way to the other nodes. Gone after a crash of the server.
  CREATE UNLOGGED TABLE announcements (
    seq bigint PRIMARY KEY,
    kind text NOT NULL,
    room text NOT NULL,
    event text NOT NULL,
    data text NOT NULL,
    coalesce_key text,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
  );

  CREATE TABLE model_answers (
    -- SHA-256 of everything that the answer depends on.
    key text PRIMARY KEY,
    answer text NOT NULL,
    bytes bigint NOT NULL,
    used_at bigint NOT NULL
  );
  CREATE INDEX model_answers_by_use ON model_answers (used_at, bytes);
  CREATE TABLE model_servers (
    server text PRIMARY KEY,
    health text NOT NULL,
    changed_at bigint NOT NULL
  );
  -- Places at model servers, each held until then by the clock of the database.
  CREATE TABLE model_slots (
    slot text PRIMARY KEY,
    server text NOT NULL,
    until timestamptz NOT NULL
  );
  CREATE INDEX model_slots_by_server ON model_slots (server);

  -- One row: JSON of what people have changed.
  CREATE TABLE settings (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint NOT NULL,
    document text NOT NULL
  );

  -- Browsers that have shown who they are, by a hash of their secret.
  CREATE TABLE sessions (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash text NOT NULL UNIQUE,
    ends_at timestamptz
  );
  CREATE INDEX sessions_by_end ON sessions (ends_at) WHERE ends_at IS NOT NULL;

  -- The words of messages. The id of a row is its second and a number within that, so that the newest come
  -- first without sorting.
  CREATE TABLE search_lines (
    id bigint PRIMARY KEY,
    room_id bigint NOT NULL,
    at bigint NOT NULL,
    ord bigint NOT NULL,
    words tsvector NOT NULL,
    author tsvector NOT NULL
  );
  CREATE INDEX search_lines_by_words ON search_lines USING gin (words);
  CREATE UNIQUE INDEX search_lines_by_message ON search_lines (room_id, at, ord);
  -- How far the index has come in each room: messages up to done_ord are in it. A pass takes those up to
  -- pass_ord, by their time, and has come to (pass_at, pass_at_ord).
  CREATE TABLE search_rooms (
    room_id bigint PRIMARY KEY,
    done_ord bigint NOT NULL DEFAULT 0,
    pass_ord bigint,
    pass_at bigint,
    pass_at_ord bigint
  );

  -- What people have thrown away. Until its time it can be taken back, unless it is being removed for good.
  CREATE TABLE trash (
    trash_oid text COLLATE "C" PRIMARY KEY,
    until bigint NOT NULL,
    purging boolean NOT NULL DEFAULT false
  );
  -- Its reports, row by row as JSON, in the order in which they go back.
  CREATE TABLE trash_rows (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trash_oid text NOT NULL,
    report_oid text COLLATE "C" NOT NULL,
    of_table text NOT NULL,
    content text NOT NULL
  );
  CREATE INDEX trash_rows_by_entry ON trash_rows (trash_oid, report_oid);
`
