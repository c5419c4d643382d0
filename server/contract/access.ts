import { z } from 'zod'
import { accessLimits } from './limits.ts'
import { Challenge } from './app-sign-in.ts'

const Timestamp = z.iso.datetime({ offset: true })

/**
 * What a person or a program may do; each may what the one before may. A viewer reads; an operator has reports made,
 * brings rooms in and deletes; an admin changes settings, people and who may come in.
 */
export const roles = ['viewer', 'operator', 'admin'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export const mayAct = (role: Role, needed: Role): boolean =>
  roles.indexOf(role) >= roles.indexOf(needed)

/** `GET /api/access/me`: who asks. */
export const Me = z
  .object({
    kind: z
      .enum(['owner', 'token', 'person'])
      .meta({ description: 'By the token of the launch, by a token of the list, or signed in.' }),
    name: z.string().nullable(),
    role: Role,
    endsAt: Timestamp.nullable().meta({ description: 'When the token or the session ends.' }),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

const TokenName = z.string().trim().min(1).max(100)

/** A group of people, by the name that the provider or an admin gives it. */
const PeopleGroup = z.string().trim().min(1).max(accessLimits.maxGroupName)
const PeopleGroupNames = z.array(PeopleGroup).max(accessLimits.maxGroups)

/** A room, or all rooms of a group, that some people alone may see. Each limit of a room must let them in. */
export const RoomLimit = z
  .object({
    kind: z
      .enum(['room', 'group'])
      .meta({ description: 'Of one room, or of all that a group has.' }),
    oid: z.string().min(1).max(128).meta({ description: 'The `roomOid` or `groupOid`.' }),
    people: PeopleGroupNames.meta({ description: 'Groups of people; none: admins alone.' }),
    mergedInto: z.string().optional().meta({
      description:
        'The room that a limited room has become a part of, which takes its limit along.',
    }),
    roomOids: z.array(z.string()).optional().meta({
      description: 'The rooms that a limited group has now.',
    }),
  })
  .meta({ id: 'RoomLimit' })
export type RoomLimit = z.infer<typeof RoomLimit>
export const RoomLimits = z.object({ items: z.array(RoomLimit) }).meta({ id: 'RoomLimits' })

export const RoomLimitChange = RoomLimit.omit({ mergedInto: true, roomOids: true })
  .extend({
    people: PeopleGroupNames.nullable().meta({ description: 'Null: everybody sees it again.' }),
  })
  .meta({ id: 'RoomLimitChange' })
export type RoomLimitChange = z.infer<typeof RoomLimitChange>

/** All of them or none. */
export const RoomLimitChanges = z
  .object({ changes: z.array(RoomLimitChange).min(1).max(accessLimits.maxLimitsAtOnce) })
  .meta({ id: 'RoomLimitChanges' })

/** `GET /api/sign-in`: what one may sign in with, beside a token. */
export const SignInOffer = z
  .object({
    provider: z.boolean().meta({ description: 'Whether `/api/sign-in/start` leads on.' }),
    app: z.boolean().meta({
      description: 'Whether the desktop app can be let in here, at `/#let-in?...` of the window.',
    }),
  })
  .meta({ id: 'SignInOffer' })

/** `POST /api/sign-in/codes`. */
export const NewAppCode = z
  .object({
    challenge: Challenge.meta({
      description: 'S256 of the verifier of the app (RFC 7636), base64url.',
    }),
  })
  .meta({ id: 'NewAppCode' })

export const AppCode = z
  .object({
    code: z.string(),
    endsAt: Timestamp.meta({ description: 'It is good once, until then.' }),
  })
  .meta({ id: 'AppCode' })

/** `POST /api/sign-in/session`. */
export const NewAppSession = z
  .object({
    code: z.string().min(1).max(128),
    verifier: z.string().min(43).max(128).meta({ description: 'What the challenge was made of.' }),
  })
  .meta({ id: 'NewAppSession' })

export const AppSession = z
  .object({
    token: z.string().meta({
      description:
        'Told this once; send it as "Authorization: Bearer". `DELETE /api/session` with it ends the session.',
    }),
    endsAt: Timestamp,
  })
  .meta({ id: 'AppSession' })

/** Somebody who has signed in by a provider. */
export const Account = z
  .object({
    accountOid: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    role: Role.nullable().meta({ description: 'What holds: null may not come in.' }),
    ownRole: Role.nullable().meta({ description: 'What an admin says; goes before the provider.' }),
    claimRole: Role.nullable().meta({ description: 'What the provider said the last time.' }),
    barred: z.boolean().meta({ description: 'Kept out, whatever the role.' }),
    groups: PeopleGroupNames.meta({ description: 'Groups of people, as an admin says.' }),
    claimGroups: PeopleGroupNames.meta({ description: 'As the provider said the last time.' }),
    lastSeenAt: Timestamp,
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

export const AccountChange = z
  .object({
    role: Role.nullable().optional().meta({ description: 'Null: what the provider says.' }),
    barred: z.boolean().optional(),
    groups: PeopleGroupNames.optional().meta({ description: 'Beside those of the provider.' }),
  })
  .meta({ id: 'AccountChange' })

/** A token for a program. The token itself is told once, when it is made; its hash alone is kept. */
export const ApiToken = z
  .object({
    tokenOid: z.string(),
    name: TokenName,
    role: Role,
    createdAt: Timestamp,
    endsAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable().meta({ description: 'To the minute.' }),
    groups: PeopleGroupNames.optional().meta({ description: 'Groups of people; absent: none.' }),
  })
  .meta({ id: 'ApiToken' })
export type ApiToken = z.infer<typeof ApiToken>

export const NewApiToken = z
  .object({
    name: TokenName,
    role: Role,
    endsAt: Timestamp.nullable()
      .optional()
      .meta({ description: 'When it ends by itself; null: never. Default: never.' }),
    groups: PeopleGroupNames.optional().meta({ description: 'Groups of people. Default: none.' }),
  })
  .meta({ id: 'NewApiToken' })
export type NewApiToken = z.infer<typeof NewApiToken>

export const MadeApiToken = ApiToken.extend({
  token: z.string().meta({ description: 'Told this once; send it as "Authorization: Bearer".' }),
}).meta({ id: 'MadeApiToken' })

/** One change that somebody made over HTTP. */
export const AuditEntry = z
  .object({
    at: Timestamp,
    kind: Me.shape.kind,
    name: z
      .string()
      .nullable()
      .meta({ description: 'Of the token or the person, as it was then.' }),
    method: z.string(),
    path: z.string().meta({ description: 'As it was asked, without its query.' }),
    status: z.int().meta({ description: 'Of the answer; 403 is what was refused.' }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditPage = z
  .object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' })
