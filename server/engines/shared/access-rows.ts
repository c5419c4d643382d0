import type { Role } from '../../contract/access.ts'
import type { AuditKind, AuditLine, StoredToken } from '../../ports/access.ts'
import type { Page } from '../../ports/messages.ts'

export interface TokenRow {
  token_oid: string
  name: string
  role: string
  created_at: number
  ends_at: number | null
  last_used_at: number | null
}

export const toToken = (row: TokenRow): StoredToken => ({
  tokenOid: row.token_oid,
  name: row.name,
  role: row.role as Role,
  createdAt: row.created_at,
  endsAt: row.ends_at,
  lastUsedAt: row.last_used_at,
})

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
