/** When connections learned that messages are others now. */
export const changeColumns = /* sql */ `
  -- Milliseconds of our own clock, not of the source, which may tell of it later.
  ALTER TABLE messages ADD COLUMN changed_at INTEGER;
  CREATE INDEX messages_changed ON messages (room_id, changed_at) WHERE changed_at IS NOT NULL;
`
