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

/** Somebody who signs in through a provider. */
export interface StoredAccount {
  accountOid: string
  name: string | null
  email: string | null
  /** What the provider says by its claim, as of the last time. */
  claimRole: Role | null
  /** What an admin says; goes before the claim. */
  ownRole: Role | null
  isBarred: boolean
  lastSeenAt: number
}

/** Who a provider says that somebody is. */
export interface SignedInPerson {
  issuer: string
  /** Of the issuer alone; never changes and is never given again. */
  subject: string
  name: string | null
  email: string | null
  claimRole: Role | null
}

export interface AccountChange {
  /** Null: what the provider says. */
  ownRole?: Role | null | undefined
  isBarred?: boolean | undefined
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
 * Tokens for programs, accounts of people, and who did what. A token is known by a hash of its secret, which nobody keeps. Both outlive
 * the process.
 */
export interface Access {
  /** False where a token of this name is there. */
  addToken(hash: string, token: StoredToken): Promise<boolean>
  /** Also one whose time is over. */
  tokenOf(hash: string): Promise<StoredToken | null>
  /** By name. */
  tokens(): Promise<readonly StoredToken[]>
  /** The hash of the one that was removed; null if there was none. */
  removeToken(tokenOid: string): Promise<string | null>
  tokenUsed(tokenOid: string, at: number): Promise<void>
  /** The account of issuer and subject, made where it is not there; name, mail and claim are as they are now. */
  signedIn(person: SignedInPerson, at: number): Promise<StoredAccount>
  account(accountOid: string): Promise<StoredAccount | null>
  /** Those seen last come first. */
  accounts(): Promise<readonly StoredAccount[]>
  /** Null if there is none. */
  changeAccount(accountOid: string, change: AccountChange): Promise<StoredAccount | null>
  /** Of the lines that there are, the newest `atMost` are kept; older ones may go. */
  note(line: AuditLine, atMost: number): Promise<void>
  /** Newest first. */
  notes(page: { after: number | null; limit: number }): Promise<Page<AuditLine, number>>
}
