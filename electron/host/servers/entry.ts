import { randomBytes } from 'node:crypto'
import { maxServerNameLength, type KnownServer } from '../../../server/contract/desktop-servers.ts'
import type { SecretVault } from '../../../server/index.ts'
import type { StoredServer } from './server-file.ts'
import type { Watch } from './watch.ts'

/** A server of the list, as the host knows it. */
export interface Entry {
  stored: StoredServer
  /** Null: signed out. */
  token: string | null
  /** What the page says in its place, for this launch. */
  relayToken: string
  told: Pick<KnownServer, 'version' | 'state' | 'error'>
  /** Null: its reports are not followed. */
  watch: Watch | null
  isHeard: boolean
}

export const newEntry = (
  stored: StoredServer,
  token: string | null,
  told: Entry['told'],
): Entry => ({
  stored,
  token,
  told,
  relayToken: randomBytes(32).toString('base64url'),
  watch: null,
  isHeard: false,
})

export function tokenIn({ secret }: StoredServer, vault: SecretVault): string | null {
  try {
    return secret === undefined ? null : vault.decrypt(secret)
  } catch {
    // Another keychain than the one that has kept it.
    return null
  }
}

/** What the page may know of it. */
export const toKnown = ({
  stored: { serverOid, name, url, secret },
  told,
  watch,
  isHeard,
}: Entry): KnownServer => ({
  serverOid,
  name,
  url,
  isKept: secret !== undefined,
  counts: isHeard && watch !== null ? watch.counts() : null,
  ...told,
})

/** What a person calls it; its host, where they have typed nothing. */
export const nameOf = (typed: string, url: string): string =>
  typed.trim().slice(0, maxServerNameLength) || new URL(url).host
