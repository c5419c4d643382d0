import type { Role } from '../../contract/access.ts'
import type { AuditKind, AuditLine, StoredAccount, StoredToken } from '../../ports/access.ts'
import type { Page } from '../../ports/messages.ts'

export interface TokenRow {
  token_oid: string
  name: string
  role: string
  created_at: number
  ends_at: number | null
  last_used_at: number | null
}

export const tokenColumns = 'token_oid, name, role, created_at, ends_at, last_used_at'

export const toToken = (row: TokenRow): StoredToken => ({
  tokenOid: row.token_oid,
  name: row.name,
  role: row.role as Role,
  createdAt: row.created_at,
  endsAt: row.ends_at,
  lastUsedAt: row.last_used_at,
})

export interface AccountRow {
  account_oid: string
  name: string | null
  email: string | null
  claim_role: string | null
  own_role: string | null
  barred: number | boolean
  last_seen_at: number
}

export const toAccount = (row: AccountRow): StoredAccount => ({
  accountOid: row.account_oid,
  name: row.name,
  email: row.email,
  claimRole: row.claim_role as Role | null,
  ownRole: row.own_role as Role | null,
  isBarred: Boolean(row.barred),
  lastSeenAt: row.last_seen_at,
})

export const accountColumns = 'account_oid, name, email, claim_role, own_role, barred, last_seen_at'

export type AuditRow = Omit<AuditLine, 'kind'> & { audit_id: number; kind: string }

/** Of `limit` + 1 rows, newest first. */
export const toAuditPage = (rows: readonly AuditRow[], limit: number): Page<AuditLine, number> => ({
  items: rows.slice(0, limit).map(({ at, kind, name, method, path, status }) => {
    return { at, kind: kind as AuditKind, name, method, path, status }
  }),
  next: rows.length > limit ? (rows[limit - 1]?.audit_id ?? null) : null,
})

/** Older lines go once in so many, not with every new one. */
export const auditSlack = 100
