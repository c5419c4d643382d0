import type { Role } from '../contract/access.ts'
import type { Page } from './messages.ts'

export interface StoredToken {
  tokenOid: string
  name: string
  role: Role
  /** Milliseconds, as all moments here. */
  createdAt: number
  endsAt: number | null
  lastUsedAt: number | null
}

export type AuditKind = 'owner' | 'token' | 'person'

export interface AuditLine {
  at: number
  kind: AuditKind
  /** Of the token or the person. */
  name: string | null
  method: string
  path: string
  status: number
}

/**
 * Tokens for programs, and who did what. A token is known by a hash of its secret, which nobody keeps. Both outlive
 * the process.
 */
export interface Access {
  /** False where a token of this name is there. */
  addToken(hash: string, token: StoredToken): Promise<boolean>
  /** Also one whose time is over. */
  tokenOf(hash: string): Promise<StoredToken | null>
  /** By name. */
  tokens(): Promise<readonly StoredToken[]>
  /** False if there was none. */
  removeToken(tokenOid: string): Promise<boolean>
  tokenUsed(tokenOid: string, at: number): Promise<void>
  /** Of the lines that there are, the newest `atMost` are kept; older ones may go. */
  note(line: AuditLine, atMost: number): Promise<void>
  /** Newest first. */
  notes(page: { after: number | null; limit: number }): Promise<Page<AuditLine, number>>
}
