import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { domainToASCII } from 'node:url'
import type { MailContent } from './mail-text.ts'

/** A mail, ready to be written or sent; nothing is read from disk before `open`. */
export interface OutgoingMail {
  from: string
  /** Everybody it is written to. */
  recipients: readonly string[]
  /** Those of them that it goes to now: the others have it already. */
  offeredTo: readonly string[]
  messageId: string
  /** About how many bytes it has on the wire; tells a server early that it is too large. */
  bytes: number
  /** Starts a fresh stream of the whole message, the attachment read as it goes. */
  open(): Readable
}

export interface MailParts {
  from: string
  recipients: readonly string[]
  /** Default: all recipients. */
  offeredTo?: readonly string[] | undefined
  messageId: string
  content: MailContent
  /** Default: none. */
  attachments?: readonly Attachment[]
}

export interface Attachment {
  fileName: string
  bytes: number
  open(): Readable
}

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export async function composeMail(parts: MailParts): Promise<OutgoingMail> {
  // Read with the first mail: most people send none, and it would lengthen every start.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const { from, recipients, offeredTo = recipients, messageId, content, attachments = [] } = parts
  const date = new Date()
  const open = (): Readable => {
    const composer = new MailComposer({
      from,
      to: recipients.map(wireAddress),
      subject: content.subject,
      text: content.text,
      html: content.html,
      messageId,
      date,
      // RFC 3834: keeps out-of-office replies from answering a program.
      headers: { 'Auto-Submitted': 'auto-generated' },
      newline: 'windows',
      disableUrlAccess: true,
      attachments: attachments.map((each) => ({
        filename: each.fileName,
        content: each.open(),
        contentType: workbookType,
      })),
    })
    return composer.compile().createReadStream()
  }
  return { from, recipients, offeredTo, messageId, bytes: bytesOf(content, attachments), open }
}

/** Base64 has 57 bytes in a line of 76 characters and a line break. */
function bytesOf(content: MailContent, attachments: readonly Attachment[]): number {
  const lines = attachments.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 57), 0)
  return lines * 78 + Buffer.byteLength(content.text) + Buffer.byteLength(content.html) + 2_048
}

interface Attempted {
  reportOid: string
  attempt: number
}

/** What a mail of these reports is known by: their one report and attempt, or a digest of all of them. */
export function mailId(reports: readonly Attempted[]): Attempted {
  const [only] = reports
  if (only !== undefined && reports.length === 1) return only
  const attempts = reports.map(({ reportOid, attempt }) => `${reportOid}.${attempt}`).toSorted()
  const hash = createHash('sha256').update(attempts.join('\n')).digest('hex')
  return { reportOid: `digest-${hash.slice(0, 32)}`, attempt: 1 }
}

/**
 * The same for every sending of one attempt of one report, so that a receiver which got it twice
 * can tell. Only characters of an RFC 5322 dot-atom.
 */
export function messageIdOf(report: Attempted, from: string): string {
  const left = report.reportOid.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 128) || 'report'
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1]?.replace(/^[.-]+|[.-]+$/g, '') ?? ''
  return `<${left}.${report.attempt}@${domain === '' ? 'rapporteur.invalid' : domain}>`
}

const plainAddress = /^[^\s<>(),;:"\\[\]@\p{Cc}]+@[^\s<>(),;:"\\[\]@\p{Cc}]+$/u

/** A bare address: no name, no list, nothing that could carry a second recipient or a header. */
export const isAddress = (text: string): boolean => text.length <= 254 && plainAddress.test(text)

/** An address as it travels: its domain as `xn--` where that is not ASCII. */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  // A domain that cannot be written so is refused by the server, in its own words.
  const ascii = isAscii(domain) ? domain : domainToASCII(domain) || domain
  return address.slice(0, at).normalize('NFC') + ascii
}

export const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text)
