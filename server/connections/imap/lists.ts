import type { ImapFlow, ListResponse } from 'imapflow'
import { decodeWords } from 'postal-mime'
import { listIdOf } from '../../imports/mail/record.ts'
import { ServiceError, type RemoteRoom } from '../connector.ts'
import { openFolder } from './mailbox.ts'
import { roomIdOf } from './places.ts'

/** Newest mails of a folder that are looked at for the lists in it. */
const looked = 500
/** Such an id is not looked for: it could not be kept. */
const maxIdLength = 150

/** Folders in which mails of one person lie, or what was never said. */
const personal = new Set(['\\Inbox', '\\Archive', '\\All', '\\Flagged', '\\Important'])
const passedOver = new Set(['\\Trash', '\\Junk', '\\Drafts', '\\Sent'])

/** Folders that may hold lists, in the order of their names. */
export const foldersOf = (listed: readonly ListResponse[]): ListResponse[] =>
  listed
    .filter(({ flags, specialUse }) => {
      const isNone = [...flags].some((flag) => /^\\(?:noselect|nonexistent)$/i.test(flag))
      return !isNone && !passedOver.has(specialUse ?? '')
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))

/** One line of a head of `List-Id`, with what was broken off below it. */
const listIdHeader = (head: Buffer): string =>
  (/^list-id:([^]*)$/im.exec(head.toString('utf8'))?.[1] ?? '')
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split('\n', 1)
    .join('')
    .trim()

const listName = (value: string, id: string): string =>
  decodeWords(value.replace(/<[^<>]*>\s*$/, '')).replaceAll(/^[\s"']+|[\s"']+$/g, '') || id

/**
 * Lists of which mails lie in a folder, and the folder itself, unless it holds the mails of a person. One that cannot
 * be opened is named, with that reason.
 */
export async function roomsIn(
  client: ImapFlow,
  { path, specialUse }: ListResponse,
  account: string,
): Promise<RemoteRoom[]> {
  const whole = { remoteId: roomIdOf({ path, listId: null }, account), name: path, isPrivate: true }
  const isPersonal = path.toUpperCase() === 'INBOX' || personal.has(specialUse ?? '')
  let exists = 0
  try {
    exists = (await openFolder(client, path)).exists
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return [{ ...whole, refused: { code: 'connection_room_forbidden', params: {} } }]
  }
  const names = new Map<string, string>()
  let others = 0
  if (exists > 0) {
    const range = `${Math.max(1, exists - looked + 1)}:${exists}`
    for await (const { headers } of client.fetch(range, { headers: ['list-id'] })) {
      const value = listIdHeader(headers ?? Buffer.alloc(0))
      const id = listIdOf(value)
      if (id === '' || id.length > maxIdLength) others += 1
      else if (!names.has(id)) names.set(id, listName(value, id))
    }
  }
  const lists = [...names].map(([listId, name]) => ({
    remoteId: roomIdOf({ path, listId }, account),
    name: isPersonal ? name : `${name} (${path})`,
    isPrivate: false,
  }))
  // A folder of one list and nothing else is that list.
  const isOneList = lists.length === 1 && others === 0
  return isPersonal || isOneList ? lists : [...lists, whole]
}
