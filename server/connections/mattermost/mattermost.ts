import { field, firstText, isObject, listOf, textOf } from '../../imports/reading/values.ts'
import {
  ServiceError,
  type Connector,
  type PageRequest,
  type RemoteRoom,
  type RoomPage,
  type RoomsPage,
  type Session,
} from '../connector.ts'
import { callMattermost, meaningOf, namesOf, tokenOf, type MattermostAnswer } from './api.ts'
import { olderThan, placeOf, postsIn, readPlace, writtenPlace } from './places.ts'
import { followMattermost } from './socket.ts'

/** The most that a server gives, whatever is asked for. */
const pageSize = 200
/** Place of what was changed since a time, which comes after everything else that is newer. */
const changed = 'changed'
const nothing: MattermostAnswer = { body: {}, restMs: 0 }

/** Mattermost's API, version 4, and its socket; facts: docs.mattermost.com/api and the issues of mattermost/mattermost. */
export const mattermost: Connector = {
  service: 'mattermost',
  family: 'mattermost',
  format: 'mattermost-api',
  secrets: { needed: ['accessToken'], optional: [] },
  usualAddress: null,

  refuses: (secrets) =>
    tokenOf({ secrets }) === ''
      ? { code: 'connection_token_form', params: { context: 'empty' } }
      : null,

  // What a server allows is its own choice; most have no limit, and each answer says when it is reached.
  paces: () => [{ key: 'account', everyMs: 0 }],

  placeAt: (at) => writtenPlace({ at, id: '' }),

  async check(session) {
    const { body: me } = await callMattermost(session, '/users/me')
    const teams = await teamsOf(session)
    return {
      account: firstText(field(me, 'username'), field(me, 'id')),
      team: teams.map(({ name }) => name).join(', ') || new URL(session.address).host,
      missing: teams.length === 0 ? ['view_team'] : [],
      messagesPerHour: null,
    }
  },

  rooms: roomsOfTeam,

  async people(session, cursor) {
    const page = Number(cursor ?? 0)
    const query = { page: String(page), per_page: String(pageSize) }
    const { body } = await callMattermost(session, '/users', query)
    const users = listOf(body).filter(isObject)
    return {
      people: users.map((user) => {
        const { nickname, first_name, last_name, username } = user
        return [textOf(user['id']), { nickname, first_name, last_name, username }] as const
      }),
      next: users.length < pageSize ? null : String(page + 1),
    }
  },

  page(session, request) {
    const { from, until } = request
    if (from?.startsWith(`${changed} `)) return changesPage(session, request)
    return postsPage(session, request, until === null ? null : `${changed} ${readPlace(until).at}`)
  },

  async say(session, { room, text, to }) {
    const post = { channel_id: room, message: text, root_id: to.replyTo ?? to.sourceId }
    await callMattermost(session, '/posts', {}, post)
  },

  follow: followMattermost,
}

async function postsPage(
  session: Session,
  { room, from, until }: PageRequest,
  then: string | null,
): Promise<RoomPage> {
  const { body, restMs } = await callMattermost(session, `/channels/${room}/posts`, {
    per_page: String(pageSize),
    ...(from === null ? {} : { before: readPlace(from).id }),
  }).catch((error: unknown) => {
    // The post of the place was erased, and with it all that is older. A channel that is gone says so from its top.
    if (from !== null && error instanceof ServiceError && error.kind === 'gone') return nothing
    throw error
  })
  const posts = postsIn(body)
  const oldest = placeOf(posts.at(-1))
  const older = olderThan(posts)
  const isKnown = until !== null && oldest.at < readPlace(until).at
  // Servers give fewer than are asked for if they like; older ones do not say what lies before.
  const before = field(body, 'prev_post_id')
  const isEnd = typeof before === 'string' ? before === '' : posts.length < pageSize
  const isLast = isKnown || isEnd || older === null
  return {
    ...meaningOf(posts, namesOf(session)),
    newest: posts.length > 0 ? writtenPlace(placeOf(posts[0])) : null,
    next: isLast ? then : writtenPlace(older),
    threads: [],
    restMs,
  }
}

/**
 * Posts that were edited or deleted since. This list has holes and ends at a thousand, so that nothing is looked for in
 * it but what has become of posts that are known.
 */
async function changesPage(session: Session, { room, from }: PageRequest): Promise<RoomPage> {
  const since = (from ?? '').slice(changed.length + 1)
  const { body, restMs } = await callMattermost(session, `/channels/${room}/posts`, { since })
  const posts = field(body, 'posts')
  const meaning = meaningOf(isObject(posts) ? Object.values(posts) : [], namesOf(session))
  return { ...meaning, newest: null, next: null, threads: [], restMs }
}

async function teamsOf(session: Session): Promise<{ id: string; name: string }[]> {
  const { body } = await callMattermost(session, '/users/me/teams')
  return listOf(body)
    .map((team) => ({
      id: textOf(field(team, 'id')),
      name: firstText(field(team, 'display_name'), field(team, 'name')),
    }))
    .filter(({ id }) => id !== '')
}

/** One team with each call: the channels that the account is in, and the public ones that it could be in. */
async function roomsOfTeam(session: Session, cursor: string | null): Promise<RoomsPage> {
  const teams = await teamsOf(session)
  const at = cursor === null ? 0 : teams.findIndex(({ id }) => id === cursor)
  const team = teams[at]
  if (team === undefined) return { rooms: [], next: null }
  const own = listOf(
    (await callMattermost(session, `/users/me/teams/${team.id}/channels`)).body,
  ).flatMap((channel) => roomOf(channel) ?? [])
  const ids = new Set(own.map(({ remoteId }) => remoteId))
  const others = (await publicChannels(session, team.id))
    .flatMap((channel) => roomOf(channel) ?? [])
    .filter(({ remoteId }) => !ids.has(remoteId))
    .map((room): RemoteRoom => ({
      ...room,
      refused: { code: 'connection_room_not_member', params: {} },
    }))
  return { rooms: [...own, ...others], next: teams[at + 1]?.id ?? null }
}

/** At most so many pages: who has more finds a channel by being in it. */
const maxPages = 10

async function publicChannels(session: Session, team: string): Promise<unknown[]> {
  const all: unknown[] = []
  for (let page = 0; page < maxPages; page++) {
    const query = { page: String(page), per_page: String(pageSize) }
    const { body } = await callMattermost(session, `/teams/${team}/channels`, query)
    const channels = listOf(body)
    all.push(...channels)
    if (channels.length < pageSize) break
  }
  return all
}

/** Open and private channels; talks between people (`D`, `G`) never are rooms. */
function roomOf(channel: unknown): RemoteRoom | null {
  const remoteId = textOf(field(channel, 'id'))
  const type = textOf(field(channel, 'type'))
  if (!/^[a-z0-9]{1,64}$/i.test(remoteId) || (type !== 'O' && type !== 'P')) return null
  const name = firstText(field(channel, 'display_name'), field(channel, 'name'), remoteId)
  return { remoteId, name, isPrivate: type === 'P' }
}
