import { randomUUID } from 'node:crypto'
import { bareOf, spokenOf, type Stanza } from '../../imports/xmpp/stanza.ts'
import { ServiceError, type Connector } from '../connector.ts'
import { follow } from './hearing.ts'
import { jidOf, onOwnLine, onSharedLine, xml, type XmppLine } from './line.ts'
import { pageOf, placeOf, walkOf, type Entry } from './pages.ts'
import { listed, roomsOf } from './rooms.ts'

const mam = 'urn:xmpp:mam:2'
const rsm = 'http://jabber.org/protocol/rsm'
/** Messages of one page; servers give fewer if they like. */
const pageSize = 100
/** Rooms of one call. */
const roomsAtOnce = 50
/** Archives tell whole seconds: what is asked for by time begins so much later. */
const secondMs = 1_000

/** One page of the archive of a room, from a place towards the past. */
async function archive(
  line: XmppLine,
  room: string,
  { before, end }: { before: string; end: number | null },
): Promise<{ entries: Entry[]; isEnd: boolean }> {
  const queryid = randomUUID()
  const entries: Entry[] = []
  const stop = line.listen((stanza) => {
    const result = stanza.getChild('result', mam)
    if (bareOf(String(stanza.attrs['from'])) !== room || result?.attrs['queryid'] !== queryid)
      return
    const entry = entryOf(result)
    if (entry !== null && entries.length < 10 * pageSize) entries.push(entry)
  })
  const fields = [
    ['FORM_TYPE', mam, 'hidden'],
    ...(end === null ? [] : [['end', new Date(end).toISOString()]]),
  ]
  const form = xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    ...fields.map(([name, value, type]) =>
      xml(
        'field',
        { var: name, ...(type === undefined ? {} : { type }) },
        xml('value', {}, value ?? ''),
      ),
    ),
  )
  const set = xml(
    'set',
    { xmlns: rsm },
    xml('max', {}, String(pageSize)),
    xml('before', {}, before),
  )
  try {
    const asked = xml('query', { xmlns: mam, queryid }, form, set)
    const fin = (await line.ask('set', room, asked)).getChild('fin', mam)
    if (fin === undefined) throw new ServiceError('unavailable', 'no answer of an archive')
    // Servers give less than they are asked for: only `complete` tells that nothing is left.
    return { entries, isEnd: fin.attrs['complete'] === 'true' || entries.length === 0 }
  } finally {
    stop()
  }
}

function entryOf(result: Stanza): Entry | null {
  const forwarded = result.getChild('forwarded', 'urn:xmpp:forward:0')
  const message = forwarded?.getChild('message')
  const at = Date.parse(String(forwarded?.getChild('delay', 'urn:xmpp:delay')?.attrs['stamp']))
  const id = String(result.attrs['id'] ?? '')
  if (message === undefined || id === '' || !Number.isFinite(at)) return null
  return { id, at, spoken: spokenOf(message, { id, at }) }
}

/** Rooms of XMPP (XEP-0045) by their archives (XEP-0313), as a real Prosody speaks it. */
export const xmpp: Connector = {
  service: 'xmpp',
  family: 'xmpp',
  format: 'xmpp',
  secrets: { needed: ['jid', 'password'], optional: [] },
  usualAddress: null,
  schemes: { usual: 'xmpp', other: 'xmpps' },
  paces: () => [{ key: 'account', everyMs: 0 }],
  refuses: ({ jid = '' }) =>
    jid === '' || jidOf(jid) !== null
      ? null
      : { code: 'connection_token_form', params: { context: 'like', form: 'name@example.org' } },

  check: (session) =>
    onOwnLine(session, async () => {
      const { jid = '' } = session.secrets
      return { account: jid, team: jidOf(jid)?.domain ?? '', missing: [], messagesPerHour: null }
    }),

  rooms: (session, cursor) =>
    onOwnLine(session, async (line) => {
      const found = await listed(line, jidOf(session.secrets['jid'] ?? '')?.domain ?? '')
      const start = Number(cursor ?? 0)
      const rooms = await roomsOf(line, found.slice(start, start + roomsAtOnce))
      const next = start + roomsAtOnce
      return { rooms, next: next < found.length ? String(next) : null }
    }),

  page: (session, { room, from, until }) =>
    onSharedLine(session, async (line) => {
      const walk = walkOf(from)
      const asked = { before: walk?.id ?? '', end: null }
      const place = placeOf(until)
      try {
        const { entries, isEnd } = await archive(line, room, asked)
        return pageOf(entries, isEnd, { walk, until: place })
      } catch (error) {
        // An archive that has dropped the place is asked by its time, which is then told from its end again.
        if (walk === null || !(error instanceof ServiceError) || error.kind !== 'gone') throw error
        const { entries, isEnd } = await archive(line, room, {
          before: '',
          end: walk.at + secondMs,
        })
        const older = entries.filter(({ at }) => at <= walk.at)
        const again = { ...walk, shownAt: Number.POSITIVE_INFINITY }
        return pageOf(older, isEnd || older.length === 0, { walk: again, until: place })
      }
    }),

  follow,
}
