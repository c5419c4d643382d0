import type { IncomingMessage } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Socket } from 'node:net'
import Ajv from 'ajv'
import { ServiceDouble, type DoubleAnswer } from './service-double.ts'
import { acceptSocket, type SocketPeer } from './socket-server.ts'

const specFile = fileURLToPath(
  new URL('../../../shared/specs/slack-web-openapi-v2.json', import.meta.url),
)
/** The vendor's description lies beside the repository, not in it. */
export const hasSlackSpec = (): boolean => existsSync(specFile)

interface Spec {
  paths: Record<string, { get?: Operation; post?: Operation }>
  definitions: Record<string, unknown>
}
interface Operation {
  parameters?: { name: string; in: string; type: string; required?: boolean }[]
  responses: Record<string, { schema: object }>
}

export interface DoubleMessage {
  ts: string
  user: string
  text: string
  thread_ts?: string
  subtype?: string
  edited?: { user: string; ts: string }
}

interface DoublePost extends Record<string, unknown> {
  channel: string
  text: string
  thread_ts: string
}

/**
 * A server that stands in for Slack's Web API and Socket Mode. It checks our requests, and its own answers, by the
 * vendor's description of 2021; what that lacks is added from docs.slack.dev: 429 with `Retry-After`
 * (apis/web-api/rate-limits), pages of 15 for apps outside of the Marketplace (the same, May 2025), scopes in a
 * header, `apps.connections.open` and one socket for each event (apis/events-api/using-socket-mode).
 */
export class SlackDouble extends ServiceDouble {
  readonly channels: { id: string; name: string; is_private: boolean; is_member: boolean }[] = []
  readonly messages = new Map<string, DoubleMessage[]>()
  readonly users = [{ id: 'U12345678', name: 'ann', real_name: 'Ann Lee' }]
  /** What was wrong with a request, or with an answer of ours. */
  readonly wrong: string[] = []
  readonly asked: string[] = []
  /** Largest page. */
  pageCap = 999
  /** The next requests are answered with 429. */
  limitNext = 0
  readonly #spec: Spec
  readonly #ajv: Ajv
  readonly #sockets = new Set<SocketPeer>()
  #turn = 0

  constructor() {
    super()
    this.#spec = JSON.parse(readFileSync(specFile, 'utf8')) as Spec
    this.#ajv = new Ajv({ strict: false, validateFormats: false })
    this.#ajv.addSchema({ $id: 'slack', definitions: this.#spec.definitions })
  }

  say(channel: string, message: DoubleMessage): DoubleMessage {
    const all = this.messages.get(channel) ?? []
    this.messages.set(channel, all)
    all.push(message)
    this.#tell({ type: 'message', channel, ...message })
    return message
  }

  edit(channel: string, message: DoubleMessage, text: string, ts: string): void {
    Object.assign(message, { text, edited: { user: message.user, ts } })
    this.#tell({
      type: 'message',
      subtype: 'message_changed',
      channel,
      ts,
      message: { type: 'message', ...message },
    })
  }

  remove(channel: string, { ts }: DoubleMessage, at: string): void {
    const all = this.messages.get(channel) ?? []
    this.messages.set(
      channel,
      all.filter((one) => one.ts !== ts),
    )
    this.#tell({ type: 'message', subtype: 'message_deleted', channel, ts: at, deleted_ts: ts })
  }

  /** As a person does it: Slack writes a line into the channel, and tells of it. */
  archive(channel: string, ts: string): void {
    const user = 'U12345678'
    this.say(channel, {
      ts,
      user,
      text: '<@U12345678> archived the channel',
      subtype: 'channel_archive',
    })
    this.#tell({ type: 'channel_archive', channel, user })
  }

  get socketCount(): number {
    return this.#sockets.size
  }

  cut(): void {
    for (const socket of this.#sockets) socket.cut()
  }

  protected respond(url: URL, req: IncomingMessage, given: string): DoubleAnswer {
    const method = url.pathname.replace('/api/', '')
    this.asked.push(method)
    if (this.limitNext > 0) {
      this.limitNext -= 1
      return {
        status: 429,
        headers: { 'retry-after': '1' },
        body: { ok: false, error: 'ratelimited' },
      }
    }
    const token = req.headers.authorization ?? ''
    if (method === 'apps.connections.open') {
      if (!token.startsWith('Bearer xapp-')) return failure('not_allowed_token_type')
      return good({ ok: true, url: this.url.replace('http:', 'ws:') + '/link' })
    }
    if (!token.startsWith('Bearer xoxb-good')) return failure('invalid_auth')
    if (method === 'chat.postMessage') return good(this.#post(JSON.parse(given) as DoublePost))
    const operation = this.#spec.paths[`/${method}`]?.get
    if (operation === undefined) return this.#complain(`no such method: ${method}`)
    this.#checkRequest(method, operation, url.searchParams)
    const body = this.#bodyOf(method, url.searchParams)
    this.#checkAnswer(method, operation, body)
    return good(body)
  }

  #complain(what: string): ReturnType<typeof failure> {
    this.wrong.push(what)
    return failure('unknown_method')
  }

  #post(post: DoublePost): object {
    const known = this.#spec.paths['/chat.postMessage']?.post?.parameters ?? []
    for (const name of Object.keys(post)) {
      const isKnown = known.some((one) => one.in === 'formData' && one.name === name)
      if (!isKnown) this.wrong.push(`chat.postMessage: unknown field ${name}`)
    }
    this.posted.push(post)
    const ts = (Date.now() / 1_000).toFixed(6)
    const { channel, text, thread_ts: thread } = post
    const message = { ts, user: 'W12345678', bot_id: 'B12345678', text, thread_ts: thread }
    this.say(channel, message)
    return { ok: true, channel, ts, message: { type: 'message', ...message } }
  }

  #checkRequest(method: string, { parameters = [] }: Operation, query: URLSearchParams): void {
    for (const [name, value] of query) {
      const known = parameters.find((one) => one.name === name && one.in === 'query')
      if (known === undefined) this.wrong.push(`${method}: unknown parameter ${name}`)
      const isNumber = /^-?\d+(\.\d+)?$/.test(value)
      if (/number|integer/.test(known?.type ?? '') && !isNumber)
        this.wrong.push(`${method}: ${name}=${value}`)
    }
    if (query.has('token')) this.wrong.push(`${method}: a token in an address`)
  }

  #checkAnswer(method: string, { responses }: Operation, body: object): void {
    const schema = JSON.parse(
      JSON.stringify(responses['200']?.schema ?? {}).replaceAll(
        '"#/definitions/',
        '"slack#/definitions/',
      ),
    ) as object
    if (!this.#ajv.validate(schema, body) && (body as { ok: boolean }).ok) {
      this.wrong.push(`${method}: our answer: ${this.#ajv.errorsText(this.#ajv.errors)}`)
    }
  }

  #bodyOf(method: string, query: URLSearchParams): object {
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          team: 'Subarachnoid',
          team_id: 'T12345678',
          url: 'https://x.slack.com/',
          user: 'bot',
          user_id: 'W12345678',
        }
      case 'users.list':
        return { ok: true, cache_ts: 1, members: this.users.map(userOf) }
      case 'conversations.list':
        return {
          ok: true,
          channels: this.channels.map(channelOf),
          response_metadata: { next_cursor: '' },
        }
      case 'conversations.history':
        return this.#history(query)
      default:
        return this.#replies(query)
    }
  }

  #history(query: URLSearchParams): object {
    const channel = this.channels.find(({ id }) => id === query.get('channel'))
    if (channel === undefined) return { ok: false, error: 'channel_not_found' }
    if (!channel.is_member) return { ok: false, error: 'not_in_channel' }
    const all = this.messages.get(channel.id) ?? []
    const latest = query.get('latest') ?? '99999999999'
    const oldest = query.get('oldest') ?? '0'
    const between = all
      .filter(
        ({ ts, thread_ts: thread }) =>
          (thread === undefined || thread === ts) && ts < latest && Number(ts) > Number(oldest),
      )
      .toSorted((a, b) => (a.ts < b.ts ? 1 : -1))
    const page = between.slice(0, Math.min(Number(query.get('limit') ?? 100), this.pageCap))
    const messages = page.map((message) => {
      const answers = all.filter(
        ({ ts, thread_ts: thread }) => thread === message.ts && ts !== thread,
      )
      const last = answers.at(-1)
      return {
        type: 'message',
        ...message,
        ...(last === undefined
          ? {}
          : { thread_ts: message.ts, reply_count: answers.length, latest_reply: last.ts }),
      }
    })
    const more = {
      has_more: page.length < between.length,
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
    }
    return { ok: true, messages, ...more }
  }

  #replies(query: URLSearchParams): object {
    const all = this.messages.get(query.get('channel') ?? '') ?? []
    const root = query.get('ts')
    const found = all.filter(
      ({ ts, thread_ts: thread }) =>
        ts === root || (thread === root && Number(ts) > Number(query.get('oldest') ?? 0)),
    )
    if (found.length === 0) return { ok: false, error: 'thread_not_found' }
    const page = found.slice(0, Math.min(Number(query.get('limit') ?? 100), this.pageCap) + 1)
    return {
      ok: true,
      messages: page.map((one) => ({ type: 'message', ...one })),
      has_more: page.length < found.length,
    }
  }

  protected upgrade(req: IncomingMessage, socket: Socket): void {
    const peer = acceptSocket(req, socket, {
      // What is acknowledged needs no answer.
      text: () => undefined,
      closed: () => this.#sockets.delete(peer),
    })
    this.#sockets.add(peer)
    peer.send({ type: 'hello', num_connections: this.#sockets.size })
  }

  /** Each event goes to one socket of the app. */
  #tell(event: object): void {
    const sockets = [...this.#sockets]
    const socket = sockets[this.#turn++ % Math.max(1, sockets.length)]
    socket?.send({ envelope_id: `e${this.#turn}`, type: 'events_api', payload: { event } })
  }
}

const good = (body: object) => ({
  status: 200,
  headers: { 'x-oauth-scopes': 'channels:read,channels:history,users:read' },
  body,
})
const failure = (error: string) => ({ status: 200, headers: {}, body: { ok: false, error } })

const userOf = ({
  id,
  name,
  real_name: real,
}: {
  id: string
  name: string
  real_name: string
}) => ({
  id,
  name,
  real_name: real,
  deleted: false,
  is_bot: false,
  team_id: 'T12345678',
  updated: 1,
  is_app_user: false,
  profile: {
    real_name: real,
    real_name_normalized: real,
    display_name: name,
    display_name_normalized: name,
    avatar_hash: 'x',
    status_text: '',
    status_emoji: '',
    image_24: 'https://x.test/a',
    image_32: 'https://x.test/a',
    image_48: 'https://x.test/a',
    image_72: 'https://x.test/a',
    image_192: 'https://x.test/a',
    image_512: 'https://x.test/a',
    team: 'T12345678',
    fields: [],
    first_name: real,
    phone: '',
    skype: '',
    title: '',
  },
})

const channelOf = ({
  id,
  name,
  is_private: isPrivate,
  is_member: isMember,
}: SlackDouble['channels'][number]) => ({
  id,
  name,
  name_normalized: name,
  created: 1,
  creator: 'U1AAAAAAA',
  is_archived: false,
  is_channel: !isPrivate,
  is_general: false,
  is_group: isPrivate,
  is_im: false,
  is_member: isMember,
  is_mpim: false,
  is_org_shared: false,
  is_private: isPrivate,
  is_shared: false,
  num_members: 2,
  unlinked: 0,
  topic: { creator: '', last_set: 0, value: '' },
  purpose: { creator: '', last_set: 0, value: '' },
})
