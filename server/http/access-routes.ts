import { z } from 'zod'
import { accountRole, type AccessService } from '../access/access-service.ts'
import {
  Account,
  AccountChange,
  ApiToken,
  AuditPage,
  MadeApiToken,
  Me,
  NewApiToken,
} from '../contract/access.ts'
import { isoOrNull } from '../contract/instant.ts'
import type { StoredAccount, StoredToken } from '../ports/access.ts'
import { whoOf } from './gate.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { Cursor, decodeCursor, encodeCursor, PageLimit } from './validate.ts'

const AuditQuery = z.object({ cursor: Cursor, limit: PageLimit })
const AuditCursor = z.object({ after: z.int() })

const toToken = ({ createdAt, endsAt, lastUsedAt, ...token }: StoredToken): ApiToken => ({
  ...token,
  createdAt: new Date(createdAt).toISOString(),
  endsAt: isoOrNull(endsAt),
  lastUsedAt: isoOrNull(lastUsedAt),
})

const toAccount = (account: StoredAccount): Account => ({
  accountOid: account.accountOid,
  name: account.name,
  email: account.email,
  role: accountRole(account),
  ownRole: account.ownRole,
  claimRole: account.claimRole,
  barred: account.isBarred,
  lastSeenAt: new Date(account.lastSeenAt).toISOString(),
})

export interface AccessPorts {
  access: AccessService
}

/** Who may come in, and who did what. */
export const accessRoutes = ({ access }: AccessPorts): Route[] => [
  route({
    method: 'get',
    path: '/access/me',
    summary: 'Who asks, and what they may do',
    answers: { 200: json('Who asks', Me) },
    handle({ res }) {
      const { kind, name, role, endsAt } = whoOf(res)
      return { kind, name, role, endsAt: isoOrNull(endsAt) }
    },
  }),
  route({
    method: 'get',
    path: '/access/tokens',
    summary: 'Tokens of programs',
    needs: 'admin',
    answers: { 200: json('The tokens, by name', z.object({ items: z.array(ApiToken) })) },
    handle: async () => ({ items: (await access.tokens()).map(toToken) }),
  }),
  route({
    method: 'post',
    path: '/access/tokens',
    summary: 'Makes a token for a program; the answer is the only one that has the token itself',
    needs: 'admin',
    body: jsonBody(NewApiToken),
    answers: {
      200: json('The token', MadeApiToken),
      409: problem('There is a token of this name'),
    },
    async handle({ body }) {
      const made = await access.makeToken(body)
      if (made !== null) return { ...toToken(made), token: made.token }
      throw new HttpProblem(409, { code: 'name_taken', params: { name: body.name } })
    },
  }),
  route({
    method: 'delete',
    path: '/access/tokens/:tokenOid',
    summary: 'Takes a token away; its streams and sessions end at once',
    needs: 'admin',
    answers: { 204: { description: 'It is gone' } },
    async handle({ params: { tokenOid }, res }) {
      if (!(await access.removeToken(tokenOid))) {
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'token' } })
      }
      res.status(204).end()
    },
  }),
  route({
    method: 'get',
    path: '/access/accounts',
    summary: 'People who have signed in by a provider, those seen last first',
    needs: 'admin',
    answers: { 200: json('The people', z.object({ items: z.array(Account) })) },
    handle: async () => ({ items: (await access.accounts()).map(toAccount) }),
  }),
  route({
    method: 'patch',
    path: '/access/accounts/:accountOid',
    summary: 'Gives somebody a role by hand, or keeps them out',
    needs: 'admin',
    body: jsonBody(AccountChange),
    answers: { 200: json('The person', Account) },
    async handle({ params: { accountOid }, body: { role, barred } }) {
      const changed = await access.changeAccount(accountOid, { ownRole: role, isBarred: barred })
      if (changed !== null) return toAccount(changed)
      throw new HttpProblem(404, { code: 'not_found', params: { context: 'account' } })
    },
  }),
  route({
    method: 'get',
    path: '/access/audit',
    summary: 'Who changed what, newest first, in pages',
    needs: 'admin',
    query: AuditQuery,
    answers: { 200: json('A page', AuditPage) },
    async handle({ query: { cursor, limit } }) {
      const after = decodeCursor(AuditCursor, cursor)?.after ?? null
      const { items, next } = await access.notes({ after, limit })
      return {
        items: items.map((line) => ({ ...line, at: new Date(line.at).toISOString() })),
        nextCursor: next === null ? null : encodeCursor({ after: next }),
      }
    },
  }),
]
