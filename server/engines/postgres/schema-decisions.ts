/** What a person decided, at any node, of a mail that waits for an approval at the node that holds its reports. */
export const decisionColumn = /* sql */ `
  -- JSON: Decision of the port; of what it says by its hash, and of no later attempt.
  ALTER TABLE reports ADD COLUMN decision json;
`
