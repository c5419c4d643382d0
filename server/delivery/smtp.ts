import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { Readable } from 'node:stream'
import { deliveryLimits } from './limits.ts'
import { redactorOf, type Redactor } from '../redaction.ts'
import { isAscii, wireAddress, type OutgoingMail } from './message.ts'

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

/** A recipient that the server has not taken. */
export interface Refusal {
  address: string
  answer: string
  /** RFC 5321 section 4.2.1: 4yz is a refusal for now, 5yz for good. */
  forNow: boolean
}

/** How a transmission ended. Only the server's own 250 is `accepted`, for those that are not refused. */
export type SmtpOutcome =
  | { kind: 'accepted'; answer: string; refused: readonly Refusal[] }
  /** `refused` names recipients that were refused each by itself; empty: the mail as a whole was. */
  | { kind: 'refused'; answer: string; forNow: boolean; refused: readonly Refusal[] }
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
  rejectedErrors?: readonly Rejected[] | undefined
}

/** One refused recipient of an envelope, as nodemailer tells it. */
interface Rejected {
  message: string
  recipient?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
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
  const transfer: Transfer = { begun: false, complete: false, unsupported: [] }
  const tell = tellerFor(settings, mail, transfer)
  const deadline = AbortSignal.timeout(timeouts.deliveryMs)
  try {
    const result = await untilAborted(
      [signal, deadline],
      transmit(connection, settings, mail, onSending, transfer),
    )
    const refused = tell.refusals(result.rejectedErrors)
    return { kind: 'accepted', answer: tell.answer(result.response), refused }
  } catch (error) {
    return outcomeOf(asError(error), transfer, tell, signal)
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
  transfer: Transfer,
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
  if (!takesEveryScript(connection)) {
    transfer.unsupported = mail.offeredTo.filter((address) => !isAscii(localPart(address)))
  }
  const to = mail.offeredTo.filter((address) => !transfer.unsupported.includes(address))
  if (to.length === 0) throw new NobodyLeft()
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
  const from = wireAddress(bareAddress(mail.from))
  const envelope = { from, to: to.map(wireAddress), size: mail.bytes }
  const sent = await step<Sent>((done) =>
    connection.send(envelope, Readable.from(message(), { objectMode: false }), done),
  )
  if (sent === undefined) throw new Error('The mail server gave no answer.')
  return sent
}

function outcomeOf(
  error: SmtpError,
  transfer: Transfer,
  tell: Teller,
  signal: AbortSignal,
): SmtpOutcome {
  const refused = tell.refusals(error.rejectedErrors)
  if (error instanceof NobodyLeft) {
    return { kind: 'refused', answer: withoutSmtpUtf8, forNow: false, refused }
  }
  // A refusal is an answer, whenever it comes.
  if (error.responseCode !== undefined && error.responseCode >= 400) {
    const answer = tell.answer(error.response ?? error.message)
    return { kind: 'refused', answer, forNow: error.responseCode < 500, refused }
  }
  const reason = tell.answer(error.message)
  // What was read from disk failed, so the end of the message was never sent.
  if (error.code === 'ESTREAM') return { kind: 'failed', reason }
  if (signal.aborted && !transfer.complete) return { kind: 'cancelled' }
  if (!transfer.begun) return { kind: 'failed', reason }
  return { kind: 'unknown', reason }
}

interface Transfer {
  begun: boolean
  complete: boolean
  /** Recipients that this server cannot be told of. */
  unsupported: readonly string[]
}

/** Puts what the server said into words that may be kept and shown. */
interface Teller {
  answer(text: string): string
  /** One for each recipient that was refused by itself, those the server cannot take included. */
  refusals(errors: readonly Rejected[] | undefined): Refusal[]
}

function tellerFor(settings: SmtpSettings, mail: OutgoingMail, transfer: Transfer): Teller {
  const redactor = redactorOf([settings.password])
  const answer = (text: string): string => answerOf(text, redactor)
  return {
    answer,
    refusals: (errors = []) => [
      ...transfer.unsupported.map((address) => ({
        address,
        answer: withoutSmtpUtf8,
        forNow: false,
      })),
      ...errors.map(({ recipient = '', response, message, responseCode = 0 }) => ({
        address: mail.offeredTo.find((each) => wireAddress(each) === recipient) ?? recipient,
        answer: answer(response ?? message),
        forNow: responseCode >= 400 && responseCode < 500,
      })),
    ],
  }
}

const withoutSmtpUtf8 =
  'The mail server takes no addresses with other letters than those of ASCII before the @ (it does not offer SMTPUTF8). Use another address of this person, or another mail server.'

class NobodyLeft extends Error {}

const localPart = (address: string): string => address.slice(0, address.lastIndexOf('@'))

/** What the server has offered in its greeting; nodemailer keeps it, and types it as its own affair. */
function takesEveryScript(connection: SMTPConnection): boolean {
  const { _supportedExtensions: offered } = connection as unknown as {
    _supportedExtensions?: readonly string[]
  }
  return offered?.includes('SMTPUTF8') ?? false
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

/** One line of what the server said, without the password, cut to what is kept. */
const answerOf = (text: string, redactor: Redactor): string =>
  redactor
    .text(text)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, deliveryLimits.maxAnswerLength)
