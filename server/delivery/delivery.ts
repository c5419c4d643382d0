import { Readable } from 'node:stream'
import { reportLimits } from '../contract/limits.ts'
import type { RecipientDelivery } from '../contract/reports.ts'
import { sentence, type Sentence } from '../contract/sentences.ts'
import { blobKeys, type Blobs } from '../ports/blobs.ts'
import type {
  ApprovalAsked,
  MailAsWritten,
  MailContents,
  MailRequest,
  MailResult,
  MailedReport,
} from '../ports/mail.ts'
import { speechIn } from '../figures/speech-in.ts'
import type { Language } from '../words/catalogues.ts'
import { inEnglish } from '../words/say.ts'
import { approvalMail } from './approval-mail.ts'
import { digestMail } from './digest-text.ts'
import { reportMail, testMail, type EnclosedReport, type MailContent } from './mail-text.ts'
import { oneLine } from './one-line.ts'
import { composeMail, isAddress, mailId, messageIdOf, type OutgoingMail } from './message.ts'
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

/** With what became of it in English, for programs. */
export type DeliveryResult = MailResult & { detail: string }

export interface Delivery {
  /** Sends or saves the mail of one report, or of several. Never rejects: an abort is a failure, too. */
  deliver(request: MailRequest): Promise<DeliveryResult>
  /** The mail as it would go out now; null where a workbook is gone. Nothing is sent. */
  preview(request: MailContents): Promise<MailAsWritten | null>
  /** Asks somebody whether a mail that is held may go out. As `deliver`. */
  askApproval(asked: ApprovalAsked): Promise<DeliveryResult>
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

  /** The workbooks with their present sizes, attached while there is room; the key of one that is gone. */
  async function enclose(
    reports: readonly MailedReport[],
  ): Promise<{ enclosed: EnclosedReport[]; gone?: string }> {
    const enclosed: EnclosedReport[] = []
    let left = maxAttachmentBytes
    for (const { workbook, ...report } of reports) {
      const { key } = workbook
      const bytes = (await blobs.stat(key).catch(() => null))?.bytes
      if (bytes === undefined) return { enclosed, gone: key }
      const attached = bytes <= left
      if (attached) left -= bytes
      const fileName = oneLine(workbook.fileName, 200).replace(/[/\\]/g, '_')
      enclosed.push({
        ...report,
        workbook: { key, fileName, bytes, place: placeOf(key), attached },
      })
    }
    return { enclosed }
  }

  /** What the mail says, and the workbooks with it. */
  async function write({
    reports,
    notMade = [],
    language,
    timeZone,
  }: Pick<MailRequest, 'reports' | 'notMade' | 'language' | 'timeZone'>): Promise<
    { enclosed: EnclosedReport[]; content: MailContent } | { gone: string }
  > {
    const speech = speechIn(language ?? 'en', timeZone ?? 'UTC')
    const byName = reports.toSorted((one, other) =>
      one.room.name.localeCompare(other.room.name, speech.language),
    )
    const { enclosed, gone } = await enclose(byName)
    const [only] = enclosed
    if (gone !== undefined || only === undefined) return { gone: gone ?? '' }
    const isDigest = enclosed.length + notMade.length > 1
    const content = isDigest ? digestMail(enclosed, notMade, speech) : reportMail(only, speech)
    return { enclosed, content }
  }

  async function preview(request: MailContents): Promise<MailAsWritten | null> {
    const written = await write(request)
    if ('gone' in written) return null
    const attachments = written.enclosed.map(({ reportOid, workbook }) => {
      const { fileName, bytes, attached } = workbook
      return { reportOid, fileName, bytes, attached }
    })
    return { ...written.content, from, attachments }
  }

  async function deliver(request: MailRequest): Promise<DeliveryResult> {
    const { reports, recipients, offeredTo, onSending, signal } = request
    const wrong = recipients.find((recipient) => !isAddress(recipient))
    if (wrong !== undefined) return failed(noAddress(wrong))
    if (recipients.length === 0) return failed(sentence('nobody_to_send_to'))
    const written = await write(request)
    if ('gone' in written) {
      // It is told of every report of the mail, also to who does not see the room of the one that is gone.
      if (reports.length > 1) return failed(sentence('workbook_gone'))
      const file = oneLine(placeOf(written.gone), 500)
      return failed(sentence('no_workbook_to_send', { file }))
    }
    const { enclosed, content } = written
    const id = mailId(reports)
    const mail = await composeMail({
      from,
      recipients,
      offeredTo,
      messageId: messageIdOf(id, from),
      content,
      attachments: enclosed.flatMap(({ workbook: { key, fileName, bytes, attached } }) =>
        attached ? [{ fileName, bytes, open: () => Readable.from(contentOf(blobs, key)) }] : [],
      ),
    })
    const fileName = `${safeName(id.reportOid)}-${id.attempt}.eml`
    const result = await dispatch(mail, fileName, onSending, signal)
    if (reports.length === 1) return result
    const names = enclosed.flatMap(({ workbook: { key, place, fileName: name } }) => [
      place,
      key,
      name,
    ])
    return withoutNames(result, names)
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

  async function askApproval(asked: ApprovalAsked): Promise<DeliveryResult> {
    const { approver, id, askedBefore, language, timeZone, signal } = asked
    if (!isAddress(approver)) return failed(noAddress(approver))
    const reportOid = `approval-${id}${askedBefore === 0 ? '' : `-${askedBefore}`}`
    const mail = await composeMail({
      from,
      recipients: [approver],
      messageId: messageIdOf({ reportOid, attempt: 1 }, from),
      content: approvalMail(asked, speechIn(language ?? 'en', timeZone ?? 'UTC')),
    })
    return dispatch(mail, `${safeName(reportOid)}.eml`, () => undefined, signal)
  }

  return { deliver, preview, askApproval, sendTest }
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

/** What the system says of one workbook of a mail names it, and is told of all reports of the mail. */
function withoutNames(result: DeliveryResult, names: readonly string[]): DeliveryResult {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
  const cut = names.reduce(
    (text, name) => text.replaceAll(inJson(name), '…'),
    JSON.stringify(result),
  )
  return JSON.parse(cut) as DeliveryResult
}

const stopped = failed(sentence('mail_stopped'), true)

const noAddress = (text: string): Sentence =>
  sentence('not_an_address', { address: oneLine(text, 100) })

/** Opened when it is first read from, so that a mail which is never sent holds nothing open. */
export async function* contentOf(
  blobs: Pick<Blobs, 'open'>,
  key: string,
): AsyncGenerator<Uint8Array> {
  const stream = await blobs.open(key)
  if (stream === null) throw new Error('The workbook is not there')
  yield* stream as AsyncIterable<Uint8Array>
}

const safeName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 128)

const wordsOf = (error: unknown): string =>
  error instanceof Error ? oneLine(error.message, 500) : 'unknown error'
