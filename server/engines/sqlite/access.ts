import type { Access } from '../../ports/access.ts'
import {
  auditSlack,
  toAuditPage,
  toToken,
  type AuditRow,
  type TokenRow,
} from '../shared/access-rows.ts'
import type { Database } from './database.ts'

const tokenColumns = 'token_oid, name, role, created_at, ends_at, last_used_at'

/** The tables `api_tokens` and `audit`. */
export function sqliteAccess(db: Database): Access {
  const insert = db.prepare(
    `INSERT INTO api_tokens (hash, ${tokenColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO NOTHING`,
  )
  const find = db.prepare(`SELECT ${tokenColumns} FROM api_tokens WHERE hash = ?`)
  const list = db.prepare(`SELECT ${tokenColumns} FROM api_tokens ORDER BY name`)
  const remove = db.prepare('DELETE FROM api_tokens WHERE token_oid = ?')
  const use = db.prepare('UPDATE api_tokens SET last_used_at = ? WHERE token_oid = ?')
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
      return insert.run(hash, tokenOid, name, role, createdAt, endsAt, lastUsedAt).changes === 1
    },
    async tokenOf(hash) {
      const row = find.get(hash) as TokenRow | undefined
      return row === undefined ? null : toToken(row)
    },
    tokens: async () => (list.all() as unknown as TokenRow[]).map(toToken),
    removeToken: async (tokenOid) => remove.run(tokenOid).changes === 1,
    async tokenUsed(tokenOid, at) {
      use.run(at, tokenOid)
    },
    async note({ at, kind, name, method, path, status }, atMost) {
      const id = Number(note.run(at, kind, name, method, path, status).lastInsertRowid)
      if (id % auditSlack === 0) forget.run(id - atMost)
    },
    async notes({ after, limit }) {
      const rows = notes.all(after ?? Number.MAX_SAFE_INTEGER, limit + 1)
      return toAuditPage(rows as unknown as AuditRow[], limit)
    },
  }
}
