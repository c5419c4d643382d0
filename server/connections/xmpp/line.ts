import { client, xml, type Client } from '@xmpp/client'
import type { Stanza } from '../../imports/xmpp/stanza.ts'
import { isLocal } from '../../summary/model/local.ts'
import { ServiceError, type Session } from '../connector.ts'
import { connectionLimits } from '../limits.ts'
import { shareLine } from '../shared-line.ts'

export { xml }
const sm = 'urn:xmpp:sm:3'
const userAgent = xml('user-agent', {}, xml('software', {}, 'Rapporteur'))

/** What the library does with each part of a stream. */
const onData = '_onData'
type OnData = (data: Buffer) => void

export interface Jid {
  user: string
  domain: string
}

/** Null where it is none. */
export function jidOf(text: string): Jid | null {
  const [, user, domain] = /^([^@/\s]+)@([^@/\s]+)$/.exec(text.trim()) ?? []
  return user === undefined || domain === undefined ? null : { user, domain: domain.toLowerCase() }
}

/** A line to a server, logged in. */
export interface XmppLine {
  /** Sends a question and gives its answer. Rejects with a `ServiceError`. */
  ask(type: 'get' | 'set', to: string | null, content: ReturnType<typeof xml>): Promise<Stanza>
  send(stanza: ReturnType<typeof xml>): Promise<void>
  /** @returns ends it */
  listen(listener: (stanza: Stanza & { name: string }) => void): () => void
  /** Rejects once the line is closed. */
  readonly ended: Promise<never>
  readonly isOpen: boolean
  close(): void
}

/** Opens a line and logs in. It closes with the signal of the session. */
export async function connectTo({ address, secrets, signal }: Session): Promise<XmppLine> {
  signal.throwIfAborted()
  const jid = jidOf(secrets['jid'] ?? '')
  if (jid === null) throw new ServiceError('unauthorized', 'no XMPP address')
  const { protocol, host } = new URL(address)
  const mayBePlain = isLocal(address.replace(/^xmpps?:/i, 'http:'))
  const entity: Client = client({
    service: `${protocol}//${host}`,
    domain: jid.domain,
    // The password is said last of all, and never in the open.
    async credentials(authenticate, mechanisms) {
      const isSecure = entity.isSecure()
      if (!isSecure && !mayBePlain) throw new ServiceError('refused', 'not encrypted')
      const mechanism = isSecure ? mechanisms[0] : mechanisms.find((name) => name !== 'PLAIN')
      if (mechanism === undefined) throw new ServiceError('refused', 'no way to log in')
      const { user: username } = jid
      await authenticate({ username, password: secrets['password'] ?? '' }, mechanism, userAgent)
    },
  })
  entity.timeout = connectionLimits.answerMs
  // The engine decides when to come again, and asks for what was missed.
  entity.reconnect.stop()
  entity.prependListener(
    'element',
    (element: { remove(name: string, xmlns?: string): unknown }) => {
      // Taking a stream up again is no use to us, and stanzas that are sent while it is agreed on break it.
      element.remove('sm', sm)
      element.remove('authentication', 'urn:xmpp:sasl:2')
    },
  )
  // What comes after the stream has ended, or broke off in no XML, has no parser any more: the library would throw
  // where nobody can catch it, and the process would end.
  const stream = entity as unknown as { parser: object | null } & Record<typeof onData, OnData>
  const read = stream[onData].bind(stream)
  stream[onData] = (data) => void (stream.parser !== null && read(data))
  let isOpen = true
  let fail: (error: Error) => void = () => undefined
  const ended = new Promise<never>((_, reject) => (fail = reject))
  ended.catch(() => undefined)
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    signal.removeEventListener('abort', close)
    fail(new ServiceError('unavailable', 'the line was closed'))
    void entity.stop().catch(() => undefined)
  }
  entity.on('error', () => undefined)
  entity.on('disconnect', close)
  signal.addEventListener('abort', close, { once: true })
  const late = setTimeout(close, connectionLimits.answerMs)
  try {
    await Promise.race([entity.start(), ended])
  } catch (error) {
    close()
    signal.throwIfAborted()
    throw serviceErrorOf(error)
  } finally {
    clearTimeout(late)
  }
  return {
    async ask(type, to, content) {
      const iq = xml('iq', { type, ...(to === null ? {} : { to }) }, content)
      try {
        const asked = entity.iqCaller.request(iq, connectionLimits.answerMs)
        return (await Promise.race([asked, ended])) as unknown as Stanza
      } catch (error) {
        signal.throwIfAborted()
        throw serviceErrorOf(error)
      }
    },
    async send(stanza) {
      await Promise.race([entity.send(stanza), ended])
    },
    listen(listener) {
      const heard = (stanza: unknown): void => listener(stanza as Stanza & { name: string })
      entity.on('stanza', heard)
      return () => entity.off('stanza', heard)
    },
    ended,
    get isOpen() {
      return isOpen
    },
    close,
  }
}

/** Works on the line that all of a reading share: rooms let in whoever is in them, by that line. */
export const onSharedLine = shareLine<XmppLine>({
  open: connectTo,
  isOpen: (line) => line.isOpen,
  close: (line) => line.close(),
})

/** Works on a line of its own, and closes it. */
export async function onOwnLine<Answer>(
  session: Session,
  work: (line: XmppLine) => Promise<Answer>,
): Promise<Answer> {
  const line = await connectTo(session)
  try {
    return await work(line)
  } finally {
    line.close()
  }
}

const kinds: Readonly<Record<string, ServiceError['kind']>> = {
  forbidden: 'forbidden',
  'not-allowed': 'forbidden',
  'not-authorized': 'forbidden',
  'registration-required': 'forbidden',
  'not-acceptable': 'forbidden',
  'feature-not-implemented': 'forbidden',
  'service-unavailable': 'forbidden',
  'item-not-found': 'gone',
  gone: 'gone',
  'policy-violation': 'limited',
  'resource-constraint': 'limited',
}

/** Answers to a login that another password does not change. */
const momentary = new Set(['temporary-auth-failure', 'aborted'])

export function serviceErrorOf(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const told: Partial<Record<string, unknown>> = Object(error)
  const condition = typeof told['condition'] === 'string' ? told['condition'] : ''
  const text = typeof told['text'] === 'string' ? told['text'] : ''
  const words =
    `${condition} ${text}`.trim() || (error instanceof Error ? error.message : String(error))
  if (told['name'] === 'SASLError' && !momentary.has(condition)) {
    return new ServiceError('unauthorized', words)
  }
  const kind = told['name'] === 'StanzaError' ? kinds[condition] : undefined
  return new ServiceError(kind ?? 'unavailable', words, { retryAfterMs: 10_000 })
}
