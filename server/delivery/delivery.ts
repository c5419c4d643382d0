import { stat } from 'node:fs/promises'
import { reportLimits } from '../contract/limits.ts'
import type { DeliveryState } from '../contract/reports.ts'
import type { Summary } from '../contract/summary.ts'
import type { ReportedRoom } from '../store/message.ts'
import { oneLine, reportMail, testMail } from './mail-text.ts'
import { composeMail, isAddress, messageIdOf, type OutgoingMail } from './message.ts'
import { saveToOutbox } from './outbox.ts'
import { sendBySmtp, type SmtpOutcome, type SmtpSettings } from './smtp.ts'

export interface DeliveryOptions {
  /** Null: mails are written to the outbox instead of being sent. */
  smtp: SmtpSettings | null
  outboxDir: string
  /** For half-written files, on the file system of `outboxDir`; default `outboxDir` itself. */
  tmpDir?: string | undefined
  /** Bytes; a larger workbook is named instead of attached. Default `reportLimits.maxAttachmentBytes`. */
  maxAttachmentBytes?: number | undefined
}

export interface DeliveryRequest {
  reportOid: string
  /** With `reportOid` it makes the Message-ID: the same attempt sent twice is one mail to receivers. */
  attempt: number
  room: ReportedRoom
  summary: Summary
  workbook: { path: string; fileName: string; bytes: number }
  /** Bare addresses, from settings or the request; never from a chat or a model. */
  recipients: readonly string[]
  /**
   * Called before the first byte of the message goes to a server. Make `sending` durable in it: a
   * process that dies from here until the answer leaves a delivery that is `uncertain`.
   */
  onSending: () => Promise<void> | void
  signal: AbortSignal
}

export interface DeliveryResult {
  state: Extract<DeliveryState, 'sent' | 'saved' | 'failed' | 'uncertain'>
  /** A sentence for people; a refusal holds the server's own words. */
  detail: string
  /** Worth another try without a change: the network or the server was at fault for the moment. */
  retryable: boolean
}

export interface Delivery {
  /** Sends or saves the mail of one report. Never rejects: an abort is a failure, too. */
  deliver(request: DeliveryRequest): Promise<DeliveryResult>
  /** Sends or saves a small mail, to see whether the settings work. */
  sendTest(recipient: string, signal: AbortSignal): Promise<DeliveryResult>
}

const localSender = 'Rapporteur <rapporteur@localhost>'

export function createDelivery(options: DeliveryOptions): Delivery {
  const maxAttachmentBytes = options.maxAttachmentBytes ?? reportLimits.maxAttachmentBytes
  const folders = { outboxDir: options.outboxDir, tmpDir: options.tmpDir ?? options.outboxDir }
  const from = oneLine(options.smtp?.from ?? localSender, 320)

  async function dispatch(
    mail: OutgoingMail,
    fileName: string,
    onSending: () => Promise<void> | void,
    signal: AbortSignal,
  ): Promise<DeliveryResult> {
    if (signal.aborted) return stopped
    if (options.smtp !== null) {
      return resultOf(await sendBySmtp(options.smtp, mail, onSending, signal), mail)
    }
    try {
      const path = await saveToOutbox(mail, fileName, folders, signal)
      return { state: 'saved', detail: `Saved as ${path}`, retryable: false }
    } catch (error) {
      if (signal.aborted) return stopped
      return failed(`The mail could not be saved: ${wordsOf(error)}`, true)
    }
  }

  async function deliver(request: DeliveryRequest): Promise<DeliveryResult> {
    const { reportOid, attempt, room, summary, workbook, recipients, onSending, signal } = request
    const wrong = recipients.find((recipient) => !isAddress(recipient))
    if (wrong !== undefined) return failed(`Not an e-mail address: ${oneLine(wrong, 100)}`)
    if (recipients.length === 0) return failed('There is nobody to send the report to.')
    const bytes = await sizeOf(workbook.path)
    if (bytes === null) return failed(`The workbook is not there: ${oneLine(workbook.path, 500)}`)
    const attached = bytes <= maxAttachmentBytes
    const fileName = oneLine(workbook.fileName, 200).replace(/[/\\]/g, '_')
    const mail = await composeMail({
      from,
      recipients,
      messageId: messageIdOf({ reportOid, attempt }, from),
      content: reportMail(room, summary, { fileName, bytes, path: workbook.path, attached }),
      attachment: attached ? { path: workbook.path, fileName, bytes } : undefined,
    })
    return dispatch(mail, `${safeName(reportOid)}-${attempt}.eml`, onSending, signal)
  }

  async function sendTest(recipient: string, signal: AbortSignal): Promise<DeliveryResult> {
    if (!isAddress(recipient)) return failed(`Not an e-mail address: ${oneLine(recipient, 100)}`)
    const reportOid = `test-${Date.now()}`
    const mail = await composeMail({
      from,
      recipients: [recipient],
      messageId: messageIdOf({ reportOid, attempt: 1 }, from),
      content: testMail(),
    })
    return dispatch(mail, `${reportOid}.eml`, () => undefined, signal)
  }

  return { deliver, sendTest }
}

function resultOf(outcome: SmtpOutcome, mail: OutgoingMail): DeliveryResult {
  switch (outcome.kind) {
    case 'accepted': {
      const reached = mail.recipients.length - outcome.refused.length
      const detail = `Sent to ${reached} of ${mail.recipients.length}: ${outcome.answer}`
      const refused = outcome.refused.map(({ address, answer }) => `${address}: ${answer}`)
      return {
        state: 'sent',
        detail: refused.length === 0 ? detail : `${detail}. Refused: ${refused.join('; ')}`,
        retryable: false,
      }
    }
    case 'refused':
      // RFC 5321 section 4.2.1: 4yz is a refusal for now, 5yz for good.
      return failed(
        `The mail server refused: ${outcome.answer}`,
        /^(?:\S+: )?4/.test(outcome.answer),
      )
    case 'failed':
      return failed(`The mail could not be sent: ${outcome.reason}`, true)
    case 'unknown':
      return {
        state: 'uncertain',
        detail:
          `The connection ended before the mail server answered (${outcome.reason}). ` +
          'The mail may have arrived; it is not sent again by itself.',
        retryable: false,
      }
    case 'cancelled':
      return stopped
  }
}

const failed = (detail: string, retryable = false): DeliveryResult => ({
  state: 'failed',
  detail,
  retryable,
})

const stopped = failed('Stopped before the mail was complete; nothing was delivered.', true)

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : null
  } catch {
    return null
  }
}

const safeName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 128)

const wordsOf = (error: unknown): string =>
  error instanceof Error ? oneLine(error.message, 500) : 'unknown error'
