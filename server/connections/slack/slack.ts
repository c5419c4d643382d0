import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../../imports/reading/values.ts'
import type { Asked, Connector, Pace, Secrets } from '../connector.ts'
import { callSlack, isArchived, msOf, peopleOf, saidOf } from './api.ts'
import { followSlack } from './socket-mode.ts'

/** Asked for by page. More than 200 is not recommended; apps outside of workspaces get 15, whatever they ask for. */
const pageSize = 200
const fewMessages = 15
/** Scopes without which a room cannot be read. */
const scopes = ['channels:read', 'channels:history', 'groups:read', 'groups:history', 'users:read']

/** Requests a minute that a method allows: tiers 2, 3 and 4, api.slack.com/apis/rate-limits. */
const perMinute = { tier2: 20, tier3: 50, tier4: 100, saying: 60 }
const methods: Record<Asked, { method: string; perMinute: number }> = {
  check: { method: 'auth.test', perMinute: perMinute.tier4 },
  rooms: { method: 'conversations.list', perMinute: perMinute.tier2 },
  people: { method: 'users.list', perMinute: perMinute.tier2 },
  page: { method: 'conversations.history', perMinute: perMinute.tier3 },
  thread: { method: 'conversations.replies', perMinute: perMinute.tier3 },
  say: { method: 'chat.postMessage', perMinute: perMinute.saying },
}

const cursorOf = (body: JsonObject): string | null =>
  textOf(field(body['response_metadata'], 'next_cursor')) || null

/** Why these tokens are not taken. */
function refuses(secrets: Secrets): ReturnType<Connector['refuses']> {
  const token = (secrets['botToken'] ?? '').trim()
  const app = (secrets['appToken'] ?? '').trim()
  if (token === '') return { code: 'connection_token_form', params: { context: 'empty' } }
  if (token.startsWith('xoxp-'))
    return { code: 'connection_user_token', params: { context: 'slack' } }
  if (/^xox[cds]-/.test(token)) {
    return { code: 'connection_user_token', params: { context: 'slack_client' } }
  }
  if (!token.startsWith('xoxb-')) {
    return { code: 'connection_token_form', params: { context: 'starts', form: 'xoxb-' } }
  }
  if (app !== '' && !app.startsWith('xapp-')) {
    return { code: 'connection_token_form', params: { context: 'starts', form: 'xapp-' } }
  }
  return null
}

/** Slack's Web API and Socket Mode; facts: docs.slack.dev and Slack's own description of its methods. */
export const slack: Connector = {
  service: 'slack',
  family: 'slack',
  format: 'slack-api',
  secrets: { needed: ['botToken'], optional: ['appToken'] },
  usualAddress: 'https://slack.com',
  refuses,

  paces(asked): Pace[] {
    const { method, perMinute: most } = methods[asked]
    return [{ key: method, everyMs: 60_000 / most }]
  },

  placeAt: (at) => (at / 1_000).toFixed(6),

  async check(session) {
    const { body, headers } = await callSlack(session, methods.check.method)
    const granted = (headers.get('x-oauth-scopes') ?? '')
      .split(/[,\s]+/)
      .filter((one) => one !== '')
    return {
      account: firstText(body['user'], body['user_id']),
      team: firstText(body['team'], body['team_id']),
      missing: granted.length === 0 ? [] : scopes.filter((scope) => !granted.includes(scope)),
      messagesPerHour: perMinute.tier3 * 60 * pageSize,
    }
  },

  async rooms(session, cursor) {
    const { body } = await callSlack(session, methods.rooms.method, {
      types: 'public_channel,private_channel',
      exclude_archived: 'true',
      limit: String(pageSize),
      ...(cursor === null ? {} : { cursor }),
    })
    const rooms = listOf(body['channels']).flatMap((channel) => {
      const remoteId = textOf(field(channel, 'id'))
      const isDirect = field(channel, 'is_im') === true || field(channel, 'is_mpim') === true
      if (remoteId === '' || isDirect) return []
      const isMember = field(channel, 'is_member') === true
      return [
        {
          remoteId,
          name: firstText(field(channel, 'name'), remoteId),
          isPrivate: field(channel, 'is_private') === true,
          ...(isMember
            ? {}
            : { refused: { code: 'connection_room_not_member', params: {} } as const }),
        },
      ]
    })
    return { rooms, next: cursorOf(body) }
  },

  async people(session, cursor) {
    const { body } = await callSlack(session, methods.people.method, {
      limit: String(pageSize),
      ...(cursor === null ? {} : { cursor }),
    })
    const people = listOf(body['members']).flatMap((user) =>
      isObject(user) ? [[textOf(user['id']), user] as const] : [],
    )
    return { people, next: cursorOf(body) }
  },

  async page(session, { room, from, until }) {
    const { body } = await callSlack(session, methods.page.method, {
      channel: room,
      limit: String(pageSize),
      ...(from === null ? {} : { latest: from }),
      ...(until === null ? {} : { oldest: until }),
    })
    const records = listOf(body['messages'])
    const people = peopleOf(session)
    const places = records.map((record) => textOf(field(record, 'ts'))).filter((ts) => ts !== '')
    const isMore = body['has_more'] === true && places.length > 0
    return {
      said: records.flatMap((record) => saidOf(record, people) ?? []),
      amendments: [],
      newest: places[0] ?? null,
      next: isMore ? (places.at(-1) ?? null) : null,
      threads: records.flatMap((record) => {
        if ((numberOf(field(record, 'reply_count')) ?? 0) === 0) return []
        const id = firstText(field(record, 'thread_ts'), field(record, 'ts'))
        return [{ id, lastAt: msOf(firstText(field(record, 'latest_reply'), id)) ?? 0 }]
      }),
      hasEnded: from === null && isArchived(records[0]),
      // So few, though more were asked for and more are to come: apps outside of the Marketplace may ask
      // once a minute (docs.slack.dev/apis/web-api/rate-limits, since May 2025).
      restMs: isMore && records.length <= fewMessages ? 60_000 : 0,
    }
  },

  async thread(session, { room, thread, reached }) {
    const { body } = await callSlack(session, methods.thread.method, {
      channel: room,
      ts: thread,
      limit: String(pageSize),
      ...(reached === null ? {} : { oldest: reached }),
    })
    const records = listOf(body['messages'])
    const people = peopleOf(session)
    // Each page begins with the root of the thread again.
    const answers = records.filter((record) => textOf(field(record, 'ts')) !== thread)
    const isMore = body['has_more'] === true && answers.length > 0
    const last = answers
      .map((record) => textOf(field(record, 'ts')))
      .toSorted((a, b) => Number(a) - Number(b))
    return {
      said: records.flatMap((record) => saidOf(record, people) ?? []),
      amendments: [],
      reached: last.at(-1) ?? reached,
      isMore,
      restMs: isMore && records.length <= fewMessages ? 60_000 : 0,
    }
  },

  async say(session, { room, text, to }) {
    await callSlack(
      session,
      methods.say.method,
      {},
      {
        body: {
          channel: room,
          text,
          // In the thread of the request, so that nobody else is disturbed.
          thread_ts: to.replyTo ?? to.sourceId,
          unfurl_links: false,
        },
      },
    )
  },

  follow: (session, on) =>
    (session.secrets['appToken'] ?? '') === '' ? null : followSlack(session, on),
}
