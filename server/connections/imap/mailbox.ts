import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import pLimit, { type LimitFunction } from 'p-limit'
import { isLocal } from '../../summary/model/local.ts'
import { ServiceError, type Session } from '../connector.ts'
import { connectionLimits } from '../limits.ts'
import { isSafeAddress } from '../session.ts'
import { shareLine } from '../shared-line.ts'

const ports: Readonly<Record<string, number>> = { 'imaps:': 993, 'imap:': 143 }
/** A literal of an answer: what is asked for is cut, and this much longer than the longest piece. */
const maxLiteralBytes = 1_024 * 1_024
/** A page of mails may take so long in all. */
const patienceMs = 4 * connectionLimits.answerMs

/** Opens a line to the server and logs in. It closes with the signal of the session. */
export async function connectTo(
  { address, secrets, signal }: Session,
  more: ImapFlowOptions = {},
): Promise<ImapFlow> {
  if (!isSafeAddress(address)) throw new ServiceError('refused', 'not encrypted')
  signal.throwIfAborted()
  const { protocol, hostname, port } = new URL(address)
  const client = new ImapFlow({
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: port === '' ? (ports[protocol] ?? 993) : Number(port),
    secure: protocol === 'imaps:',
    // On this computer nothing needs to be hidden; elsewhere only encrypted lines come this far.
    ...(isLocal(address) ? { doSTARTTLS: false } : {}),
    auth: { user: secrets['user'] ?? '', pass: secrets['password'] ?? '' },
    clientInfo: { name: 'Rapporteur' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectionLimits.answerMs,
    greetingTimeout: connectionLimits.answerMs,
    socketTimeout: connectionLimits.answerMs,
    maxLiteralSize: maxLiteralBytes,
    maxLineLength: connectionLimits.maxAnswerBytes,
    maxResponseSize: connectionLimits.maxAnswerBytes,
    ...more,
  })
  // Whoever waits for an answer is told; without a listener the process would end.
  client.on('error', () => undefined)
  const close = (): void => client.close()
  signal.addEventListener('abort', close, { once: true })
  client.once('close', () => signal.removeEventListener('abort', close))
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    signal.throwIfAborted()
    throw serviceErrorOf(error)
  }
}

/** Closes the line where the work fails or takes too long: what it was in the middle of is not known. */
async function within<Answer>(
  { signal }: Session,
  client: ImapFlow,
  work: (client: ImapFlow) => Promise<Answer>,
): Promise<Answer> {
  const timer = setTimeout(() => client.close(), patienceMs)
  try {
    return await work(client)
  } catch (error) {
    // A folder that cannot be opened says nothing against the line.
    if (!(error instanceof ServiceError)) client.close()
    signal.throwIfAborted()
    throw serviceErrorOf(error)
  } finally {
    clearTimeout(timer)
  }
}

const onShared = shareLine<ImapFlow>({
  open: connectTo,
  isOpen: (client) => client.usable,
  close: (client) => client.close(),
})
/** By the signal of those who read. A line has one folder open at a time. */
const turns = new WeakMap<AbortSignal, LimitFunction>()

/** Works on the line that all pages of a reading share, one after the other. */
export function onSharedLine<Answer>(
  session: Session,
  work: (client: ImapFlow) => Promise<Answer>,
): Promise<Answer> {
  const turn = turns.get(session.signal) ?? pLimit(1)
  turns.set(session.signal, turn)
  return turn(async () => {
    session.signal.throwIfAborted()
    return onShared(session, (client) => within(session, client, work))
  })
}

/** Works on a line of its own, and closes it. */
export async function onOwnLine<Answer>(
  session: Session,
  work: (client: ImapFlow) => Promise<Answer>,
): Promise<Answer> {
  const client = await connectTo(session)
  try {
    return await within(session, client, work)
  } finally {
    await client.logout().catch(() => client.close())
  }
}

/** Opens a folder so that reading changes nothing in it, not even what counts as seen. */
export async function openFolder(client: ImapFlow, path: string) {
  try {
    return await client.mailboxOpen(path, { readOnly: true })
  } catch (error) {
    const { responseStatus, responseCode, mailboxMissing, message } = failureOf(error)
    // What is away for a moment is asked for again.
    if (!client.usable || responseStatus === undefined || momentary.has(responseCode)) throw error
    throw new ServiceError(mailboxMissing ? 'gone' : 'forbidden', message)
  }
}

/** Codes of RFC 5530 by which a server says that it will do later what it does not do now. */
const momentary = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT'])

interface Failure {
  message: string
  responseStatus: string | undefined
  responseCode: string
  mailboxMissing: boolean
}

/** What the library says of an error; never the command that was sent, for it may hold the password. */
function failureOf(error: unknown): Failure {
  const told: Partial<Record<string, unknown>> = Object(error)
  const text = (name: string): string | undefined =>
    typeof told[name] === 'string' ? told[name] : undefined
  const words = text('responseText') ?? text('reason') ?? text('response') ?? text('message')
  return {
    message: words ?? String(error),
    responseStatus: text('responseStatus'),
    responseCode: (text('serverResponseCode') ?? '').toUpperCase(),
    mailboxMissing: told['mailboxMissing'] === true,
  }
}

/** Answers that are longer than any that was asked for. */
const tooMuch = new Set(['LiteralTooLarge', 'LineTooLarge', 'ResponseTooLarge', 'TooManyTokens'])

export function serviceErrorOf(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const told: Partial<Record<string, unknown>> = Object(error)
  const { message, responseCode } = failureOf(error)
  const code = typeof told['code'] === 'string' ? told['code'] : ''
  if (code === 'ETHROTTLE' || responseCode === 'LIMIT') {
    return new ServiceError('limited', message, {
      retryAfterMs: Number(told['throttleReset'] ?? 60_000),
      isGlobal: true,
    })
  }
  // A server whose list of people is away says so: nobody needs another password then.
  if (told['authenticationFailed'] === true && !momentary.has(responseCode)) {
    return new ServiceError('unauthorized', message)
  }
  return new ServiceError(tooMuch.has(code) ? 'refused' : 'unavailable', message)
}
