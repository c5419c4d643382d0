import type { Address, Email } from 'postal-mime'
import type { Attachment } from '../../contract/rooms.ts'
import { messageKey } from '../reading/identity.ts'
import { htmlText } from '../reading/html-text.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import { isAnswerSubject, ownWords } from './words.ts'

/** A mail as `postal-mime` reads it. */
export type ReadMail = Pick<
  Email,
  | 'headers'
  | 'from'
  | 'replyTo'
  | 'subject'
  | 'messageId'
  | 'inReplyTo'
  | 'references'
  | 'date'
  | 'text'
  | 'html'
>

export interface MailAround {
  /** Milliseconds since 1970 when the mailbox got it; null where that is not known. */
  receivedAt: number | null
  attachments: readonly Attachment[]
  /** Its words are encrypted. */
  isEncrypted?: boolean | undefined
}

const day = 86_400_000
/** A clock of a sender may be wrong by so much before that of the first server counts. */
const aheadMs = day
/** A mail may have waited so long, for a moderator or a network. */
const behindMs = 30 * day
/** What stands in the place of words that only the receiver can read. */
export const encryptedText = 'Encrypted mail'

/** One mail as a message of a room. Mails of one `Message-ID` are one. */
export function mailMessage(
  mail: ReadMail,
  { receivedAt, attachments, isEncrypted = false }: MailAround,
): IncomingMessage & { sourceId: string } {
  const subject = (mail.subject ?? '').trim()
  const at = sentAt(mail, receivedAt)
  const replyTo = idsIn(mail.inReplyTo)[0] ?? idsIn(mail.references).at(-1) ?? null
  const isAnswer = replyTo !== null || isAnswerSubject(subject)
  const { author, authorKey } = authorOf(mail)
  const words = isEncrypted ? encryptedText : ownWords(wordsOf(mail), { isAnswer })
  const text = isAnswer || subject === '' ? words : `${subject}\n\n${words}`.trim()
  return {
    sourceId: idsIn(mail.messageId)[0] ?? messageKey(at, authorKey, subject),
    when: at === null ? { at, timeSource: 'unknown' } : { at, timeSource: 'explicit' },
    author,
    authorKey,
    ...(isByProgram(mail) ? { isBot: true } : {}),
    kind: 'message',
    // A subject alone is better than nothing at all.
    text: text || subject,
    replyTo,
    ...(attachments.length > 0 ? { attachments } : {}),
  }
}

/** The first value of a header, whatever the case of its name. */
export const headerOf = ({ headers }: Pick<Email, 'headers'>, name: string): string =>
  headers.find(({ key }) => key === name)?.value.trim() ?? ''

/** `dev.lists.example.org` of `Developers <dev.lists.example.org>`; empty where there is none. RFC 2919. */
export function listIdOf(value: string): string {
  const id = /<([^<>\s]+)>\s*$/.exec(value)?.[1] ?? (/^[^<>\s]+$/.test(value) ? value : '')
  return id.toLowerCase()
}

const idsIn = (value = ''): string[] => {
  const ids = [...value.matchAll(/<([^<>\s]+)>/g)].map(([, id]) => id ?? '')
  const bare = value.trim()
  return ids.length > 0 || bare === '' || /\s/.test(bare) ? ids : [bare]
}

const wordsOf = ({ text, html }: ReadMail): string =>
  text !== undefined && text.trim() !== '' ? text : htmlText(html ?? '')

const timeOf = (value: string | undefined): number | null => {
  const at = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isFinite(at) ? at : null
}

/** The time that the author's clock says, unless the servers on its way show it to be wrong. */
function sentAt(mail: ReadMail, receivedAt: number | null): number | null {
  const told = timeOf(mail.date)
  // The last server writes above all others, and a mail that is moved keeps what it wrote.
  const stamped = timeOf(headerOf(mail, 'received').split(';').at(-1))
  const arrived = stamped ?? receivedAt
  if (told === null || arrived === null) return told ?? arrived
  if (told > arrived + aheadMs) return arrived
  return stamped !== null && told < stamped - behindMs ? stamped : told
}

const mailboxesOf = (addresses: readonly (Address | undefined)[]) =>
  addresses.flatMap((each) => (each === undefined ? [] : (each.group ?? [each])))

/** Lists that must not pass on a foreign sender write themselves there: "Ana via Developers". */
function authorOf(mail: ReadMail): { author: string; authorKey: string } {
  const [from] = mailboxesOf([mail.from])
  const address = (from?.address ?? '').toLowerCase()
  const name = (from?.name ?? '').trim()
  const own = /^(.+?)\s+via\s+.+$/i.exec(name)?.[1]
  if (own !== undefined && headerOf(mail, 'list-id') !== '') {
    const original = /<?([^<>\s]+@[^<>\s]+)>?\s*$/.exec(headerOf(mail, 'x-original-from'))?.[1]
    const [answered] = mailboxesOf(mail.replyTo ?? []).filter((each) => each.address !== address)
    const key = (original ?? answered?.address ?? address).toLowerCase()
    return { author: own.replaceAll(/^["']|["']$/g, ''), authorKey: key }
  }
  const shown = name || address || 'unknown'
  return { author: shown, authorKey: address || shown }
}

/** RFC 3834. */
const isByProgram = (mail: ReadMail): boolean => {
  const value = headerOf(mail, 'auto-submitted').toLowerCase()
  return value !== '' && value !== 'no'
}
