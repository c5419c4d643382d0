import type { DeliveryState, RecipientDelivery } from '../contract/reports.ts'
import type { Sentence } from '../contract/sentences.ts'
import type { RoomFigures } from '../contract/statistics.ts'
import type { Summary } from '../contract/summary.ts'
import type { ReportLanguage } from '../contract/workbook.ts'
import type { ReportedRoom } from './message.ts'

/** A finished report as a mail tells of it. */
export interface MailedReport {
  reportOid: string
  attempt: number
  room: ReportedRoom
  summary: Summary
  /** Of the room, to be compared with the time before; without them nothing is. */
  figures?: RoomFigures | undefined
  workbook: { key: string; fileName: string; bytes: number }
}

/** A room that was asked for too, and has no report. */
export interface NotMade {
  room: string
  /** Why; what the report said last. */
  reason: Sentence
}

/** What a mail of one report, or of several at once (a digest), is made of. */
export interface MailContents {
  /** At least one. They make the Message-ID: the same attempts sent twice are one mail to receivers. */
  reports: readonly MailedReport[]
  /** Named in a digest. Default: none. */
  notMade?: readonly NotMade[] | undefined
  /** That of the workbooks. Default English. */
  language?: ReportLanguage | undefined
  /** IANA zone of the days and times in the mail: that of its workbooks. Default `UTC`. */
  timeZone?: string | undefined
}

/** A mail to be sent. */
export interface MailRequest extends MailContents {
  /** Bare addresses, from settings or the request; never from a chat or a model. */
  recipients: readonly string[]
  /** Those of them who get it now, because the others have it. Default: all. */
  offeredTo?: readonly string[] | undefined
  /**
   * Called before the first byte of the message goes to a server. Make `sending` durable in it: a
   * process that dies from here until the answer leaves a delivery that is `uncertain`.
   */
  onSending(): Promise<void> | void
  signal: AbortSignal
}

/** A mail as it would go out, for people who look at it first. */
export interface MailAsWritten {
  subject: string
  from: string
  text: string
  html: string
  attachments: { reportOid: string; fileName: string; bytes: number; attached: boolean }[]
}

/** Writes a mail without sending it; null where a workbook is gone. */
export type PreviewMail = (request: MailContents) => Promise<MailAsWritten | null>

export interface MailResult {
  state: Extract<DeliveryState, 'sent' | 'saved' | 'failed' | 'uncertain'>
  /** What became of it; a refusal holds the server's own words. */
  said: Sentence
  /**
   * One for each address that the mail was offered to; empty: nothing, and nobody is to blame.
   * `pending`: refused for now, worth another try.
   */
  recipients: readonly RecipientDelivery[]
  /** Worth another try without a change: the network or the server was at fault for the moment. */
  retryable: boolean
}

/** What a person is asked by mail: whether what is held may go out. */
export interface ApprovalAsked {
  /** A bare address, from a schedule, a group or the request. */
  approver: string
  /** The same for the same contents: a mail that was sent twice is one to its receiver. */
  id: string
  /** How often the same person was asked for the same contents before: 0 for the first mail. */
  askedBefore: number
  /** Of the mail that waits; absent where only a folder or a webhook does. */
  subject?: string | undefined
  recipients: readonly string[]
  /** Names of the workbooks. */
  files: readonly string[]
  /** Where to decide, and until when (milliseconds since 1970). Null: nobody reaches this computer, so in the app. */
  link: { url: string; until: number } | null
  /** As those of `MailContents`. */
  language?: ReportLanguage | undefined
  timeZone?: string | undefined
  signal: AbortSignal
}

/** Asks for an approval. Never rejects, as `SendMail`. */
export type AskApprover = (asked: ApprovalAsked) => Promise<MailResult>

/** Sends or keeps one mail. Never rejects: an abort is a failure, too. */
export type SendMail = (request: MailRequest) => Promise<MailResult>
