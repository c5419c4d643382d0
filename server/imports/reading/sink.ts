import type { RoomUnit } from '../../contract/imports.ts'
import { messageLimits } from '../../contract/limits.ts'
import { isStorable, storable } from '../../ports/storable-text.ts'
import type { BufferedRoom, MessageBuffer } from './buffer.ts'
import { bridgedBy } from './bridged.ts'
import { messageKey, repeatCounter, roomOidOf, timedRepeatCounter } from './identity.ts'
import type {
  IncomingMessage,
  Place,
  Reader,
  RoomDraft,
  RoomSink,
  SinkRoom,
  SourceEntry,
} from './reader.ts'
import type { Tally } from './tally.ts'

/** Years 1 to 9999: what ISO 8601 writes with four digits, and what a workbook can show. */
const EARLIEST = -62_135_596_800_000
const LATEST = 253_402_300_799_999

const cutTo = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).toWellFormed()

/** What a person has said of the files. */
type SinkChoices = Pick<RoomSink, 'clock' | 'dateOrder'> & {
  /** Whether a file or its folder is a room, where only names of files tell. Default: the file. */
  rooms?: RoomUnit | undefined
  /** What a folder without a name is called: that of the import. */
  importName?: string | undefined
  /** Authors whose messages name the one who said them (`<real> text`), in any case. */
  bridges?: readonly string[] | undefined
}

/** What is being read. Files may share a name: a log beside its `.gz`, or two of one zip. */
export interface ReadingPlace {
  file: string
  entry: SourceEntry | null
}

/**
 * What readers hand their messages to on the way to the store: gives rooms and messages their identity, makes values
 * storable, and counts. One sink serves one unit, within which equal messages are told apart.
 */
export function openSink(
  reader: Pick<Reader, 'format' | 'source' | 'family'>,
  buffer: MessageBuffer,
  tally: Tally,
  { clock, dateOrder, bridges = [], rooms: unit = 'file', importName = '' }: SinkChoices,
  where: Readonly<ReadingPlace>,
): RoomSink {
  const rooms = new Map<string, SinkRoom>()
  const bridgeNames = bridges.length > 0 ? new Set(bridges.map((nick) => nick.toLowerCase())) : null
  const mended = (code: 'impossible_time' | 'broken_characters', text: string) =>
    tally.repaired(code, { file: where.file, text })

  function openRoom(handle: BufferedRoom): SinkRoom {
    let nth = timedRepeatCounter()
    const nthUntimed = repeatCounter()
    let countedIn = where.entry
    let lastAt = 0

    function identify(message: IncomingMessage, at: number | null, text: string): string {
      const id = message.sourceId
      if (id) return id.length <= messageLimits.maxSourceIdLength ? id : messageKey(at, '', id)
      const wall = message.when.wallTime ?? at
      const isTimed = wall !== null && message.when.timeSource !== 'inherited'
      // Two files of one room may overlap, as when a chat lies beside its zip: what stands in both at
      // the same time was said once. Without a time of their own nothing tells that they do.
      if (isTimed && countedIn !== where.entry) {
        nth = timedRepeatCounter()
        countedIn = where.entry
      }
      const key = messageKey(wall, message.authorKey ?? message.author, text)
      const count = isTimed ? nth(wall, key) : nthUntimed(key)
      return count === 1 ? key : `${key}.${count}`
    }

    return {
      add(given) {
        const message = bridgeNames === null ? given : unbridged(given, bridgeNames)
        let { text, author } = message
        let { at, timeSource } = message.when
        if (at !== null && !(at >= EARLIEST && at <= LATEST)) {
          mended('impossible_time', String(at))
          at = null
        }
        if (at === null) timeSource = 'unknown'
        else lastAt = Math.trunc(at)
        if (!isStorable(text) || !isStorable(author)) {
          mended('broken_characters', storable(text))
          text = storable(text)
          author = storable(author)
        }
        author = cutTo(author, messageLimits.maxAuthorLength)
        const attachments = message.attachments
        buffer.add(handle, {
          key: storable(identify(message, at, text)),
          sourceId: message.sourceId
            ? storable(cutTo(message.sourceId, messageLimits.maxSourceIdLength))
            : null,
          at: lastAt,
          timeSource,
          author,
          authorKey: message.authorKey
            ? storable(cutTo(message.authorKey, messageLimits.maxAuthorLength))
            : undefined,
          isBot: message.isBot,
          kind: message.kind,
          text,
          replyTo: message.replyTo ? storable(message.replyTo) : null,
          attachments,
        })
      },
    }
  }

  /** Counts the files of each folder, and gives them one room if that is what the person wants. */
  function inFolder(draft: RoomDraft): RoomDraft {
    const folder = where.file.split('/').slice(0, -1).join('/')
    tally.offerFolder(folder, where.file, draft.name)
    if (unit === 'file') return draft
    return { ...draft, id: folder, scope: 'folder', name: folder.split('/').at(-1) || importName }
  }

  return {
    clock,
    dateOrder,
    room(given) {
      const draft = given.isNamedByFile ? inFolder(given) : given
      const roomOid = roomOidOf(reader.family ?? reader.source, draft.scope ?? '', draft.id)
      const known = rooms.get(roomOid)
      if (known) return known
      const name = cutTo(storable(draft.name).trim() || draft.id, messageLimits.maxRoomNameLength)
      const handle = buffer.room({
        roomOid,
        name: name || roomOid,
        source: reader.source,
        format: draft.format ?? reader.format,
      })
      const room = openRoom(handle)
      rooms.set(roomOid, room)
      return room
    },
    drain: () => buffer.drain(),
    unparsed: (place: Place) => tally.unparsed(place),
    skipped: (...trouble) => tally.skipped(...trouble),
    repaired: (...trouble) => tally.repaired(...trouble),
    warn: (...trouble) => tally.warn(...trouble),
    offerBridge(nick, place) {
      if (!bridgeNames?.has(nick.toLowerCase())) tally.offerBridge(nick, place)
    },
  }
}

/** A message of a bridge as one of whom it names; any other as it is. */
function unbridged(message: IncomingMessage, bridges: ReadonlySet<string>): IncomingMessage {
  if (message.kind !== 'message' || !bridges.has(message.author.toLowerCase())) return message
  const passedOn = bridgedBy(message.text)
  if (passedOn === null) return message
  return { ...message, ...passedOn, authorKey: passedOn.author.toLowerCase(), isBot: false }
}
