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
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** The tables `api_tokens`, `accounts` and `audit`. */
export function sqliteAccess(db: Database): Access {
  const { write } = writesOf(db)
  const insert = db.prepare(
    `INSERT INTO api_tokens (hash, ${tokenColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO NOTHING`,
  )
  const find = db.prepare(`SELECT ${tokenColumns} FROM api_tokens WHERE hash = ?`)
  const list = db.prepare(`SELECT ${tokenColumns} FROM api_tokens ORDER BY name`)
  const remove = db.prepare('DELETE FROM api_tokens WHERE token_oid = ? RETURNING hash')
  const use = db.prepare('UPDATE api_tokens SET last_used_at = ? WHERE token_oid = ?')
  const meet = db.prepare(
    `INSERT INTO accounts (account_oid, issuer, subject, name, email, claim_role, last_seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name, email = excluded.email,
       claim_role = excluded.claim_role, last_seen_at = excluded.last_seen_at
     RETURNING ${accountColumns}`,
  )
  const account = db.prepare(`SELECT ${accountColumns} FROM accounts WHERE account_oid = ?`)
  const accounts = db.prepare(`SELECT ${accountColumns} FROM accounts ORDER BY last_seen_at DESC`)
  const change = db.prepare(
    `UPDATE accounts SET own_role = CASE WHEN ? THEN ? ELSE own_role END,
       barred = coalesce(?, barred)
     WHERE account_oid = ? RETURNING ${accountColumns}`,
  )
  const orNull = (row: unknown) => (row === undefined ? null : toAccount(row as AccountRow))
  const note = db.prepare(
    'INSERT INTO audit (at, kind, name, method, path, status) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const forget = db.prepare('DELETE FROM audit WHERE audit_id <= ?')
  const notes = db.prepare(
    `SELECT audit_id, at, kind, name, method, path, status FROM audit
     WHERE audit_id < ? ORDER BY audit_id DESC LIMIT ?`,
  )
  return {
    async addToken(hash, { tokenOid, name, role, createdAt, endsAt, lastUsedAt }) {
      const row = [hash, tokenOid, name, role, createdAt, endsAt, lastUsedAt]
      return (await write(() => insert.run(...row))).changes === 1
    },
    async tokenOf(hash) {
      const row = find.get(hash) as TokenRow | undefined
      return row === undefined ? null : toToken(row)
    },
    tokens: async () => (list.all() as unknown as TokenRow[]).map(toToken),
    async removeToken(tokenOid) {
      const row = await write(() => remove.get(tokenOid))
      return (row as { hash: string } | undefined)?.hash ?? null
    },
    async tokenUsed(tokenOid, at) {
      await write(() => use.run(at, tokenOid))
    },
    async signedIn({ issuer, subject, name, email, claimRole }, at) {
      const said = [issuer, subject, name, email, claimRole, at]
      const row = await write(() => meet.get(randomUUID(), ...said))
      return toAccount(row as unknown as AccountRow)
    },
    account: async (accountOid) => orNull(account.get(accountOid)),
    accounts: async () => (accounts.all() as unknown as AccountRow[]).map(toAccount),
    async changeAccount(accountOid, { ownRole, isBarred }) {
      const barred = isBarred === undefined ? null : Number(isBarred)
      const isSaid = ownRole === undefined ? 0 : 1
      return orNull(await write(() => change.get(isSaid, ownRole ?? null, barred, accountOid)))
    },
    async note({ at, kind, name, method, path, status }, atMost) {
      await write(() => {
        const id = Number(note.run(at, kind, name, method, path, status).lastInsertRowid)
        if (id % auditSlack === 0) forget.run(id - atMost)
      })
    },
    async notes({ after, limit }) {
      const rows = notes.all(after ?? Number.MAX_SAFE_INTEGER, limit + 1)
      return toAuditPage(rows as unknown as AuditRow[], limit)
    },
  }
}
