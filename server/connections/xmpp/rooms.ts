import pLimit from 'p-limit'
import { bareOf, type Stanza } from '../../imports/xmpp/stanza.ts'
import { ServiceError, type RemoteRoom } from '../connector.ts'
import { xml, type XmppLine } from './line.ts'

const info = 'http://jabber.org/protocol/disco#info'
const items = 'http://jabber.org/protocol/disco#items'
/** Questions under way at once. */
const atOnce = 8

/** What is not there, or not for us, is no reason to stop. */
const ifAny = <Answer>(asked: Promise<Answer>): Promise<Answer | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof ServiceError && error.kind !== 'unavailable') return null
    throw error
  })

const text = (stanza: Stanza, name: string): string => {
  const value = stanza.attrs[name]
  return typeof value === 'string' ? value : ''
}

async function itemsOf(line: XmppLine, jid: string): Promise<{ jid: string; name: string }[]> {
  const answer = await ifAny(line.ask('get', jid, xml('query', { xmlns: items })))
  const found = answer?.getChild('query', items)?.getChildren('item') ?? []
  return found.map((item) => ({
    jid: bareOf(text(item, 'jid')).toLowerCase(),
    name: text(item, 'name'),
  }))
}

/** Rooms that the account has marked: as XEP-0402 keeps them, and as XEP-0048 did. */
async function bookmarked(line: XmppLine): Promise<{ jid: string; name: string }[]> {
  const node = 'urn:xmpp:bookmarks:1'
  const pubsub = 'http://jabber.org/protocol/pubsub'
  const asked = xml('pubsub', { xmlns: pubsub }, xml('items', { node }))
  const answer = await ifAny(line.ask('get', null, asked))
  const marks = answer?.getChild('pubsub', pubsub)?.getChild('items')?.getChildren('item') ?? []
  const now = marks.map((item) => ({
    jid: text(item, 'id').toLowerCase(),
    name: text(item.getChild('conference', node) ?? item, 'name'),
  }))
  const stored = xml(
    'query',
    { xmlns: 'jabber:iq:private' },
    xml('storage', { xmlns: 'storage:bookmarks' }),
  )
  const old = await ifAny(line.ask('get', null, stored))
  const storage = old
    ?.getChild('query', 'jabber:iq:private')
    ?.getChild('storage', 'storage:bookmarks')
  const before = (storage?.getChildren('conference') ?? []).map((each) => ({
    jid: bareOf(text(each, 'jid')).toLowerCase(),
    name: text(each, 'name'),
  }))
  return [...now, ...before]
}

/** Rooms that the account can find: marked ones, and those that the services of its own server list. */
export async function listed(
  line: XmppLine,
  domain: string,
): Promise<{ jid: string; name: string }[]> {
  const limit = pLimit(atOnce)
  const services = await itemsOf(line, domain)
  const open = await Promise.all(
    services.map(({ jid }) =>
      limit(async () => ((await featuresOf(line, jid)).isRooms ? itemsOf(line, jid) : [])),
    ),
  )
  const byJid = new Map(
    [...open.flat(), ...(await bookmarked(line))].map((each) => [each.jid, each]),
  )
  return [...byJid.values()]
    .filter(({ jid }) => jid.includes('@'))
    .toSorted((a, b) => (a.jid < b.jid ? -1 : 1))
}

async function featuresOf(line: XmppLine, jid: string) {
  const answer = await ifAny(line.ask('get', jid, xml('query', { xmlns: info })))
  const query = answer?.getChild('query', info)
  const features = new Set((query?.getChildren('feature') ?? []).map((each) => text(each, 'var')))
  const identity = query?.getChild('identity')
  const isRooms = identity !== undefined && text(identity, 'category') === 'conference'
  return {
    isThere: query !== undefined,
    isRooms,
    features,
    name: identity === undefined ? '' : text(identity, 'name'),
  }
}

/** Null for what is no room any more. */
export async function roomOf(
  line: XmppLine,
  { jid, name }: { jid: string; name: string },
): Promise<RemoteRoom | null> {
  const told = await featuresOf(line, jid)
  if (!told.isThere) return null
  const isPrivate = ['muc_membersonly', 'muc_hidden', 'muc_passwordprotected'].some((feature) =>
    told.features.has(feature),
  )
  return {
    remoteId: jid,
    name: told.name || name || jid,
    isPrivate,
    ...(told.features.has('urn:xmpp:mam:2')
      ? {}
      : { refused: { code: 'connection_room_no_archive', params: {} } as const }),
  }
}

export async function roomsOf(
  line: XmppLine,
  found: readonly { jid: string; name: string }[],
): Promise<RemoteRoom[]> {
  const limit = pLimit(atOnce)
  const rooms = await Promise.all(found.map((each) => limit(() => roomOf(line, each))))
  return rooms.flatMap((room) => room ?? [])
}
