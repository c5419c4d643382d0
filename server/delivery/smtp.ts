import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { Readable } from 'node:stream'
import { deliveryLimits } from '../contract/limits.ts'
import type { OutgoingMail } from './message.ts'

export interface SmtpSettings {
  host: string
  port: number
  /** TLS from the first byte (usually port 465). Otherwise STARTTLS is used where it is offered. */
  secure: boolean
  user?: string | undefined
  password?: string | undefined
  /** Sender: an address, or `Name <address>`. */
  from: string
  /** Wait limits in milliseconds; the defaults are `deliveryLimits`. */
  timeouts?: Partial<SmtpTimeouts> | undefined
}

export interface SmtpTimeouts {
  connectMs: number
  greetingMs: number
  silenceMs: number
  deliveryMs: number
}

/** How a transmission ended. Only the server's own 250 is `accepted`. */
export type SmtpOutcome =
  | { kind: 'accepted'; answer: string; refused: readonly { address: string; answer: string }[] }
  | { kind: 'refused'; answer: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'cancelled' }
  /** The connection ended after DATA and before the answer: nobody knows. */
  | { kind: 'unknown'; reason: string }

/** What nodemailer puts on its errors. */
interface SmtpError extends Error {
  code?: string
  response?: string
  responseCode?: number
  command?: string
  rejectedErrors?: readonly (SmtpError & { recipient?: string })[]
}

/**
 * Sends one mail over one connection.
 *
 * @param onSending - Called after the server has accepted the envelope and before the first byte of
 *   the message leaves; nothing is sent until it resolves. If it rejects, nothing is sent.
 */
export async function sendBySmtp(
  settings: SmtpSettings,
  mail: OutgoingMail,
  onSending: () => Promise<void> | void,
  signal: AbortSignal,
): Promise<SmtpOutcome> {
  if (signal.aborted) return { kind: 'cancelled' }
  const timeouts = { ...deliveryLimits, ...settings.timeouts }
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection(connectionOptions(settings, timeouts))
  const transfer = { begun: false, complete: false }
  const deadline = AbortSignal.timeout(timeouts.deliveryMs)
  try {
    const result = await untilAborted(
      [signal, deadline],
      transmit(connection, settings, mail, onSending, transfer),
    )
    return {
      kind: 'accepted',
      answer: answerOf(result.response),
      refused: (result.rejectedErrors ?? []).map((error) => ({
        address: String((error as { recipient?: string }).recipient ?? ''),
        answer: answerOf(error.response ?? error.message),
      })),
    }
  } catch (error) {
    return outcomeOf(asError(error), transfer, signal)
  } finally {
    connection.close()
  }
}

function connectionOptions(
  settings: SmtpSettings,
  timeouts: SmtpTimeouts,
): NonNullable<ConstructorParameters<typeof SMTPConnection>[0]> {
  const local = isLoopback(settings.host)
  return {
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    // A password never crosses a network in the clear.
    requireTLS: !settings.secure && !local && hasLogin(settings),
    // Bridges and test servers on this computer bring certificates of their own.
    tls: { rejectUnauthorized: !local },
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    socketCloseTimeout: 1_000,
    logger: false,
  }
}

type Sent = Parameters<Parameters<SMTPConnection['send']>[2]>[1]

async function transmit(
  connection: SMTPConnection,
  settings: SmtpSettings,
  mail: OutgoingMail,
  onSending: () => Promise<void> | void,
  transfer: { begun: boolean; complete: boolean },
): Promise<NonNullable<Sent>> {
  // The connection reports trouble of its own by this event, at any moment.
  const broken = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject)
  })
  broken.catch(() => undefined)
  const step = <Result>(start: (done: (error?: Error | null, result?: Result) => void) => void) =>
    Promise.race([
      broken,
      new Promise<Result | undefined>((resolve, reject) => {
        start((error, result) => (error ? reject(error) : resolve(result)))
      }),
    ])
  await step((done) => connection.connect(done))
  if (hasLogin(settings)) {
    const credentials = { user: settings.user ?? '', pass: settings.password ?? '' }
    await step((done) => connection.login({ credentials }, done))
  }
  async function* message(): AsyncGenerator<Buffer> {
    await onSending()
    transfer.begun = true
    for await (const chunk of mail.open()) yield chunk as Buffer
    transfer.complete = true
  }
  const envelope = { from: bareAddress(mail.from), to: [...mail.recipients], size: mail.bytes }
  const sent = await step<Sent>((done) =>
    connection.send(envelope, Readable.from(message(), { objectMode: false }), done),
  )
  if (sent === undefined) throw new Error('The mail server gave no answer.')
  return sent
}

function outcomeOf(
  error: SmtpError,
  transfer: { begun: boolean; complete: boolean },
  signal: AbortSignal,
): SmtpOutcome {
  // A refusal is an answer, whenever it comes.
  if (error.responseCode !== undefined && error.responseCode >= 400) {
    return { kind: 'refused', answer: answerOf(refusalOf(error)) }
  }
  const reason = answerOf(error.message)
  // What was read from disk failed, so the end of the message was never sent.
  if (error.code === 'ESTREAM') return { kind: 'failed', reason }
  if (signal.aborted && !transfer.complete) return { kind: 'cancelled' }
  if (!transfer.begun) return { kind: 'failed', reason }
  return { kind: 'unknown', reason }
}

/** The words of the server; of several refused recipients, the words for each. */
function refusalOf(error: SmtpError): string {
  const each = (error.rejectedErrors ?? []).map(({ recipient, response }) =>
    recipient === undefined ? (response ?? '') : `${recipient}: ${response ?? ''}`,
  )
  return each.length > 0 ? each.join('; ') : (error.response ?? error.message)
}

/** Rejects as soon as one of the signals aborts, whatever the work is doing. */
async function untilAborted<Result>(
  signals: readonly AbortSignal[],
  work: Promise<Result>,
): Promise<Result> {
  const any = AbortSignal.any([...signals])
  let stop: () => void = () => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(asError(any.reason))
    any.addEventListener('abort', stop, { once: true })
    if (any.aborted) stop()
  })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, aborted])
  } finally {
    any.removeEventListener('abort', stop)
  }
}

const asError = (error: unknown): SmtpError =>
  error instanceof Error ? error : new Error(String(error))

const hasLogin = (settings: SmtpSettings): boolean =>
  settings.user !== undefined && settings.user !== ''

export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host.trim())

const bareAddress = (from: string): string => /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from.trim()

/** One line of what the server said, cut to what is kept. */
const answerOf = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, deliveryLimits.maxAnswerLength)
