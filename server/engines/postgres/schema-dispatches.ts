/** As the table of the other engine. */
export const dispatches = /* sql */ `
  CREATE TABLE dispatches (
    dispatch_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dispatch_oid text COLLATE "C" NOT NULL UNIQUE,
    report_oid text COLLATE "C" NOT NULL,
    attempt integer NOT NULL,
    destination text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    due_at bigint NOT NULL,
    owner text,
    said text
  );
  CREATE INDEX dispatches_by_report ON dispatches (report_oid);
  CREATE INDEX dispatches_due ON dispatches (due_at) WHERE state = 'pending';
`
