/** Whether people may ask for reports in the rooms of a connection; as in the other engine. */
export const requestColumns = /* sql */ `
  ALTER TABLE connections ADD COLUMN answers_requests boolean NOT NULL DEFAULT false;
`
