/** People who sign in through a provider, as they were known when they last did. */
export const accountTables = /* sql */ `
  CREATE TABLE accounts (
    account_oid TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT,
    email TEXT,
    -- What the provider says, and what an admin says, which wins.
    claim_role TEXT,
    own_role TEXT,
    barred INTEGER NOT NULL DEFAULT 0,
    last_seen_at INTEGER NOT NULL,
    UNIQUE (issuer, subject)
  ) STRICT, WITHOUT ROWID;
`
