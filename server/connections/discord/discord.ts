import { field, firstText, listOf, numberOf, textOf } from '../../imports/reading/values.ts'
import {
  ServiceError,
  type Connector,
  type PageRequest,
  type RoomPage,
  type Session,
} from '../connector.ts'
import {
  bodyList,
  callDiscord,
  idAt,
  idsOf,
  isForum,
  isNewer,
  lastIn,
  namesOf,
  newestOf,
  saidIn,
  timeOf,
  titleOf,
  tokenOf,
  type DiscordAnswer,
} from './api.ts'
import { followDiscord } from './gateway.ts'
import { bitsOf, guildNames, guildRooms, may, permissions } from './guilds.ts'

/** The most that one answer holds. */
const pageSize = 100
/** Flags of an application that may read what messages hold: large ones after a review, small ones without. */
const contentFlags = (1 << 18) | (1 << 19)

/** Requests a second of a bot in all. Limits of kinds of requests are told by each answer, and never known before. */
const perSecond = 50

/**
 * Lists of threads of a channel, read after its newest messages and before the older ones. Names of places are
 * `<list> <oldest message that was read> <where the list goes on>`.
 */
const lists = ['public', 'private', 'active'] as const
type ThreadList = (typeof lists)[number]

/** Discord's API and Gateway for bots; facts: docs.discord.com, and Discord's own description of its API. */
export const discord: Connector = {
  service: 'discord',
  family: 'discord',
  format: 'discord-api',
  secrets: { needed: ['token'], optional: [] },
  usualAddress: 'https://discord.com',

  refuses(secrets) {
    const token = tokenOf({ secrets })
    if (token === '') return { code: 'connection_token_form', params: { context: 'empty' } }
    return /^mfa\.|^Bearer\s/i.test(token) ? userToken : null
  },

  // Each channel has a limit of its own.
  paces: (asked, room) => [
    { key: `${asked} ${room}`, everyMs: 0 },
    { key: 'all', everyMs: 1_000 / perSecond },
  ],

  placeAt: idAt,

  async check(session) {
    const { body: application } = await callDiscord(session, '/applications/@me').catch(notABot)
    const guilds = bodyList(await callDiscord(session, '/users/@me/guilds', { limit: '200' }))
    const flags = numberOf(field(application, 'flags')) ?? 0
    const names = guilds.map((guild) => textOf(field(guild, 'name')))
    const missing = guilds.flatMap((guild) =>
      (['VIEW_CHANNEL', 'READ_MESSAGE_HISTORY'] as const)
        .filter((right) => !may(bitsOf(field(guild, 'permissions')), permissions[right]))
        .map((right) => `${right} (${textOf(field(guild, 'name'))})`),
    )
    return {
      account: firstText(field(field(application, 'bot'), 'username'), field(application, 'name')),
      team: names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', '),
      missing: [...((flags & contentFlags) === 0 ? ['MESSAGE_CONTENT'] : []), ...missing],
      messagesPerHour: null,
    }
  },

  rooms: guildRooms,
  people: guildNames,

  page(session, request) {
    const { room, from } = request
    const channel = session.people.get(room)
    if (from === null && isForum(channel)) return threadsPage(session, request, 'public', '', '')
    if (from === null || !from.includes(' ')) return messagesPage(session, request)
    const [list = '', before = '', at = ''] = from.split(' ')
    return threadsPage(session, request, lists.find((one) => one === list) ?? 'active', before, at)
  },

  async thread(session, { room, thread, reached }) {
    // The title of a post stands in no message.
    if (reached === null && isForum(session.people.get(room))) {
      const { body, restMs } = await callDiscord(session, `/channels/${thread}`)
      const title = titleOf(body)
      return {
        said: title === null ? [] : [title],
        amendments: [],
        reached: '0',
        isMore: true,
        restMs,
      }
    }
    const answer = await callDiscord(session, `/channels/${thread}/messages`, {
      limit: String(pageSize),
      after: reached ?? '0',
    })
    const records = bodyList(answer)
    return {
      said: saidIn(records, namesOf(session.people), thread),
      amendments: [],
      reached: newestOf(idsOf(records)) ?? reached,
      isMore: records.length >= pageSize,
      restMs: answer.restMs,
    }
  },

  async say(session, { room, text, to }) {
    await callDiscord(
      session,
      `/channels/${room}/messages`,
      {},
      {
        content: text,
        // Nobody is called by an answer, and one to a message of a thread stands in its channel.
        allowed_mentions: { parse: [] },
        message_reference: { message_id: to.sourceId, fail_if_not_exists: false },
      },
    )
  },

  follow: followDiscord,
}

const userToken = { code: 'connection_user_token', params: { context: 'discord' } } as const

/** The token of a person is refused by every request of a bot. */
function notABot(error: unknown): never {
  if (error instanceof ServiceError && error.kind === 'unauthorized') {
    throw new ServiceError('unauthorized', error.message, { reason: userToken })
  }
  throw error
}

async function messagesPage(
  session: Session,
  { room, from, until }: PageRequest,
): Promise<RoomPage> {
  const answer = await callDiscord(session, `/channels/${room}/messages`, {
    limit: String(pageSize),
    ...(from === null ? {} : { before: from }),
  })
  const records = bodyList(answer)
  const ids = idsOf(records)
  const oldest = ids.reduce<string | null>(
    (least, id) => (least === null || isNewer(least, id) ? id : least),
    null,
  )
  // What was read before is given again with its edits, which nobody may have heard.
  const isKnown = until !== null && oldest !== null && !isNewer(oldest, until)
  const goesOn = records.length < pageSize || isKnown ? null : oldest
  return {
    said: saidIn(records, namesOf(session.people), null),
    amendments: [],
    newest: newestOf(ids),
    ...(from === null
      ? { next: `${lists[0]} ${goesOn ?? ''} `, nextIfOld: `${lists[0]}  ` }
      : { next: goesOn }),
    threads: [],
    restMs: answer.restMs,
  }
}

/** Threads of a channel are part of it: a page of their list tells which have something new. */
async function threadsPage(
  session: Session,
  { room, from, until }: PageRequest,
  list: ThreadList,
  before: string,
  at: string,
): Promise<RoomPage> {
  const since = until === null ? 0 : timeOf(until)
  const answer = await threadsIn(session, list, room, at)
  const own = listOf(field(answer.body, 'threads')).filter(
    (thread) => textOf(field(thread, 'parent_id')) === room,
  )
  const archived = own.map((thread) =>
    textOf(field(field(thread, 'thread_metadata'), 'archive_timestamp')),
  )
  const last = archived.at(-1) ?? ''
  const isMore =
    field(answer.body, 'has_more') === true &&
    last !== '' &&
    last !== at &&
    Date.parse(last) > since
  const then = lists[lists.indexOf(list) + 1]
  return {
    said: [],
    amendments: [],
    newest: from === null ? newestOf(archived.map((time) => idAt(Date.parse(time) || 0))) : null,
    next: isMore
      ? `${list} ${before} ${last}`
      : then === undefined
        ? before || null
        : `${then} ${before} `,
    threads: own
      .filter((thread) => lastIn(thread) > since)
      .map((thread) => ({ id: textOf(field(thread, 'id')), lastAt: lastIn(thread) })),
    restMs: answer.restMs,
  }
}

/** A list that is not for us is an empty one: private threads take a right that most bots do not have. */
async function threadsIn(
  session: Session,
  list: ThreadList,
  room: string,
  at: string,
): Promise<DiscordAnswer> {
  const channel = session.people.get(room)
  const nothing: DiscordAnswer = { body: {}, restMs: 0 }
  const guild = textOf(channel?.['guild_id'])
  if (list === 'active') {
    return guild === '' ? nothing : callDiscord(session, `/guilds/${guild}/threads/active`)
  }
  // Only text channels have private threads.
  if (list === 'private' && channel !== undefined && channel['type'] !== 0) return nothing
  const query = { limit: String(pageSize), ...(at === '' ? {} : { before: at }) }
  const asked = callDiscord(session, `/channels/${room}/threads/archived/${list}`, query)
  return asked.catch((error: unknown) => {
    const isClosed = error instanceof ServiceError && ['forbidden', 'gone'].includes(error.kind)
    // A forum has nothing but threads.
    if (isClosed && !isForum(channel)) return nothing
    throw error
  })
}
