import { hasEnded, isDelivered } from '../shared/report-rows.ts'

/** Several nodes on one database: who lives, whose turn it is, and what was asked of who holds a report. */
export const nodesTables = /* sql */ `
  -- A node lives until then, by the clock of the database, unless it says so again before.
  CREATE TABLE nodes (
    node_id text PRIMARY KEY,
    -- Names one run of its process.
    launch text NOT NULL,
    role text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    until timestamptz NOT NULL,
    is_draining boolean NOT NULL DEFAULT false
  );

  -- Reports run by turn. A new batch begins at the turn that is next and has one a report, so batches take turns.
  ALTER TABLE reports ADD COLUMN turn bigint NOT NULL DEFAULT 0;
  -- When it was asked for before all others; milliseconds.
  ALTER TABLE reports ADD COLUMN preferred_at bigint;
  -- What whoever holds the report, or will hold it, is to do: 'cancel' or 'quotes'.
  ALTER TABLE reports ADD COLUMN asked text;
  CREATE INDEX reports_waiting ON reports (preferred_at DESC NULLS LAST, turn, report_id)
    WHERE state = 'queued' AND owner IS NULL;
  CREATE INDEX reports_by_turn ON reports (turn) WHERE state = 'queued' AND owner IS NULL;
  CREATE INDEX reports_unsettled ON reports (report_id) WHERE NOT (${hasEnded} AND ${isDelivered});
`
