import type { IncomingMessage } from '../reading/reader.ts'

/** What is used of an element of XML, as `@xmpp/xml` has it. */
export interface Stanza {
  attrs: Readonly<Record<string, unknown>>
  getChild(name: string, xmlns?: string): Stanza | undefined
  getChildren(name: string, xmlns?: string): Stanza[]
  getChildText(name: string, xmlns?: string): string | null
}

/** Edits and retractions name a message that was said before. */
export interface Change {
  target: string
  /** An edit names the id that the sender gave, a retraction that of the archive. */
  names: 'origin' | 'archive'
  /** Who wants it; null: a moderator of the room. */
  by: string | null
  /** Milliseconds since 1970. */
  at: number
  /** Null: the message is taken back. */
  text: string | null
}

export type Spoken =
  | {
      type: 'said'
      message: IncomingMessage & { sourceId: string }
      /** The id that the sender gave; empty where there is none. */
      origin: string
      by: string
      deletedAt: number | null
    }
  | { type: 'changed'; change: Change }

export interface Archived {
  /** Id in the archive of the room. */
  id: string
  /** Milliseconds since 1970. */
  at: number
}

/** What stands in the place of words that only those who were there can read. */
const encryptedText = 'Encrypted message'
/** An edit waits for its message with so many characters at most. */
const maxWaitingText = 10_000

const attribute = (stanza: Stanza | undefined, name: string): string => {
  const value = stanza?.attrs[name]
  return typeof value === 'string' ? value : ''
}

export const bareOf = (jid: string): string => jid.split('/', 1)[0] ?? ''
export const resourceOf = (jid: string): string => jid.slice(bareOf(jid).length + 1)

/** The id that the archive of a room gives a message that is heard (XEP-0359); null where it does not say it. */
export const archiveIdOf = (stanza: Stanza, room: string): string | null =>
  attribute(
    stanza
      .getChildren('stanza-id', 'urn:xmpp:sid:0')
      .find((each) => attribute(each, 'by').toLowerCase() === room),
    'id',
  ) || null

/** One stanza of a room; null for what is no message, such as a marker that somebody has read it. */
export function spokenOf(stanza: Stanza, { id, at }: Archived): Spoken | null {
  const from = attribute(stanza, 'from')
  const nick = resourceOf(from)
  const by = attribute(stanza.getChild('occupant-id', 'urn:xmpp:occupant-id:0'), 'id') || nick
  const retracted = retractedIn(stanza)
  if (retracted !== null) {
    const isModerated = nick === ''
    const change = { names: 'archive' as const, by: isModerated ? null : by, at, text: null }
    return { type: 'changed', change: { ...change, target: retracted } }
  }
  const tombstone =
    stanza.getChild('retracted', 'urn:xmpp:message-retract:1') ??
    stanza.getChild('moderated', 'urn:xmpp:message-moderate:0')
  const text = textIn(stanza)
  if (nick === '' || (text === null && tombstone === undefined)) return null
  const replaced = attribute(stanza.getChild('replace', 'urn:xmpp:message-correct:0'), 'id')
  if (replaced !== '') {
    const words = (text ?? '').slice(0, maxWaitingText)
    const change = { target: replaced, names: 'origin' as const, by, at, text: words }
    return { type: 'changed', change }
  }
  const attachments = filesIn(stanza)
  return {
    type: 'said',
    message: {
      sourceId: id,
      when: { at, timeSource: 'explicit' },
      author: nick,
      authorKey: by,
      kind: 'message',
      text: text ?? '',
      replyTo: attribute(stanza.getChild('reply', 'urn:xmpp:reply:0'), 'id') || null,
      ...(attachments.length > 0 ? { attachments } : {}),
    },
    origin: attribute(stanza, 'id'),
    by,
    deletedAt: tombstone === undefined ? null : Date.parse(attribute(tombstone, 'stamp')) || at,
  }
}

/** XEP-0424 of today, and as it was when servers and programs took it up. */
function retractedIn(stanza: Stanza): string | null {
  const now = stanza.getChild('retract', 'urn:xmpp:message-retract:1')
  if (now !== undefined) return attribute(now, 'id') || null
  const applied = stanza.getChild('apply-to', 'urn:xmpp:fasten:0')
  const moderated = applied?.getChild('moderated', 'urn:xmpp:message-moderate:0') ?? applied
  const before = moderated?.getChild('retract', 'urn:xmpp:message-retract:0')
  return before === undefined ? null : attribute(applied, 'id') || null
}

function textIn(stanza: Stanza): string | null {
  const isEncrypted =
    stanza.getChild('encryption', 'urn:xmpp:eme:0') !== undefined ||
    stanza.getChild('encrypted', 'eu.siacs.conversations.axolotl') !== undefined ||
    stanza.getChild('encrypted', 'urn:xmpp:omemo:2') !== undefined ||
    stanza.getChild('x', 'jabber:x:encrypted') !== undefined
  if (isEncrypted) return encryptedText
  const body = stanza.getChildText('body')
  return body === null ? null : withoutFallback(stanza, body)
}

/** Programs that know no answers show what is answered as a quotation, which stands in the room already. XEP-0428. */
function withoutFallback(stanza: Stanza, body: string): string {
  const fallback = stanza
    .getChildren('fallback', 'urn:xmpp:fallback:0')
    .find((each) => attribute(each, 'for') === 'urn:xmpp:reply:0')
  const part = fallback?.getChild('body', 'urn:xmpp:fallback:0') ?? fallback?.getChild('body')
  const [start, end] = [Number(attribute(part, 'start')), Number(attribute(part, 'end'))]
  if (part === undefined || attribute(part, 'end') === '' || !(start >= 0 && end > start))
    return body
  const points = Array.from(body)
  return [...points.slice(0, start), ...points.slice(end)].join('').trim()
}

/** XEP-0066: a file that was uploaded is an address. */
const filesIn = (stanza: Stanza) =>
  stanza.getChildren('x', 'jabber:x:oob').flatMap((each) => {
    const url = each.getChildText('url') ?? ''
    const name = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : ''
    return name === '' ? [] : [{ name: decoded(name) }]
  })

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
