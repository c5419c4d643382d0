import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
} from '../../imports/reading/values.ts'
import type { PeoplePage, RemoteRoom, RoomsPage, Session } from '../connector.ts'
import { ServiceError } from '../connector.ts'
import { bodyList, callDiscord, tokenOf } from './api.ts'

/** Bits of what a member may do, docs.discord.com/developers/topics/permissions. */
export const permissions = {
  ADMINISTRATOR: 1n << 3n,
  VIEW_CHANNEL: 1n << 10n,
  READ_MESSAGE_HISTORY: 1n << 16n,
}

/** Text, announcements, forums and media channels. */
const readTypes: readonly unknown[] = [0, 5, 15, 16]

export const bitsOf = (value: unknown): bigint => {
  const text = textOf(value)
  return /^\d{1,40}$/.test(text) ? BigInt(text) : 0n
}

export const may = (given: bigint, right: bigint): boolean =>
  (given & (right | permissions.ADMINISTRATOR)) !== 0n

interface Guild {
  id: string
  /** What we may do where no channel says otherwise. */
  base: bigint
  channels: readonly unknown[]
  roles: readonly unknown[]
  /** Ids of our roles; null where nobody tells. */
  own: readonly string[] | null
}

/** The server (a "guild" to its API) that comes after this one, with its channels and roles; null: it was the last. */
async function guildAfter(session: Session, cursor: string | null): Promise<Guild | null> {
  const query = { limit: '1', ...(cursor === null ? {} : { after: cursor }) }
  const [guild] = bodyList(await callDiscord(session, '/users/@me/guilds', query))
  const id = textOf(field(guild, 'id'))
  if (id === '') return null
  const channels = bodyList(await callDiscord(session, `/guilds/${id}/channels`))
  const roles = bodyList(await callDiscord(session, `/guilds/${id}/roles`))
  const own = await ownRoles(session, id)
  return { id, base: bitsOf(field(guild, 'permissions')), channels, roles, own }
}

async function ownRoles(session: Session, guild: string): Promise<readonly string[] | null> {
  const me = idInToken(tokenOf(session))
  if (me === '') return null
  try {
    const { body } = await callDiscord(session, `/guilds/${guild}/members/${me}`)
    return [...listOf(field(body, 'roles')).map(textOf), me]
  } catch (error) {
    if (error instanceof ServiceError && (error.kind === 'gone' || error.kind === 'forbidden'))
      return null
    throw error
  }
}

/** The first part of a token is the id of its account. */
export function idInToken(token: string): string {
  const id = Buffer.from(token.split('.')[0] ?? '', 'base64').toString('latin1')
  return /^\d{15,20}$/.test(id) ? id : ''
}

/** What a channel leaves of rights: first what it says of everybody, then of roles together, then of one member. */
export function rightsIn(
  channel: unknown,
  base: bigint,
  everybody: string,
  own: readonly string[],
): bigint {
  if (may(base, permissions.ADMINISTRATOR)) return base
  const all = listOf(field(channel, 'permission_overwrites'))
  const after = (given: bigint, isMeant: (overwrite: unknown) => boolean): bigint => {
    const meant = all.filter(isMeant)
    const bits = (name: string): bigint =>
      meant.reduce<bigint>((sum, each) => sum | bitsOf(field(each, name)), 0n)
    return (given & ~bits('deny')) | bits('allow')
  }
  const isOwn = (overwrite: unknown, type: number): boolean =>
    numberOf(field(overwrite, 'type')) === type && own.includes(textOf(field(overwrite, 'id')))
  const forAll = after(base, (each) => textOf(field(each, 'id')) === everybody)
  const forRoles = after(forAll, (each) => isOwn(each, 0))
  return after(forRoles, (each) => isOwn(each, 1))
}

/** The channels of one server with each call. Talks between people belong to none, so that they are never listed. */
export async function guildRooms(session: Session, cursor: string | null): Promise<RoomsPage> {
  const guild = await guildAfter(session, cursor)
  if (guild === null) return { rooms: [], next: null }
  const { id, channels, roles } = guild
  const everybody = bitsOf(
    field(
      roles.find((role) => field(role, 'id') === id),
      'permissions',
    ),
  )
  const rooms = channels
    .filter((channel) => readTypes.includes(field(channel, 'type')))
    .toSorted((a, b) => positionOf(a) - positionOf(b))
    .map((channel): RemoteRoom => {
      const remoteId = textOf(field(channel, 'id'))
      const isPublic = may(rightsIn(channel, everybody, id, []), permissions.VIEW_CHANNEL)
      const refused = refusal(channel, guild)
      return {
        remoteId,
        name: firstText(field(channel, 'name'), remoteId),
        isPrivate: !isPublic,
        ...(refused === undefined ? {} : { refused }),
      }
    })
  return { rooms, next: id }
}

const positionOf = (channel: unknown): number => numberOf(field(channel, 'position')) ?? 0

function refusal(channel: unknown, { id, base, own }: Guild): RemoteRoom['refused'] {
  if (own === null) return undefined
  const rights = rightsIn(channel, base, id, own)
  if (!may(rights, permissions.VIEW_CHANNEL))
    return { code: 'connection_room_not_member', params: {} }
  if (!may(rights, permissions.READ_MESSAGE_HISTORY))
    return { code: 'connection_room_no_history', params: {} }
  return undefined
}

/** Names of channels and roles by their ids, and which channels are forums, a server with each call. */
export async function guildNames(session: Session, cursor: string | null): Promise<PeoplePage> {
  const guild = await guildAfter(session, cursor)
  if (guild === null) return { people: [], next: null }
  const { id, channels, roles } = guild
  const people = [...channels, ...roles]
    .filter(isObject)
    .map(({ id: own, name, type }) => [textOf(own), { name, type, guild_id: id }] as const)
  return { people, next: id }
}
