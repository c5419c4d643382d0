import { randomUUID } from 'node:crypto'
import type { Access } from '../../ports/access.ts'
import {
  accountColumns,
  auditSlack,
  toAccount,
  tokenColumns,
  toAuditPage,
  toToken,
  type AccountRow,
  type AuditRow,
  type TokenRow,
} from '../shared/access-rows.ts'
import type { Pool } from './pool.ts'

/** The tables `api_tokens`, `accounts` and `audit`. */
export const postgresAccess = (pool: Pool): Access => ({
  async addToken(hash, { tokenOid, name, role, createdAt, endsAt, lastUsedAt }) {
    const added = await pool.run(
      `INSERT INTO api_tokens (hash, ${tokenColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (name) DO NOTHING`,
      [hash, tokenOid, name, role, createdAt, endsAt, lastUsedAt],
    )
    return added === 1
  },
  async tokenOf(hash) {
    const [row] = await pool.rows<TokenRow>(
      `SELECT ${tokenColumns} FROM api_tokens WHERE hash = $1`,
      [hash],
    )
    return row === undefined ? null : toToken(row)
  },
  async tokens() {
    const rows = await pool.rows<TokenRow>(`SELECT ${tokenColumns} FROM api_tokens ORDER BY name`)
    return rows.map(toToken)
  },
  async removeToken(tokenOid) {
    const [row] = await pool.rows<{ hash: string }>(
      'DELETE FROM api_tokens WHERE token_oid = $1 RETURNING hash',
      [tokenOid],
    )
    return row?.hash ?? null
  },
  async tokenUsed(tokenOid, at) {
    await pool.run('UPDATE api_tokens SET last_used_at = $1 WHERE token_oid = $2', [at, tokenOid])
  },
  async signedIn({ issuer, subject, name, email, claimRole }, at) {
    const [row] = await pool.rows<AccountRow>(
      `INSERT INTO accounts (account_oid, issuer, subject, name, email, claim_role, last_seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name, email = excluded.email,
         claim_role = excluded.claim_role, last_seen_at = excluded.last_seen_at
       RETURNING ${accountColumns}`,
      [randomUUID(), issuer, subject, name, email, claimRole, at],
    )
    if (row === undefined) throw new Error('The account was not kept')
    return toAccount(row)
  },
  async account(accountOid) {
    const [row] = await pool.rows<AccountRow>(
      `SELECT ${accountColumns} FROM accounts WHERE account_oid = $1`,
      [accountOid],
    )
    return row === undefined ? null : toAccount(row)
  },
  async accounts() {
    const rows = await pool.rows<AccountRow>(
      `SELECT ${accountColumns} FROM accounts ORDER BY last_seen_at DESC`,
    )
    return rows.map(toAccount)
  },
  async changeAccount(accountOid, { ownRole, isBarred = null }) {
    const [row] = await pool.rows<AccountRow>(
      `UPDATE accounts SET own_role = CASE WHEN $1::boolean THEN $2 ELSE own_role END,
         barred = coalesce($3::boolean, barred)
       WHERE account_oid = $4 RETURNING ${accountColumns}`,
      [ownRole !== undefined, ownRole ?? null, isBarred, accountOid],
    )
    return row === undefined ? null : toAccount(row)
  },
  async note({ at, kind, name, method, path, status }, atMost) {
    const [row] = await pool.once<{ audit_id: number }>(
      `INSERT INTO audit (at, kind, name, method, path, status) VALUES ($1, $2, $3, $4, $5, $6)
       RETURNING audit_id`,
      [at, kind, name, method, path, status],
    )
    const id = row?.audit_id ?? 0
    if (id % auditSlack !== 0) return
    await pool.run('DELETE FROM audit WHERE audit_id <= $1', [id - atMost])
  },
  async notes({ after, limit }) {
    const rows = await pool.rows<AuditRow>(
      `SELECT audit_id, at, kind, name, method, path, status FROM audit
       WHERE audit_id < $1 ORDER BY audit_id DESC LIMIT $2`,
      [after ?? Number.MAX_SAFE_INTEGER, limit + 1],
    )
    return toAuditPage(rows, limit)
  },
})
