/** Groups of rooms, what rooms have chosen themselves, schedules and their runs. What is decided is JSON. */
export const scheduleTables = /* sql */ `
  CREATE TABLE room_groups (
    group_id INTEGER PRIMARY KEY,
    group_oid TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    definition TEXT NOT NULL
  ) STRICT;
  CREATE TABLE room_choices (
    room_oid TEXT PRIMARY KEY,
    options TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE schedules (
    schedule_id INTEGER PRIMARY KEY,
    schedule_oid TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- When it is due; NULL while it is paused.
    next_at INTEGER,
    definition TEXT NOT NULL
  ) STRICT;
  CREATE INDEX schedules_by_time ON schedules (next_at) WHERE next_at IS NOT NULL;
  CREATE TABLE schedule_runs (
    run_id INTEGER PRIMARY KEY,
    run_oid TEXT NOT NULL UNIQUE,
    schedule_oid TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (schedule_oid, planned_at)
  ) STRICT;
  -- Two runs of a schedule never overlap.
  CREATE UNIQUE INDEX open_schedule_runs ON schedule_runs (schedule_oid) WHERE state IN ('starting', 'running');
  CREATE INDEX reports_by_batch ON reports (batch_oid);
`
