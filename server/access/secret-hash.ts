import { createHash } from 'node:crypto'

/** By what a secret of ours is known where it must not stand itself: in storage, and in the index of streams. */
export const secretHash = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')
