import { isUtf8 } from 'node:buffer'
import type { ImapFlow, MessageStructureObject } from 'imapflow'
import PostalMime from 'postal-mime'
import type { Attachment } from '../../contract/rooms.ts'
import { headerOf, listIdOf, mailMessage } from '../../imports/mail/record.ts'
import type { SaidMessage } from '../connector.ts'

/** Bytes of a head and of a text that are asked for; what is longer is cut, whatever the mail weighs. */
const maxHeadBytes = 64 * 1_024
const maxTextBytes = 128 * 1_024
/** Texts of one mail: some programs begin a new one behind each picture. */
const maxTexts = 4
/** Attachments of one mail that are named. */
const maxAttachments = 100

/** What of a mail is read, by what its server says of its parts. */
export interface MailParts {
  texts: readonly MessageStructureObject[]
  attachments: readonly Attachment[]
  isEncrypted: boolean
}

const isFile = ({ disposition, dispositionParameters, parameters }: MessageStructureObject) =>
  disposition?.toLowerCase() === 'attachment' ||
  (dispositionParameters?.['filename'] ?? parameters?.['name']) !== undefined

const attachmentOf = (part: MessageStructureObject): Attachment => {
  const { type, dispositionParameters, parameters, size } = part
  const name = dispositionParameters?.['filename'] ?? parameters?.['name'] ?? type
  return { name, mimeType: type, ...(size === undefined ? {} : { bytes: size }) }
}

/** Texts to be read, the plain one where there is a choice, and files that are only named. */
export function partsOf(structure: MessageStructureObject | undefined): MailParts {
  const texts: MessageStructureObject[] = []
  const attachments: Attachment[] = []
  let isEncrypted = false
  const look = (part: MessageStructureObject): void => {
    const type = part.type.toLowerCase()
    const children = part.childNodes ?? []
    if (type === 'multipart/encrypted' || /^application\/(?:x-)?pkcs7-mime$/.test(type)) {
      isEncrypted = part.parameters?.['smime-type']?.toLowerCase() !== 'signed-data'
      return
    }
    if (type === 'multipart/alternative') {
      const best =
        children.find((child) => child.type.toLowerCase() === 'text/plain') ??
        children.find((child) => /^(?:text\/html|multipart\/)/i.test(child.type))
      if (best !== undefined) look(best)
      return
    }
    if (type.startsWith('multipart/')) return children.forEach(look)
    const isText = type === 'text/plain' || type === 'text/html'
    if (isText && !isFile(part) && texts.length < maxTexts) texts.push(part)
    else if (type !== 'application/pgp-signature') attachments.push(attachmentOf(part))
  }
  if (structure !== undefined) look(structure)
  return { texts, attachments: attachments.slice(0, maxAttachments), isEncrypted }
}

/** Headers that speak of the body, which is not read as it was sent. */
const ofBody = /^(?:content-[a-z-]+|mime-version):.*(?:\r?\n[ \t].*)*\r?\n/gim
const quotable = (value: string): string => value.replaceAll(/[^\w.:+-]/g, '').slice(0, 80)

/** Mails that name no character set, or the oldest, often hold letters all the same. */
function charsetOf(told: string | undefined, body: Buffer): string {
  const isOldest = told === undefined || /^(?:us-)?ascii$/i.test(told)
  return isOldest ? (isUtf8(body) ? 'utf-8' : 'windows-1252') : told
}

/** A text that was cut ends with its last whole line. */
const wholeLines = (body: Buffer): Buffer =>
  body.length < maxTextBytes ? body : body.subarray(0, body.lastIndexOf('\n') + 1 || undefined)

/** A mail of one text: the head of the whole one, and one of its parts. */
export function singleMail(head: Buffer, part: MessageStructureObject | undefined, body: Buffer) {
  const { type = 'text/plain', parameters = {}, encoding = '7bit' } = part ?? {}
  const charset = charsetOf(parameters['charset'], body)
  const told = Object.entries({ ...parameters, charset }).flatMap(([name, given]) => {
    const value = /^(?:charset|format|delsp)$/.test(name) ? quotable(given) : ''
    return value === '' ? [] : [`; ${name}="${value}"`]
  })
  const kept = `${head.toString('latin1').trimEnd()}\r\n`.replaceAll(ofBody, '')
  const own = [
    'MIME-Version: 1.0',
    `Content-Type: ${/^text\/html$/i.test(type) ? 'text/html' : 'text/plain'}${told.join('')}`,
    `Content-Transfer-Encoding: ${quotable(encoding)}`,
  ]
  const front = Buffer.from(`${kept}${own.join('\r\n')}\r\n\r\n`, 'latin1')
  return PostalMime.parse(Buffer.concat([front, wholeLines(body)]))
}

interface Raw {
  head: Buffer
  receivedAt: number | null
  parts: MailParts
  bodies: Map<string, Buffer>
}

/** The number of a part; a mail of one part has but this. */
const keyOf = ({ part }: MessageStructureObject): string => part ?? '1'

/**
 * Mails of the folder that is open, as messages. Asks for heads, and then for the beginnings of the texts, never
 * for files: a mail of any size takes the same memory.
 *
 * @param listId only those of this list
 */
export async function readMails(
  client: ImapFlow,
  uids: readonly number[],
  listId: string | null,
): Promise<SaidMessage[]> {
  const mails = new Map<number, Raw>()
  if (uids.length === 0) return []
  const wanted = new Set(uids)
  const heads = {
    uid: true,
    internalDate: true,
    bodyStructure: true,
    bodyParts: [{ key: 'HEADER', start: 0, maxLength: maxHeadBytes }],
  }
  for await (const row of client.fetch(uids.join(','), heads, { uid: true })) {
    if (!wanted.has(row.uid)) continue
    const { internalDate, bodyStructure, headers } = row
    const received = new Date(internalDate ?? Number.NaN).getTime()
    mails.set(row.uid, {
      head: headers ?? Buffer.alloc(0),
      receivedAt: Number.isFinite(received) ? received : null,
      parts: partsOf(bodyStructure),
      bodies: new Map(),
    })
  }
  await readTexts(client, mails)
  const said: SaidMessage[] = []
  for (const uid of uids) {
    // One that was removed meanwhile is not there.
    const raw = mails.get(uid)
    const message = raw === undefined ? null : await messageOf(raw, listId)
    if (message !== null) said.push({ message })
  }
  return said
}

/** Beginnings of texts; those of the same number are asked for together. */
async function readTexts(client: ImapFlow, mails: ReadonlyMap<number, Raw>): Promise<void> {
  const byKey = new Map<string, number[]>()
  for (const [uid, { parts }] of mails) {
    for (const part of parts.texts) {
      const key = keyOf(part)
      byKey.set(key, [...(byKey.get(key) ?? []), uid])
    }
  }
  for (const [key, uids] of byKey) {
    const bodyParts = [{ key, start: 0, maxLength: maxTextBytes }]
    for await (const row of client.fetch(uids.join(','), { bodyParts }, { uid: true })) {
      const body = row.bodyParts?.get(key.toLowerCase())
      if (body !== undefined) mails.get(row.uid)?.bodies.set(key, body)
    }
  }
}

async function messageOf({ head, receivedAt, parts, bodies }: Raw, listId: string | null) {
  const [first, ...more] = parts.texts
  const bodyOf = (part: MessageStructureObject | undefined): Buffer =>
    (part === undefined ? undefined : bodies.get(keyOf(part))) ?? Buffer.alloc(0)
  const mail = await singleMail(head, first, bodyOf(first))
  if (listId !== null && listIdOf(headerOf(mail, 'list-id')) !== listId) return null
  for (const part of more) {
    const next = await singleMail(Buffer.alloc(0), part, bodyOf(part))
    if (next.text !== undefined) mail.text = `${mail.text ?? ''}\n${next.text}`
    else if (next.html !== undefined) mail.html = `${mail.html ?? ''}<br>${next.html}`
  }
  const { attachments, isEncrypted } = parts
  return mailMessage(mail, { receivedAt, attachments, isEncrypted })
}
