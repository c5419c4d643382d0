import type { Connector, RoomPage } from '../connector.ts'
import { ServiceError } from '../connector.ts'
import { foldersOf, roomsIn } from './lists.ts'
import { onOwnLine, onSharedLine, openFolder } from './mailbox.ts'
import { readMails } from './mails.ts'
import { newestOf, placeOf, placeText, roomOf } from './places.ts'
import { watchFolders } from './watch.ts'

/** Mails of one page. */
const pageSize = 100
/** Folders that one call looks into. */
const foldersAtOnce = 10
const day = 86_400_000
/** Above all numbers that a mail can have. */
const beyondAll = 2 ** 32

const nothing: RoomPage = { said: [], amendments: [], newest: null, next: null, threads: [] }

const accountOf = (address: string, user: string): string => `${user}@${new URL(address).host}`

/**
 * Mailing lists in a mailbox. IMAP4rev1 (RFC 3501), as a real Dovecot speaks it. Mails that leave a folder stay in the
 * room: who clears up a mailbox does not unsay what was sent to all.
 */
export const imap: Connector = {
  service: 'imap',
  family: 'mail',
  format: 'imap',
  secrets: { needed: ['user', 'password'], optional: [] },
  usualAddress: null,
  schemes: { usual: 'imaps', other: 'imap' },
  paces: () => [{ key: 'account', everyMs: 0 }],
  refuses: () => null,

  check: (session) =>
    onOwnLine(session, async (client) => {
      await client.noop()
      const { host } = new URL(session.address)
      const account = session.secrets['user'] ?? ''
      return { account, team: host, missing: [], messagesPerHour: null }
    }),

  rooms: (session, cursor) =>
    onOwnLine(session, async (client) => {
      const folders = foldersOf(await client.list())
      const start = cursor === null ? 0 : Number(cursor)
      const account = accountOf(session.address, session.secrets['user'] ?? '')
      const rooms = []
      for (const folder of folders.slice(start, start + foldersAtOnce)) {
        rooms.push(...(await roomsIn(client, folder, account)))
      }
      const next = start + foldersAtOnce
      return { rooms, next: next < folders.length ? String(next) : null }
    }),

  page(session, { room, from, until, since }) {
    const wanted = roomOf(room)
    if (wanted === null) throw new ServiceError('gone', room)
    const { path, listId } = wanted
    return onSharedLine(session, async (client): Promise<RoomPage> => {
      const folder = await openFolder(client, path)
      const validity = String(folder.uidValidity)
      const [start, end] = [placeOf(from), placeOf(until)]
      // Numbers of another validity mean other mails. The newest place is one of them as well, so that the next look
      // at the room reads all of it again; a mail is known by its `Message-ID`.
      if (start !== null && start.validity !== validity) return nothing
      const above = end?.validity === validity ? end.uid : 0
      const below = start?.uid ?? (folder.uidNext > 0 ? folder.uidNext : beyondAll)
      const query = {
        ...(listId === null ? {} : { header: { 'list-id': listId } }),
        ...(since == null ? {} : { or: sentAfter(since) }),
      }
      const search = async (first: number, last: number): Promise<readonly number[]> => {
        const found = await client.search({ ...query, uid: `${first}:${last}` }, { uid: true })
        if (!Array.isArray(found)) throw new ServiceError('unavailable', 'no answer to a search')
        return found
      }
      const { uids, next } = await newestOf({ above, below }, pageSize, search)
      const placeAt = (uid: number): string => placeText({ validity, uid })
      const newest = below === beyondAll ? uids[0] : below - 1
      return {
        ...nothing,
        said: await readMails(client, uids, listId),
        // All up to there was looked through, whatever of it belonged to the room.
        newest: newest === undefined ? null : placeAt(newest),
        next: next === null ? null : placeAt(next),
        isUnsorted: true,
      }
    })
  },

  follow(session, on) {
    const rooms = on.rooms().map((room) => ({ room, path: roomOf(room)?.path }))
    const paths = new Set(rooms.flatMap(({ path }) => path ?? []))
    if (paths.size === 0) return null
    return watchFolders(session, [...paths], {
      connected: on.connected,
      news(path) {
        for (const each of rooms) {
          if (each.path === path) on.heard({ type: 'gap', room: each.room })
        }
      },
    })
  },
}

/** By the day that its author or its server says: clocks and zones differ by less than one. */
const sentAfter = (since: number) => {
  const from = new Date(since - day)
  return [{ sentSince: from }, { since: from }]
}
