import type { ImportAdvice, WarningArguments } from '../../contract/import-sentences.ts'
import type { NewMessage } from '../../ports/message.ts'
import type { DateOrder } from './date-order.ts'
import type { Moment } from './moments.ts'
import type { WallClock } from './time-zone.ts'

/** One file of a source, wherever it lies: on disk, in a folder, in an archive. */
export interface SourceEntry {
  /** Path relative to what was dropped, `/` between parts, archive names included. */
  name: string
  /** Unpacked size. */
  bytes: number
  /** It was sent in a chat, which its place or the chat says; it is no chat of its own. */
  isSent?: boolean
  /**
   * Bytes from the start; each call reads anew. Rejects when the file cannot be read, and where
   * it is damaged, after all bytes that stand before the damage.
   */
  open(): AsyncIterable<Buffer>
}

/** The files that belong together and are read by one reader. */
export interface ImportSource {
  /** Folder the entries lie in: a prefix of their names that ends in `/`, or the empty string. */
  root: string
  entries: readonly SourceEntry[]
}

/** What a sniffer may look at. */
export interface Sample {
  name: string
  /** At most `readingLimits.sampleBytes`, decoded, without byte order mark. */
  text: string
  /** The sample is the whole file. */
  whole: boolean
}

/** One message as a reader hands it over. */
export interface IncomingMessage extends Omit<
  NewMessage,
  'key' | 'sourceId' | 'at' | 'timeSource'
> {
  /** Id of the source, unique in the room. */
  sourceId?: string | null | undefined
  /** A field of its own and not spread into the message, because spreading costs more than parsing. */
  when: Moment
}

export interface RoomDraft {
  /** What tells this room from others of its `scope`: the source's id, or else the name. */
  id: string
  /** Workspace, network or folder the id is unique in; empty where the id is unique by itself. */
  scope?: string | undefined
  name: string
  /** Only the name of its file tells which room this is; a person may say that the folder is one. */
  isNamedByFile?: boolean | undefined
  /** Exact layout; default: the reader's format. */
  format?: string | undefined
}

/** Where something stands, for warnings. */
export interface Place {
  file: string
  line?: number | undefined
  text: string
  /** What can be done about it. */
  advice?: ImportAdvice | undefined
}

/** A warning: its code, where it happened, and parameters if its sentence has any. */
export type Trouble = WarningArguments<Place>

export interface SinkRoom {
  add(message: IncomingMessage): void
}

/**
 * Takes what readers find. Every record of a file must arrive in exactly one of `add`, `unparsed`
 * and `skipped`; `repaired` and `warn` come on top.
 */
export interface RoomSink {
  /** The same draft gives the same room, in this import and in later ones. */
  room(draft: RoomDraft): SinkRoom
  /**
   * Gives the store what waits for it, if that is enough for a call. Awaited between two pieces of a file,
   * by whatever reads files, so that no reader needs to.
   */
  drain(): Promise<void> | undefined
  /** A record that no rule of the format fits. */
  unparsed(place: Place): void
  /** A record left out on purpose. */
  skipped(...trouble: Trouble): void
  /** A record that needed mending, which is also handed to `add`. */
  repaired(...trouble: Trouble): void
  warn(...trouble: Trouble): void
  /** Turns clock readings without a zone into instants. */
  readonly clock: WallClock
  /** What a person says of dates whose day and month could be either; else all dates tell. */
  readonly dateOrder?: DateOrder | undefined
  /** Tells of an author who passes on what others said; a person may say that it is a bridge. */
  offerBridge(nick: string, place: Place): void
}

export interface Reader {
  /** Name of the format; the registry knows readers by it. */
  readonly format: string
  /** The chat application. */
  readonly source: string
  /** Which part of the id of a room the format stands for; default `source`. Formats of one
   * application share it, so that two kinds of export of one room meet in one room. */
  readonly family?: string
  /**
   * For exports of many files: the folders that this reader takes whole, and in each a file whose
   * beginning `sniff` shall confirm. `names` are all files of the import.
   */
  folders?(names: readonly string[]): { root: string; keyFile: string }[]
  /**
   * Whether a file in such a folder belongs to the export by its name. Any other one does only if it
   * holds what this application writes: somebody may keep another chat in there. Default: all do.
   *
   * @param path relative to the folder
   */
  owns?(path: string): boolean
  /**
   * Least score of a file among others to be read without being chosen; default: that of a file which
   * was dropped alone, and so is a chat to somebody.
   */
  readonly enoughAmongOthers?: number
  /** 0: not mine, 1: certain. `names` are the files of the unit. */
  sniff(sample: Sample, names: readonly string[]): number
  /**
   * Reads all entries into the sink. A file that cannot be read is warned of and never stops the
   * others. Stops soon after `signal` aborts, by throwing its reason.
   */
  read(source: ImportSource, sink: RoomSink, signal: AbortSignal): Promise<void>
}
