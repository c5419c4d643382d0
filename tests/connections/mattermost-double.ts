import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { ServiceDouble, type DoubleAnswer } from './service-double.ts'
import { acceptSocket, type SocketPeer } from './socket-server.ts'

export interface DoublePost {
  id: string
  create_at: number
  update_at: number
  edit_at: number
  delete_at: number
  user_id: string
  channel_id: string
  root_id: string
  message: string
  type: string
  props: object
}
interface DoubleChannel {
  id: string
  type: 'O' | 'P' | 'D' | 'G'
  display_name: string
  name: string
  isMember: boolean
}

/** Paths and what may be asked of them, as docs.mattermost.com/api names them. */
const known: readonly [RegExp, readonly string[]][] = [
  [/^\/users\/me(\/teams)?$/, []],
  [/^\/users\/me\/teams\/\w+\/channels$/, []],
  [/^\/teams\/\w+\/channels$/, ['page', 'per_page']],
  [/^\/users$/, ['page', 'per_page']],
  [/^\/posts$/, []],
  [/^\/channels\/\w+\/posts$/, ['page', 'per_page', 'before', 'after', 'since']],
]

/**
 * A server that stands in for Mattermost. No description of its API may be kept here, so that it is written after
 * docs.mattermost.com/api: which paths take what, `since` alone and at most a thousand, pages of 200 at most, no deleted posts
 * but by `since`, `before` by the time of a post, X-Ratelimit headers, and numbered events.
 */
export class MattermostDouble extends ServiceDouble {
  readonly channels: DoubleChannel[] = []
  readonly posts: DoublePost[] = []
  readonly users = [
    { id: 'u1', username: 'ann', nickname: '', first_name: 'Ann', last_name: 'Lee' },
  ]
  readonly wrong: string[] = []
  readonly asked: string[] = []
  readonly forbidden = new Set<string>()
  pageCap = 200
  limitNext = 0
  /** Requests that came while it had asked for none. */
  tooEarly = 0
  /** Sends no event, and counts on. */
  loses = 0
  readonly #peers = new Map<SocketPeer, { isIn: boolean; seq: number }>()
  #closedUntil = 0
  #n = 0

  get socketCount(): number {
    return [...this.#peers.values()].filter(({ isIn }) => isIn).length
  }

  cut(): void {
    for (const peer of this.#peers.keys()) peer.cut()
  }

  say(channel: string, message: string, more: Partial<DoublePost> = {}): DoublePost {
    // Ids of posts have no order.
    const n = this.#n++
    const id = `p${((n * 7_919) % 100_003).toString(36)}x${n}`
    const at = more.create_at ?? 1_700_000_000_000 + n * 1_000
    const times = { create_at: at, update_at: at, edit_at: 0, delete_at: 0 }
    const words = { user_id: 'u1', channel_id: channel, root_id: '', message, type: '', props: {} }
    const post = { id, ...times, ...words, ...more }
    this.posts.push(post)
    this.#tell('posted', channel, { post: JSON.stringify(post), channel_type: 'O' })
    return post
  }

  edit(post: DoublePost, message: string): void {
    const now = Date.now()
    Object.assign(post, { message, edit_at: now, update_at: now })
    this.#tell('post_edited', post.channel_id, { post: JSON.stringify(post) })
  }

  remove(post: DoublePost): void {
    // What is told is the post as it was.
    const data = { post: JSON.stringify(post) }
    const now = Date.now()
    Object.assign(post, { delete_at: now, update_at: now })
    this.#tell('post_deleted', post.channel_id, data)
  }

  rename(channel: DoubleChannel, name: string): void {
    channel.display_name = name
    this.#tell('channel_updated', channel.id, { channel: JSON.stringify(channel) })
  }

  /** The account is taken out of a channel. */
  expel(channel: DoubleChannel): void {
    this.#tell('user_removed', '', { channel_id: channel.id, remover_id: 'u1' })
  }

  protected respond(url: URL, req: IncomingMessage, given: string): DoubleAnswer {
    const { authorization = '' } = req.headers
    const path = url.pathname.replace('/api/v4', '')
    this.asked.push(`${path}${url.search}`)
    if (Date.now() < this.#closedUntil) this.tooEarly += 1
    const parameters = known.find(([pattern]) => pattern.test(path))?.[1]
    if (parameters === undefined) this.wrong.push(`no such path: ${path}`)
    for (const name of url.searchParams.keys()) {
      if (!parameters?.includes(name)) this.wrong.push(`${path}: unknown parameter ${name}`)
    }
    if (url.searchParams.has('since') && url.searchParams.size > 1)
      this.wrong.push('since and more')
    if (authorization !== 'Bearer good') return failure(401, 'Invalid or expired session')
    if (this.limitNext > 0) {
      this.limitNext -= 1
      this.#closedUntil = Date.now() + 1_000
      return { ...failure(429, 'limit exceeded'), headers: { 'x-ratelimit-reset': '1' } }
    }
    const [, id = ''] = path.split('/').slice(1)
    if (this.forbidden.has(id)) return failure(403, 'You do not have the permissions')
    if (path === '/posts') return { status: 201, body: this.#post(given) }
    return { status: 200, body: this.#bodyOf(path, id, url.searchParams) }
  }

  #post(given: string): DoublePost {
    const post = JSON.parse(given) as { channel_id: string; message: string; root_id: string }
    this.posted.push(post)
    // An answer to an answer is refused by servers.
    if (this.posts.some(({ id, root_id: root }) => id === post.root_id && root !== ''))
      this.wrong.push('root_id is no root')
    const at = { create_at: Date.now(), root_id: post.root_id }
    return this.say(post.channel_id, post.message, { user_id: 'me', ...at })
  }

  #bodyOf(path: string, id: string, query: URLSearchParams): unknown {
    if (path === '/users/me') return { id: 'me', username: 'rapporteur' }
    if (path === '/users/me/teams') return [{ id: 't1', display_name: 'Subarachnoid', name: 'sub' }]
    const first = Number(query.get('page') ?? 0) * Number(query.get('per_page') ?? 60)
    const end = first + Number(query.get('per_page') ?? 60)
    if (path === '/users') return this.users.slice(first, end)
    if (path.startsWith('/users/me/teams/')) return this.channels.filter(({ isMember }) => isMember)
    if (path.startsWith('/teams/')) {
      return this.channels.filter(({ type }) => type === 'O').slice(first, end)
    }
    return this.#posts(id, query)
  }

  #posts(channel: string, query: URLSearchParams) {
    const all = this.posts
      .filter(({ channel_id: own }) => own === channel)
      .toSorted((a, b) => b.create_at - a.create_at)
    const listed = (posts: readonly DoublePost[], previous: string) => ({
      order: posts.map(({ id }) => id),
      posts: Object.fromEntries(posts.map((post) => [post.id, post])),
      next_post_id: '',
      prev_post_id: previous,
    })
    if (query.has('since')) {
      const since = Number(query.get('since'))
      return listed(all.filter((post) => post.update_at > since).slice(0, 1_000), '')
    }
    const before = all.find(({ id }) => id === query.get('before'))?.create_at ?? Infinity
    const older = all.filter((post) => post.create_at < before && post.delete_at === 0)
    const page = older.slice(0, Math.min(this.pageCap, Number(query.get('per_page') ?? 60)))
    return listed(page, older[page.length]?.id ?? '')
  }

  protected upgrade(req: IncomingMessage, socket: Socket): void {
    const state = { isIn: false, seq: 0 }
    const peer = acceptSocket(req, socket, {
      text: (text) => {
        const { seq, action, data } = JSON.parse(text) as SocketAction
        if (action === 'ping')
          return peer.send({ status: 'OK', seq_reply: seq, data: { text: 'pong' } })
        if (data.token !== 'good') {
          const error = { id: 'api.web_socket', message: 'Invalid session', status_code: 401 }
          return peer.send({ status: 'FAIL', seq_reply: seq, error })
        }
        peer.send({ status: 'OK', seq_reply: seq })
        state.isIn = true
        peer.send({ event: 'hello', data: {}, broadcast: {}, seq: state.seq++ })
      },
      closed: () => this.#peers.delete(peer),
    })
    this.#peers.set(peer, state)
  }

  #tell(event: string, channel: string, data: object): void {
    const isLost = this.loses > 0
    if (isLost) this.loses -= 1
    for (const [peer, state] of this.#peers) {
      if (!state.isIn) continue
      const seq = state.seq++
      if (!isLost) peer.send({ event, data, broadcast: { channel_id: channel }, seq })
    }
  }
}

interface SocketAction {
  seq: number
  action: string
  data: { token?: string }
}

const failure = (status: number, message: string): DoubleAnswer => ({
  status,
  body: { id: 'api', message, status_code: status },
})
