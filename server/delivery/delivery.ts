import { Readable } from 'node:stream'
import { reportLimits } from '../contract/limits.ts'
import type { DeliveryState, RecipientDelivery } from '../contract/reports.ts'
import { sentence, type Sentence } from '../contract/sentences.ts'
import type { RoomFigures } from '../contract/statistics.ts'
import type { Summary } from '../contract/summary.ts'
import { blobKeys, type Blobs } from '../ports/blobs.ts'
import type { ReportedRoom } from '../ports/message.ts'
import { speechIn } from '../figures/speech-in.ts'
import type { Language } from '../words/catalogues.ts'
import { inEnglish } from '../words/say.ts'
import { reportMail, testMail } from './mail-text.ts'
import { oneLine } from './one-line.ts'
import { composeMail, isAddress, messageIdOf, type OutgoingMail } from './message.ts'
import { sendBySmtp, type Refusal, type SmtpOutcome, type SmtpSettings } from './smtp.ts'

export interface DeliveryOptions {
  /** Null: mails are kept in the outbox instead of being sent. */
  smtp: SmtpSettings | null
  /** Where the workbooks lie, and the outbox. */
  blobs: Pick<Blobs, 'stat' | 'open' | 'put' | 'localPath'>
  /** Bytes; a larger workbook is named instead of attached. Default `reportLimits.maxAttachmentBytes`. */
  maxAttachmentBytes?: number | undefined
  /** Of the test mail. Default English. */
  language?: Language | undefined
}

export interface DeliveryRequest {
  reportOid: string
  /** With `reportOid` it makes the Message-ID: the same attempt sent twice is one mail to receivers. */
  attempt: number
  room: ReportedRoom
  summary: Summary
  /** Of the room, to be compared with the time before; without them nothing is. */
  figures?: RoomFigures | undefined
  /** IANA zone of the days and times in the mail: that of its workbook. Default `UTC`. */
  timeZone?: string | undefined
  /** That of the report. Default English. */
  language?: Language | undefined
  workbook: { key: string; fileName: string; bytes: number }
  /** Bare addresses, from settings or the request; never from a chat or a model. */
  recipients: readonly string[]
  /** Those of them who get it now, because the others have it. Default: all. */
  offeredTo?: readonly string[] | undefined
  /**
   * Called before the first byte of the message goes to a server. Make `sending` durable in it: a
   * process that dies from here until the answer leaves a delivery that is `uncertain`.
   */
  onSending: () => Promise<void> | void
  signal: AbortSignal
}

export interface DeliveryResult {
  state: Extract<DeliveryState, 'sent' | 'saved' | 'failed' | 'uncertain'>
  /** What became of it; a refusal holds the server's own words. */
  said: Sentence
  /** The same in English. */
  detail: string
  /** One for each address that the mail was offered to. `pending`: refused for now, worth another try. */
  recipients: readonly RecipientDelivery[]
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
  const { blobs } = options
  /** What a person looks for: a path, or the key where there are no local files. */
  const placeOf = (key: string): string => blobs.localPath(key) ?? key
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
      const key = blobKeys.mail(fileName)
      await blobs.put(key, mail.open(), { signal })
      return {
        state: 'saved',
        ...told(sentence('mail_kept_as', { file: placeOf(key) })),
        recipients: everybody(mail, 'saved'),
        retryable: false,
      }
    } catch (error) {
      if (signal.aborted) return stopped
      return failed(sentence('mail_not_kept', { text: wordsOf(error) }), true)
    }
  }

  async function deliver(request: DeliveryRequest): Promise<DeliveryResult> {
    const { reportOid, attempt, room, summary, figures, workbook } = request
    const { recipients, timeZone = 'UTC', language = 'en' } = request
    const { offeredTo, onSending, signal } = request
    const wrong = recipients.find((recipient) => !isAddress(recipient))
    if (wrong !== undefined) return failed(noAddress(wrong))
    if (recipients.length === 0) return failed(sentence('nobody_to_send_to'))
    const place = placeOf(workbook.key)
    const bytes = (await blobs.stat(workbook.key).catch(() => null))?.bytes
    if (bytes === undefined) {
      return failed(sentence('no_workbook_to_send', { file: oneLine(place, 500) }))
    }
    const attached = bytes <= maxAttachmentBytes
    const fileName = oneLine(workbook.fileName, 200).replace(/[/\\]/g, '_')
    const mail = await composeMail({
      from,
      recipients,
      offeredTo,
      messageId: messageIdOf({ reportOid, attempt }, from),
      content: reportMail(
        room,
        summary,
        { fileName, bytes, place, attached },
        speechIn(language, timeZone),
        figures,
      ),
      attachment: attached
        ? { fileName, bytes, open: () => Readable.from(contentOf(blobs, workbook.key)) }
        : undefined,
    })
    return dispatch(mail, `${safeName(reportOid)}-${attempt}.eml`, onSending, signal)
  }

  async function sendTest(recipient: string, signal: AbortSignal): Promise<DeliveryResult> {
    if (!isAddress(recipient)) return failed(noAddress(recipient))
    const reportOid = `test-${Date.now()}`
    const mail = await composeMail({
      from,
      recipients: [recipient],
      messageId: messageIdOf({ reportOid, attempt: 1 }, from),
      content: testMail(speechIn(options.language ?? 'en', 'UTC')),
    })
    return dispatch(mail, `${reportOid}.eml`, () => undefined, signal)
  }

  return { deliver, sendTest }
}

function resultOf(outcome: SmtpOutcome, mail: OutgoingMail): DeliveryResult {
  switch (outcome.kind) {
    case 'accepted': {
      const sent = mail.offeredTo.length - outcome.refused.length
      const accepted = { sent, of: mail.offeredTo.length, text: outcome.answer }
      const recipients = eachRecipient(mail, outcome.refused, { state: 'sent' })
      if (outcome.refused.length === 0) {
        const said = sentence('mail_accepted', accepted)
        return { state: 'sent', ...told(said), recipients, retryable: false }
      }
      const refused = refusalWords(outcome.refused)
      return refusal(sentence('mail_partly_accepted', { ...accepted, refused }), recipients)
    }
    case 'refused': {
      const { answer, forNow, refused } = outcome
      const words = refused.length === 0 ? answer : refusalWords(refused)
      const rest = { state: forNow ? 'pending' : 'failed', answer } as const
      const said = sentence('mail_refused', { text: words })
      return refusal(said, eachRecipient(mail, refused, rest))
    }
    case 'failed':
      return failed(sentence('mail_not_sent', { text: outcome.reason }), true)
    case 'unknown':
      return {
        state: 'uncertain',
        ...told(sentence('mail_not_answered', { text: outcome.reason })),
        recipients: everybody(mail, 'uncertain'),
        retryable: false,
      }
    case 'cancelled':
      return stopped
  }
}

const told = (said: Sentence): Pick<DeliveryResult, 'said' | 'detail'> => ({
  said,
  detail: inEnglish(said),
})

const everybody = (mail: OutgoingMail, state: RecipientDelivery['state']): RecipientDelivery[] =>
  mail.offeredTo.map((address) => ({ address, state }))

/** What became of each: those that were refused by themselves, and all others alike. */
const eachRecipient = (
  mail: OutgoingMail,
  refused: readonly Refusal[],
  rest: Omit<RecipientDelivery, 'address'>,
): RecipientDelivery[] =>
  mail.offeredTo.map((address) => {
    const found = refused.find((each) => each.address === address)
    if (found === undefined) return { address, ...rest }
    return { address, state: found.forNow ? 'pending' : 'failed', answer: found.answer }
  })

const refusalWords = (refused: readonly Refusal[]): string =>
  refused.map(({ address, answer }) => `${address}: ${answer}`).join('; ')

/** Not everybody got it; those who were refused for now may get it at another try. */
const refusal = (said: Sentence, recipients: readonly RecipientDelivery[]): DeliveryResult => ({
  state: 'failed',
  ...told(said),
  recipients,
  retryable: recipients.some(({ state }) => state === 'pending'),
})

/** Nobody got it, and nobody in particular is to blame. */
const failed = (said: Sentence, retryable = false): DeliveryResult => ({
  state: 'failed',
  ...told(said),
  recipients: [],
  retryable,
})

const stopped = failed(sentence('mail_stopped'), true)

const noAddress = (text: string): Sentence =>
  sentence('not_an_address', { address: oneLine(text, 100) })

/** Opened when it is first read from, so that a mail which is never sent holds nothing open. */
async function* contentOf(blobs: Pick<Blobs, 'open'>, key: string): AsyncGenerator<Uint8Array> {
  const stream = await blobs.open(key)
  if (stream === null) throw new Error('The workbook is not there')
  yield* stream as AsyncIterable<Uint8Array>
}

const safeName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 128)

const wordsOf = (error: unknown): string =>
  error instanceof Error ? oneLine(error.message, 500) : 'unknown error'
