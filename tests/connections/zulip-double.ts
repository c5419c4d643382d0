import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { ServiceDouble, type DoubleAnswer } from './service-double.ts'

export interface DoubleStream {
  stream_id: number
  name: string
  invite_only: boolean
  isSubscribed: boolean
}
export interface DoubleMessage {
  id: number
  stream_id: number
  subject: string
  content: string
  timestamp: number
  sender_id: number
  sender_full_name: string
  last_edit_timestamp?: number
  edit_history?: object[]
}
type Edit = { content: string } | { subject: string } | { stream_id: number; subject: string }
interface Queue {
  events: { id: number; type: string }[]
  wake: () => void
}

/** Paths and what may be asked of them, as zulip.com/api names them. */
const known: readonly [string, RegExp, readonly string[]][] = [
  ['GET', /^\/users\/me$/, []],
  ['GET', /^\/server_settings$/, []],
  ['GET', /^\/users\/me\/subscriptions$/, ['include_subscribers']],
  ['GET', /^\/streams$/, ['include_public', 'include_subscribed']],
  [
    'GET',
    /^\/messages$/,
    [
      'anchor',
      'include_anchor',
      'num_before',
      'num_after',
      'narrow',
      'apply_markdown',
      'client_gravatar',
    ],
  ],
  ['GET', /^\/messages\/\d+$/, ['apply_markdown']],
  ['POST', /^\/messages$/, ['type', 'to', 'topic', 'content']],
  [
    'POST',
    /^\/register$/,
    [
      'event_types',
      'fetch_event_types',
      'apply_markdown',
      'client_gravatar',
      'client_capabilities',
    ],
  ],
  ['GET', /^\/events$/, ['queue_id', 'last_event_id', 'dont_block']],
]

/**
 * A server that stands in for Zulip. Written after zulip.com/api: which paths take what, messages around an anchor in the order of
 * their ids with `found_oldest`, whole seconds, at most 5,000 a request, topics that differ in capitals alone are one, event queues
 * that are read by long polling and that are dropped, moves of messages as `update_message`, and 429 with `retry-after`.
 */
export class ZulipDouble extends ServiceDouble {
  readonly streams: DoubleStream[] = []
  messages: DoubleMessage[] = []
  readonly wrong: string[] = []
  readonly asked: string[] = []
  limitNext = 0
  /** Requests that came while it had asked for none. */
  tooEarly = 0
  #closedUntil = 0
  #queues = new Map<string, Queue>()
  #made = 0
  #eventId = 0
  #n = 0

  /** Lists of events that are read. */
  get queueCount(): number {
    return this.#queues.size
  }

  /** Throws all lists of events away, as a server does that was restarted. */
  dropQueues(): void {
    const queues = [...this.#queues.values()]
    this.#queues.clear()
    for (const { wake } of queues) wake()
  }

  cut(): void {
    this.dropQueues()
  }

  say(
    stream: number,
    subject: string,
    content: string,
    more: Partial<DoubleMessage> = {},
  ): DoubleMessage {
    const n = this.#n++
    const message: DoubleMessage = {
      id: 1_000 + n,
      stream_id: stream,
      subject,
      content,
      timestamp: 1_700_000_000 + n,
      sender_id: 8,
      sender_full_name: 'Ann Lee',
      ...more,
    }
    this.messages.push(message)
    this.#tell({ type: 'message', flags: [], message: this.#shown(message) })
    return message
  }

  /** Edits one message, or moves it with those that come after it in its topic, as people do it in Zulip. */
  change(
    message: DoubleMessage,
    edit: Edit,
    mode: 'change_one' | 'change_all' = 'change_one',
  ): void {
    const now = Math.floor(Date.now() / 1_000)
    const { stream_id: stream, subject: topic, id } = message
    const common = {
      user_id: 8,
      message_id: id,
      edit_timestamp: now,
      rendering_only: false,
      flags: [],
    }
    if ('content' in edit) {
      const before = message.content
      const history = [
        { timestamp: now, user_id: 8, prev_content: before },
        ...(message.edit_history ?? []),
      ]
      Object.assign(message, {
        content: edit.content,
        last_edit_timestamp: now,
        edit_history: history,
      })
      const words = { orig_content: before, content: edit.content }
      return this.#tell({
        type: 'update_message',
        ...common,
        ...words,
        message_ids: [id],
        stream_id: stream,
      })
    }
    const moved = this.messages.filter(
      (one) => one === message || (mode === 'change_all' && isIn(one, stream, topic)),
    )
    for (const one of moved) {
      const history = [{ timestamp: now, user_id: 8, prev_topic: topic, topic: edit.subject }]
      Object.assign(one, edit, {
        edit_history: [...history, ...(one.edit_history ?? [])],
        last_edit_timestamp: now,
      })
    }
    this.#tell({
      type: 'update_message',
      ...common,
      message_ids: moved.map((one) => one.id),
      stream_id: stream,
      ...('stream_id' in edit ? { new_stream_id: edit.stream_id } : {}),
      propagate_mode: mode,
      orig_subject: topic,
      subject: edit.subject,
    })
  }

  remove(message: DoubleMessage): void {
    this.messages = this.messages.filter((one) => one !== message)
    const { id, stream_id: stream, subject: topic } = message
    this.#tell({
      type: 'delete_message',
      message_ids: [id],
      message_type: 'stream',
      stream_id: stream,
      topic,
    })
  }

  rename(stream: DoubleStream, name: string): void {
    stream.name = name
    this.#tell({
      type: 'stream',
      op: 'update',
      property: 'name',
      value: name,
      stream_id: stream.stream_id,
    })
  }

  archive({ stream_id: id }: DoubleStream): void {
    this.#tell({ type: 'stream', op: 'delete', streams: [{ stream_id: id }], stream_ids: [id] })
  }

  expel({ stream_id: id, name }: DoubleStream): void {
    this.#tell({ type: 'subscription', op: 'remove', subscriptions: [{ stream_id: id, name }] })
  }

  #tell(event: { type: string } & Record<string, unknown>): void {
    const told = { ...event, id: this.#eventId++ }
    for (const { events, wake } of this.#queues.values()) {
      events.push(told)
      wake()
    }
  }

  protected async respond(url: URL, req: IncomingMessage, given: string): Promise<DoubleAnswer> {
    const path = url.pathname.replace('/api/v1', '')
    this.asked.push(`${path}${url.search}`)
    if (Date.now() < this.#closedUntil) this.tooEarly += 1
    const method = req.method ?? ''
    const isForm = req.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    if (method === 'POST' && isForm !== true) this.wrong.push(`${path}: no form`)
    const query = method === 'POST' ? new URLSearchParams(given) : url.searchParams
    const parameters = known.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2]
    if (parameters === undefined) this.wrong.push(`no such path: ${method} ${path}`)
    for (const name of query.keys()) {
      if (!parameters?.includes(name)) this.wrong.push(`${path}: unknown parameter ${name}`)
    }
    const good = `Basic ${Buffer.from('bot@example.org:good').toString('base64')}`
    if (req.headers.authorization !== good) {
      return failure(401, { code: 'INVALID_API_KEY', msg: 'Invalid API key' })
    }
    if (this.limitNext > 0) {
      this.limitNext -= 1
      this.#closedUntil = Date.now() + 990
      return failure(429, {
        code: 'RATE_LIMIT_HIT',
        msg: 'API usage exceeded rate limit',
        'retry-after': 1,
      })
    }
    if (path === '/messages' && method === 'POST') {
      this.posted.push(Object.fromEntries(query))
      const at = { timestamp: Math.floor(Date.now() / 1_000), sender_id: 9 }
      const to = Number(query.get('to'))
      return success({
        id: this.say(to, query.get('topic') ?? '', query.get('content') ?? '', at).id,
      })
    }
    if (path === '/messages') return this.#page(query)
    if (path.startsWith('/messages/')) return this.#one(Number(path.slice('/messages/'.length)))
    if (path === '/events') return this.#events(query)
    return success(this.#bodyOf(path))
  }

  #bodyOf(path: string): object {
    const listed = (streams: readonly DoubleStream[]) =>
      streams.map(({ stream_id, name, invite_only }) => ({
        stream_id,
        name,
        invite_only,
        is_archived: false,
      }))
    if (path === '/users/me')
      return { user_id: 9, full_name: 'Reporter', email: 'bot@example.org', is_bot: true }
    if (path === '/server_settings') return { realm_name: 'Subarachnoid', zulip_feature_level: 300 }
    if (path === '/users/me/subscriptions') {
      return { subscriptions: listed(this.streams.filter(({ isSubscribed }) => isSubscribed)) }
    }
    if (path === '/streams') {
      return { streams: listed(this.streams.filter((one) => one.isSubscribed || !one.invite_only)) }
    }
    const id = `q${this.#made++}`
    this.#queues.set(id, { events: [], wake: () => undefined })
    return { queue_id: id, last_event_id: -1, zulip_feature_level: 300 }
  }

  #shown(message: DoubleMessage): object {
    return {
      ...message,
      type: 'stream',
      display_recipient:
        this.streams.find(({ stream_id: id }) => id === message.stream_id)?.name ?? '',
      content: `<p>${message.content}</p>`,
      content_type: 'text/html',
      sender_email: 'ann@example.org',
    }
  }

  #page(query: URLSearchParams): DoubleAnswer {
    const [{ operand: stream }, topic] = JSON.parse(query.get('narrow') ?? '[]') as [
      { operand: number },
      { operand: string }?,
    ]
    if (
      !this.streams.some(
        (one) => one.stream_id === stream && (one.isSubscribed || !one.invite_only),
      )
    ) {
      return failure(400, { code: 'BAD_NARROW', msg: 'Invalid narrow operator: unknown channel' })
    }
    const all = this.messages
      .filter((one) => isIn(one, stream, topic?.operand))
      .toSorted((a, b) => a.id - b.id)
    const before = Number(query.get('num_before'))
    const after = Number(query.get('num_after'))
    if (before + after > 5_000) this.wrong.push('more than 5,000 messages')
    const anchor = query.get('anchor') ?? ''
    const place = anchor === 'oldest' ? 0 : anchor === 'newest' ? Infinity : Number(anchor)
    const isWithout = query.get('include_anchor') === 'false'
    const older = all.filter(({ id }) => id < place || (!isWithout && id === place))
    const newer = all.filter(({ id }) => id > place)
    const start = Math.max(0, older.length - before)
    const messages = [...older.slice(start), ...newer.slice(0, after)].map((one) =>
      this.#shown(one),
    )
    return success({ messages, found_oldest: start === 0, found_newest: newer.length <= after })
  }

  #one(id: number): DoubleAnswer {
    const message = this.messages.find((one) => one.id === id)
    if (message === undefined)
      return failure(400, { code: 'BAD_REQUEST', msg: 'Invalid message(s)' })
    return success({ message: this.#shown(message), raw_content: message.content })
  }

  async #events(query: URLSearchParams): Promise<DoubleAnswer> {
    const id = query.get('queue_id') ?? ''
    for (;;) {
      const queue = this.#queues.get(id)
      if (queue === undefined) {
        return failure(400, { code: 'BAD_EVENT_QUEUE_ID', msg: `Bad event queue ID: ${id}` })
      }
      const events = queue.events.filter((event) => event.id > Number(query.get('last_event_id')))
      if (events.length > 0) return success({ events })
      await new Promise<void>((resolve) => (queue.wake = resolve))
    }
  }

  protected upgrade(_: IncomingMessage, socket: Socket): void {
    this.wrong.push('a socket')
    socket.destroy()
  }
}

const isIn = (message: DoubleMessage, stream: number, topic: string | undefined): boolean =>
  message.stream_id === stream &&
  (topic === undefined || message.subject.toLowerCase() === topic.toLowerCase())

const success = (body: object): DoubleAnswer => ({
  status: 200,
  body: { result: 'success', msg: '', ...body },
})
const failure = (status: number, body: object): DoubleAnswer => ({
  status,
  body: { result: 'error', ...body },
})
