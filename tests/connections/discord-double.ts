import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import {
  applicationOf,
  channelOf,
  memberOf,
  messageOf,
  roleOf,
  snowflake,
  threadOf,
  type DoubleChannel,
  type DoubleMessage,
  type DoubleThread,
  type DoubleUser,
} from './discord-records.ts'
import { DiscordSpec } from './discord-spec.ts'
import { ServiceDouble, type DoubleAnswer } from './service-double.ts'
import { acceptSocket, type SocketPeer } from './socket-server.ts'

const bot: DoubleUser = {
  id: '100000000000000001',
  username: 'rapporteur',
  global_name: null,
  bot: true,
}
export const ann: DoubleUser = { id: '100000000000000002', username: 'ann', global_name: 'Ann Lee' }
export const goodToken = `${Buffer.from(bot.id).toString('base64')}.Gabcde.good`
export const guildId = '200000000000000001'
export const botRole = '200000000000000002'
const view = 1n << 10n
const history = 1n << 16n

/**
 * A server that stands in for Discord's API and Gateway. It checks our requests, and its own answers, by the vendor's
 * description; what that lacks is added from docs.discord.com: limits by headers and body (topics/rate-limits), empty
 * content without the intent (events/gateway, "message content intent"), the order of `after`, and the Gateway.
 */
export class DiscordDouble extends ServiceDouble {
  readonly channels: DoubleChannel[] = []
  readonly threads: DoubleThread[] = []
  /** Of channels and threads, oldest first. */
  readonly messages = new Map<string, DoubleMessage[]>()
  readonly asked: string[] = []
  readonly sessions: string[] = []
  /** Rooms of which it answers with 403. */
  readonly forbidden = new Set<string>()
  mayReadContent = true
  /** The most threads of one answer. */
  threadCap = 100
  rights = view | history
  /** Requests that came while it had asked for none. */
  tooEarly = 0
  /** Answers with 429: that many requests. */
  limitNext = 0
  limit = { retry_after: 0.3, global: false }
  heartbeatMs = 60_000
  answersHeartbeats = true
  /** Of all sockets. */
  heartbeats = 0
  readonly #spec = new DiscordSpec()
  readonly #peers = new Map<SocketPeer, { isReady: boolean }>()
  #events: { t: string; d: object }[] = []
  #n = 0
  /** By path, or of all. */
  readonly #closedUntil = new Map<string, number>()

  protected respond(url: URL, { headers, method }: IncomingMessage, given: string): DoubleAnswer {
    return method === 'POST' ? this.#post(url, given) : this.answer(url, headers)
  }

  #post(url: URL, given: string): DoubleAnswer {
    const [, channel] = /\/channels\/(\d+)\/messages$/.exec(url.pathname) ?? []
    const post = JSON.parse(given) as { content: string }
    this.#spec.posted(post)
    this.posted.push(post)
    if (channel === undefined) return failure(404, 10_003, 'Unknown Channel')
    const message = this.say(channel, post.content, { at: Date.now() })
    return { status: 200, body: messageOf(message, true) }
  }

  get wrong(): readonly string[] {
    return this.#spec.wrong
  }
  get socketCount(): number {
    return [...this.#peers.values()].filter(({ isReady }) => isReady).length
  }

  say(
    channel: string,
    content: string,
    more: Partial<DoubleMessage> & { at?: number } = {},
  ): DoubleMessage {
    const { at = 1_700_000_000_000 + this.#n * 1_000, ...rest } = more
    const id = snowflake(at, this.#n++)
    const message = { id, channel_id: channel, author: ann, content, ...rest }
    this.messages.set(channel, [...(this.messages.get(channel) ?? []), message])
    this.tell('MESSAGE_CREATE', { ...messageOf(message, this.mayReadContent), guild_id: guildId })
    return message
  }

  edit(message: DoubleMessage, content: string): void {
    Object.assign(message, { content, edited_timestamp: new Date().toISOString() })
    this.tell('MESSAGE_UPDATE', { ...messageOf(message, this.mayReadContent), guild_id: guildId })
  }

  remove({ id, channel_id: channel }: DoubleMessage): void {
    const all = this.messages.get(channel) ?? []
    this.messages.set(
      channel,
      all.filter((one) => one.id !== id),
    )
    this.tell('MESSAGE_DELETE', { id, channel_id: channel, guild_id: guildId })
  }

  begin(thread: DoubleThread): void {
    this.threads.push(thread)
    this.tell('THREAD_CREATE', { ...this.#thread(thread), newly_created: true })
  }

  /** Cuts every socket without a word, or closes it with a number. */
  cut(code?: number): void {
    for (const peer of this.#peers.keys()) {
      if (code === undefined) peer.cut()
      else peer.close(code)
    }
  }

  answer(url: URL, headers: IncomingMessage['headers']): DoubleAnswer {
    const request = this.#spec.request(url)
    this.asked.push(`${url.pathname.replace('/api/v10', '')}${url.search}`)
    if (request === null) return { status: 404, headers: {}, body: { message: '404', code: 0 } }
    const answer = this.#respond(request, url.searchParams, headers)
    this.#spec.answer(request.path, answer.status, answer.body)
    return answer
  }

  #respond(
    { path, ids }: { path: string; ids: string[] },
    query: URLSearchParams,
    { authorization = '', 'user-agent': agent = '' }: IncomingMessage['headers'],
  ): DoubleAnswer {
    if (!/^DiscordBot \(\S+, [\d.]+\)/.test(agent)) this.#spec.wrong.push(`user agent: ${agent}`)
    if (authorization !== `Bot ${goodToken}`) return failure(401, 0, '401: Unauthorized')
    const closedUntil = (key: string): number => this.#closedUntil.get(key) ?? 0
    if (Date.now() < Math.max(closedUntil(path), closedUntil('all'))) this.tooEarly += 1
    if (this.limitNext > 0) {
      const until = Date.now() + this.limit.retry_after * 1_000
      this.#closedUntil.set(this.limit.global ? 'all' : path, until)
      this.limitNext -= 1
      const scope = this.limit.global ? 'global' : 'user'
      const headers = { 'retry-after': '1', 'x-ratelimit-scope': scope }
      return {
        status: 429,
        headers,
        body: { message: 'You are being rate limited.', code: 0, ...this.limit },
      }
    }
    if (this.forbidden.has(ids[0] ?? '')) return failure(403, 50_001, 'Missing Access')
    const body = this.#bodyOf(path, ids, query)
    return body === null
      ? failure(404, 10_003, 'Unknown Channel')
      : { status: 200, headers: {}, body }
  }

  #bodyOf(path: string, [id = '']: string[], query: URLSearchParams): unknown {
    const limit = Number(query.get('limit') ?? 50)
    switch (path) {
      case '/applications/@me':
        return applicationOf(bot, this.mayReadContent ? 1 << 19 : 0)
      case '/gateway/bot':
        return {
          url: this.url.replace('http:', 'ws:'),
          shards: 1,
          session_start_limit: { max_concurrency: 1, remaining: 999, reset_after: 0, total: 1_000 },
        }
      case '/users/@me/guilds':
        return query.has('after') ? [] : [this.#guild()]
      case '/guilds/{guild_id}/channels':
        return this.channels.map((channel, at) => channelOf(channel, guildId, at))
      case '/guilds/{guild_id}/roles':
        return [roleOf(guildId, '@everyone', view | history), roleOf(botRole, 'Rapporteur', 0n)]
      case '/guilds/{guild_id}/members/{user_id}':
        return memberOf(bot, [botRole])
      case '/guilds/{guild_id}/threads/active':
        return this.#threadList((one) => one.archivedAt === null, false)
      case '/channels/{channel_id}/threads/archived/public':
      case '/channels/{channel_id}/threads/archived/private':
        return this.#archived(id, path.endsWith('private'), query)
      case '/channels/{channel_id}': {
        const thread = this.threads.find((one) => one.id === id)
        return thread === undefined ? null : this.#thread(thread)
      }
      case '/channels/{channel_id}/messages':
        return this.#page(id, limit, query)
      default:
        return null
    }
  }

  #guild() {
    const plain = { icon: null, banner: null, owner: false, features: [] }
    return { id: guildId, name: 'Subarachnoid', permissions: String(this.rights), ...plain }
  }

  #thread(thread: DoubleThread) {
    return threadOf(thread, guildId, this.messages.get(thread.id)?.at(-1)?.id ?? null)
  }

  #threadList(isMeant: (thread: DoubleThread) => boolean, hasMore: boolean) {
    const threads = this.threads.filter(isMeant).map((one) => this.#thread(one))
    return { threads, members: [], has_more: hasMore }
  }

  #archived(channel: string, isPrivate: boolean, query: URLSearchParams) {
    const before = Date.parse(query.get('before') ?? '') || Number.POSITIVE_INFINITY
    const all = this.threads
      .filter((one) => one.parent_id === channel && (one.type === 12) === isPrivate)
      .filter(({ archivedAt }) => archivedAt !== null && archivedAt < before)
      .toSorted((a, b) => b.archivedAt! - a.archivedAt!)
    const page = all.slice(0, Math.min(this.threadCap, Number(query.get('limit') ?? 50)))
    return {
      threads: page.map((one) => this.#thread(one)),
      members: [],
      has_more: page.length < all.length,
    }
  }

  /** Newest first, whichever way is asked for; `after` gives those next to the place. */
  #page(channel: string, limit: number, query: URLSearchParams) {
    const isKnown = [...this.channels, ...this.threads].some(({ id }) => id === channel)
    if (!isKnown) return null
    const all = this.messages.get(channel) ?? []
    const [before, after] = [query.get('before'), query.get('after')]
    const some =
      after !== null
        ? all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
        : all.filter(({ id }) => before === null || BigInt(id) < BigInt(before)).slice(-limit)
    return some.toReversed().map((message) => messageOf(message, this.mayReadContent))
  }

  protected upgrade(req: IncomingMessage, socket: Socket): void {
    const state = { isReady: false }
    const peer = acceptSocket(req, socket, {
      text: (text) => this.#hear(peer, state, JSON.parse(text) as GatewayMessage),
      closed: () => this.#peers.delete(peer),
    })
    this.#peers.set(peer, state)
    peer.send({ op: 10, d: { heartbeat_interval: this.heartbeatMs } })
  }

  #hear(peer: SocketPeer, state: { isReady: boolean }, { op, d }: GatewayMessage): void {
    if (op === 1) {
      this.heartbeats += 1
      if (this.answersHeartbeats) peer.send({ op: 11 })
      return
    }
    if (d?.token !== goodToken) return peer.close(4004)
    if (op === 6) {
      this.sessions.push(`resume ${d.session_id} ${d.seq}`)
      if (d.session_id !== 's1') return peer.send({ op: 9, d: false })
      this.#events
        .slice(d.seq ?? 0)
        .forEach((event, at) => peer.send({ op: 0, s: (d.seq ?? 0) + at + 1, ...event }))
      state.isReady = true
      return peer.send({ op: 0, s: this.#events.length, t: 'RESUMED', d: {} })
    }
    this.sessions.push('identify')
    const readsContent = (d.intents! & (1 << 15)) !== 0
    if (readsContent && !this.mayReadContent) return peer.close(4014)
    const ready = { v: 10, session_id: 's1', resume_gateway_url: this.url.replace('http:', 'ws:') }
    this.#events = [
      { t: 'READY', d: ready },
      { t: 'GUILD_CREATE', d: this.#guildCreate() },
    ]
    this.#events.forEach((event, at) => peer.send({ op: 0, s: at + 1, ...event }))
    state.isReady = true
  }

  #guildCreate() {
    return {
      ...this.#guild(),
      channels: this.channels.map((channel, at) => channelOf(channel, guildId, at)),
      threads: this.threads
        .filter(({ archivedAt }) => archivedAt === null)
        .map((one) => this.#thread(one)),
      roles: [roleOf(botRole, 'Rapporteur', 0n)],
    }
  }

  /** Sent to every socket, and kept for those that resume. */
  tell(t: string, d: object): void {
    this.#events.push({ t, d })
    for (const [peer, { isReady }] of this.#peers) {
      if (isReady) peer.send({ op: 0, s: this.#events.length, t, d })
    }
  }
}

interface GatewayMessage {
  op: number
  d?: { token?: string; intents?: number; session_id?: string; seq?: number }
}

const failure = (status: number, code: number, message: string): DoubleAnswer => ({
  status,
  headers: {},
  body: { message, code },
})
