/** Tokens for programs, who did what, and whose a session is; as in the other engine. */
export const accessTables = /* sql */ `
  CREATE TABLE api_tokens (
    token_oid text COLLATE "C" PRIMARY KEY,
    hash text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL UNIQUE,
    role text NOT NULL,
    created_at bigint NOT NULL,
    ends_at bigint,
    last_used_at bigint
  );
  CREATE TABLE audit (
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at bigint NOT NULL,
    kind text NOT NULL,
    name text,
    method text NOT NULL,
    path text NOT NULL,
    status integer NOT NULL
  );
  ALTER TABLE sessions ADD COLUMN holder text NOT NULL DEFAULT 'owner';
`
