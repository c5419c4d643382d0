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
  RoomLimitChange,
  RoomLimitChanges,
  RoomLimits,
  type RoomLimit,
} from '../contract/access.ts'
import type { GroupService } from '../groups/groups.ts'
import { isoOrNull } from '../contract/instant.ts'
import type { StoredAccount, StoredToken } from '../ports/access.ts'
import type { PeopleGroups, RoomLimit as StoredLimit } from '../ports/room-limits.ts'
import type { Rooms } from '../ports/rooms.ts'
import { NotThere } from '../reports/choices.ts'
import { whoOf } from './gate.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { Cursor, decodeCursor, encodeCursor, PageLimit } from './validate.ts'

const AuditQuery = z.object({ cursor: Cursor, limit: PageLimit })
const AuditCursor = z.object({ after: z.int() })

const toToken = (
  { createdAt, endsAt, lastUsedAt, ...token }: StoredToken,
  groups: readonly string[] = [],
): ApiToken => ({
  ...token,
  ...(groups.length === 0 ? {} : { groups: [...groups] }),
  createdAt: new Date(createdAt).toISOString(),
  endsAt: isoOrNull(endsAt),
  lastUsedAt: isoOrNull(lastUsedAt),
})

const toAccount = (
  account: StoredAccount,
  { own, claimed }: PeopleGroups = { own: [], claimed: [] },
): Account => ({
  accountOid: account.accountOid,
  name: account.name,
  email: account.email,
  role: accountRole(account),
  ownRole: account.ownRole,
  claimRole: account.claimRole,
  barred: account.isBarred,
  groups: [...own],
  claimGroups: [...claimed],
  lastSeenAt: new Date(account.lastSeenAt).toISOString(),
})

export interface AccessPorts {
  access: AccessService
  groups: Pick<GroupService, 'get' | 'roomsOf'>
  rooms: Pick<Rooms, 'place'>
}

/** Who may come in, and who did what. */
export function accessRoutes({ access, groups: roomGroups, rooms }: AccessPorts): Route[] {
  /** @throws NotThere */
  async function needTarget({ kind, oid }: Pick<RoomLimit, 'kind' | 'oid'>): Promise<void> {
    if (kind === 'group') await roomGroups.get(oid)
    else if ((await rooms.place(oid)) === null) throw new NotThere('room', oid)
  }
  const mergedInto = async (limit: StoredLimit): Promise<Pick<RoomLimit, 'mergedInto'>> => {
    const roomOid = limit.kind === 'room' ? (await rooms.place(limit.oid))?.roomOid : undefined
    return roomOid === undefined || roomOid === limit.oid ? {} : { mergedInto: roomOid }
  }
  const roomsOf = async ({ kind, oid }: StoredLimit): Promise<Pick<RoomLimit, 'roomOids'>> => {
    if (kind === 'room') return {}
    const those = await roomGroups.roomsOf(oid).catch((error: unknown) => {
      if (error instanceof NotThere) return []
      throw error
    })
    return { roomOids: those.map(({ roomOid }) => roomOid) }
  }
  const allLimits = async (): Promise<z.infer<typeof RoomLimits>> => ({
    items: await Promise.all(
      (await access.limits()).map(async (limit) => ({
        ...limit,
        people: [...limit.people],
        ...(await mergedInto(limit)),
        ...(await roomsOf(limit)),
      })),
    ),
  })

  return [
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
      async handle() {
        const members = await access.members()
        const tokens = await access.tokens()
        return { items: tokens.map((it) => toToken(it, members.get(it.tokenOid)?.own)) }
      },
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
        if (made !== null) {
          const { groups = [] } = body
          if (groups.length > 0) await access.setGroups(made.tokenOid, groups)
          return { ...toToken(made, groups), token: made.token }
        }
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
      async handle() {
        const members = await access.members()
        const accounts = await access.accounts()
        return { items: accounts.map((it) => toAccount(it, members.get(it.accountOid))) }
      },
    }),
    route({
      method: 'patch',
      path: '/access/accounts/:accountOid',
      summary: 'Gives somebody a role or groups of people by hand, or keeps them out',
      needs: 'admin',
      body: jsonBody(AccountChange),
      answers: { 200: json('The person', Account) },
      async handle({ params: { accountOid }, body: { role, barred, groups } }) {
        const changed = await access.changeAccount(accountOid, { ownRole: role, isBarred: barred })
        if (changed !== null) {
          if (groups !== undefined) await access.setGroups(accountOid, groups)
          return toAccount(changed, (await access.members()).get(accountOid))
        }
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'account' } })
      },
    }),
    route({
      method: 'get',
      path: '/access/limits',
      summary: 'Rooms, and groups of rooms, that only some groups of people may see',
      needs: 'admin',
      answers: { 200: json('The limits', RoomLimits) },
      handle: allLimits,
    }),
    route({
      method: 'patch',
      path: '/access/limits',
      summary:
        'Limits a room, or a group of rooms, to groups of people, or opens it again; or several at once',
      needs: 'admin',
      body: jsonBody(z.union([RoomLimitChanges, RoomLimitChange])),
      answers: {
        200: json('The limits', RoomLimits),
        404: problem('There is no such room or group'),
      },
      async handle({ body }) {
        const changes = 'changes' in body ? body.changes : [body]
        // What is gone may still be opened.
        for (const change of changes) if (change.people !== null) await needTarget(change)
        await access.setLimits(...changes)
        return allLimits()
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
}
