import { z } from 'zod'
import { Params } from './errors.ts'
import { connectionApiLimits } from './limits.ts'
import { RoomOid } from './rooms.ts'

/** The chat services that can be connected. */
export const connectionServices = [
  'matrix',
  'slack',
  'discord',
  'mattermost',
  'zulip',
  'imap',
  'irc',
  'xmpp',
] as const
export const ConnectionService = z.enum(connectionServices)
export type ConnectionService = z.infer<typeof ConnectionService>

const Timestamp = z.iso.datetime({ offset: true })
const Text = z.string().trim().min(1).max(connectionApiLimits.maxTextLength)

/** A sentence: its code, what is filled in, and its English words. */
export const ConnectionSaid = z
  .object({ code: z.string(), params: Params, message: z.string() })
  .meta({ id: 'ConnectionSaid' })
export type ConnectionSaid = z.infer<typeof ConnectionSaid>

/** Secrets by their names: `accessToken` of Matrix, `botToken` and `appToken` of Slack, and so on. Only ever written. */
const Secrets = z
  .record(z.string().max(40), z.string().trim().max(connectionApiLimits.maxSecretLength))
  .meta({
    description:
      'matrix: accessToken; slack: botToken, and appToken for what happens at once; discord: token, of a bot; mattermost: accessToken; zulip: email and apiKey, of a bot or an account; imap: user and password; irc: user, and password where the server wants one; xmpp: jid and password. They are written and never read.',
  })

const Since = Timestamp.nullable().meta({
  description: 'Nothing older is read; null: all that there is.',
})

export const ConnectionRequest = z
  .object({
    service: ConnectionService,
    name: Text.optional().meta({ description: 'Default: what the server calls itself.' }),
    address: z.string().trim().max(connectionApiLimits.maxTextLength).optional().meta({
      description:
        'Of the server; needed for matrix, mattermost, zulip, imap, xmpp and irc (`ircs://host:port`), and otherwise for other hosts than the usual one.',
    }),
    secrets: Secrets,
    since: Since.optional(),
  })
  .meta({ id: 'ConnectionRequest' })
export type ConnectionRequest = z.infer<typeof ConnectionRequest>

export const ConnectionChange = z
  .object({
    name: Text,
    secrets: Secrets,
    since: Since,
    answersRequests: z.boolean().meta({
      description:
        'Whether whoever says "@account report please" in one of its rooms gets a report of that room, and an answer there. Default: false.',
    }),
    addRooms: z
      .array(z.object({ remoteId: Text, name: Text, isPrivate: z.boolean() }))
      .max(connectionApiLimits.maxRoomsAtOnce)
      .meta({ description: 'Rooms of `GET .../rooms` to be read from now on.' }),
    removeRooms: z.array(Text).max(connectionApiLimits.maxRoomsAtOnce).meta({
      description: 'Remote ids of rooms that are no longer read; what was read of them stays.',
    }),
  })
  .partial()
  .meta({ id: 'ConnectionChange' })
export type ConnectionChange = z.infer<typeof ConnectionChange>

/** A room that a connection reads. */
export const ConnectionRoom = z
  .object({
    remoteId: z.string(),
    roomOid: RoomOid,
    name: z.string(),
    isPrivate: z.boolean(),
    state: z.enum(['live', 'behind', 'reading', 'stopped']).meta({
      description:
        'live: read up to now, and to its beginning. behind: newer messages are still to be read. reading: up to now; older ones are still to be read. stopped: see `reason`.',
    }),
    reason: ConnectionSaid.optional(),
    readAt: Timestamp.nullable().meta({ description: 'When its server was last asked.' }),
    messagesPerMinute: z.int().nonnegative().meta({
      description: 'Messages that were said in the last minute, as far as they were read.',
    }),
    readBackTo: Timestamp.nullable().meta({ description: 'Time of the oldest message read.' }),
    missing: z.array(z.object({ from: Timestamp.nullable(), to: Timestamp.nullable() })).meta({
      description: 'Stretches of time that have not been read; null is an end not known.',
    }),
  })
  .meta({ id: 'ConnectionRoom' })
export type ConnectionRoom = z.infer<typeof ConnectionRoom>

export const Connection = z
  .object({
    connectionOid: z.string(),
    service: ConnectionService,
    name: z.string(),
    address: z.string(),
    account: z
      .string()
      .meta({ description: 'The account whose rooms it reads, as the service names it.' }),
    state: z.enum(['paused', 'reading', 'live', 'unreachable', 'needs_person']),
    reason: ConnectionSaid.optional().meta({ description: 'What stands in the way.' }),
    isFollowing: z.boolean().meta({ description: 'It hears what happens while it happens.' }),
    nextRequestAt: Timestamp.nullable().meta({
      description: 'Where all its rooms wait for the server: when it may be asked again.',
    }),
    secret: z.enum(['encrypted', 'session', 'none']).meta({
      description: 'Whether the token is in the keychain, or lasts until the process ends.',
    }),
    since: Since,
    createdAt: Timestamp,
    answersRequests: z.boolean().nullable().meta({
      description: 'Reports may be asked for in its rooms; null: its service cannot be answered.',
    }),
    rooms: z.array(ConnectionRoom),
  })
  .meta({ id: 'Connection' })
export type Connection = z.infer<typeof Connection>

export const ConnectionList = z
  .object({ items: z.array(Connection), canKeepSecrets: z.boolean() })
  .meta({ id: 'ConnectionList' })
export type ConnectionList = z.infer<typeof ConnectionList>

/** What a server lets a connection do. */
export const ConnectionTest = z
  .object({
    account: z.string(),
    team: z.string(),
    missing: z.array(z.string()).meta({ description: 'Rights that are missing.' }),
    messagesPerHour: z.number().nullable().meta({
      description: 'What can be read in an hour at most; null: no limit is known.',
    }),
    note: ConnectionSaid.optional().meta({
      description: 'What else is to be known before rooms are chosen.',
    }),
  })
  .meta({ id: 'ConnectionTest' })
export type ConnectionTest = z.infer<typeof ConnectionTest>

export const RemoteRoom = z
  .object({
    remoteId: z.string(),
    name: z.string(),
    isPrivate: z.boolean(),
    roomOid: RoomOid.meta({ description: 'The room here that it is, or would be.' }),
    isConnected: z.boolean(),
    isImported: z.boolean().meta({ description: 'The room is here already, from an export.' }),
    refused: ConnectionSaid.optional().meta({ description: 'Why it cannot be read.' }),
  })
  .meta({ id: 'RemoteRoom' })
export type RemoteRoom = z.infer<typeof RemoteRoom>

export const RemoteRoomPage = z
  .object({ items: z.array(RemoteRoom), nextCursor: z.string().nullable() })
  .meta({ id: 'RemoteRoomPage' })

/** A connection that was made, and what its server lets it do. */
export const MadeConnection = z
  .object({ connection: Connection, test: ConnectionTest })
  .meta({ id: 'MadeConnection' })
export type MadeConnection = z.infer<typeof MadeConnection>

/** Data of `CONNECTION_CHANGED`. */
export interface ConnectionNews {
  connectionOid: string
  /** Null: it was removed. Absent: it is too long for an event; `GET /api/connections` has it, unless there is `changed`. */
  connection?: Connection | null | undefined
  /** In place of `connection`, one that was read before: its own fields, or some of its rooms, as they are now. */
  changed?:
    | { own?: Omit<Connection, 'rooms'> | undefined; rooms?: ConnectionRoom[] | undefined }
    | undefined
}
