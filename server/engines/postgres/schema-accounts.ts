/** People who sign in through a provider; as in the other engine. */
export const accountTables = /* sql */ `
  CREATE TABLE accounts (
    account_oid text COLLATE "C" PRIMARY KEY,
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    name text,
    email text,
    claim_role text,
    own_role text,
    barred boolean NOT NULL DEFAULT false,
    last_seen_at bigint NOT NULL,
    UNIQUE (issuer, subject)
  );
`
