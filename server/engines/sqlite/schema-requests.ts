/** Whether people may ask for reports in the rooms of a connection. */
export const requestColumns = /* sql */ `
  ALTER TABLE connections ADD COLUMN answers_requests INTEGER NOT NULL DEFAULT 0;
`
