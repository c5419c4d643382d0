/** Groups of rooms, what rooms have chosen themselves, schedules and their runs. What is decided is JSON. */
export const scheduleTables = /* sql */ `
  CREATE TABLE room_groups (
    group_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_oid text NOT NULL UNIQUE,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    definition text NOT NULL
  );
  CREATE TABLE room_choices (
    room_oid text PRIMARY KEY,
    options text NOT NULL
  );
  CREATE TABLE schedules (
    schedule_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schedule_oid text NOT NULL UNIQUE,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    -- When it is due; NULL while it is paused.
    next_at bigint,
    definition text NOT NULL
  );
  CREATE INDEX schedules_by_time ON schedules (next_at) WHERE next_at IS NOT NULL;
  CREATE TABLE schedule_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_oid text NOT NULL UNIQUE,
    schedule_oid text NOT NULL,
    planned_at bigint NOT NULL,
    state text NOT NULL,
    content text NOT NULL,
    UNIQUE (schedule_oid, planned_at)
  );
  -- Two runs of a schedule never overlap.
  CREATE UNIQUE INDEX open_schedule_runs ON schedule_runs (schedule_oid) WHERE state IN ('starting', 'running');
  CREATE INDEX reports_by_batch ON reports (batch_oid);
`
