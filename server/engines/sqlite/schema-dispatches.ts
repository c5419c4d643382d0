/** What is on its way to folders and webhooks. `owner` has it until `due_at`; NULL: nobody does. */
export const dispatches = /* sql */ `
  CREATE TABLE dispatches (
    dispatch_id INTEGER PRIMARY KEY,
    dispatch_oid TEXT NOT NULL UNIQUE,
    report_oid TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    destination TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    owner TEXT,
    -- JSON: what became of the last try.
    said TEXT
  ) STRICT;
  CREATE INDEX dispatches_by_report ON dispatches (report_oid);
  CREATE INDEX dispatches_due ON dispatches (due_at) WHERE state = 'pending';
`
