import type { ErrorCode } from '../contract/errors.ts'
import type {
  Import,
  ImportChoices,
  ImportCounts,
  ImportReading,
  ImportState,
  ImportWarning,
} from '../contract/imports.ts'
import type { RoomTotals } from './rooms.ts'

/** Where the bytes of an import are and how to read them; enough to run it again after a crash. */
export interface ImportSourceRecord {
  /** Absolute paths on the computer of the process that imports; of an upload none. */
  paths: string[]
  /** Key of the blob that was sent; it goes when the import has ended and leaves nothing to choose. */
  upload?: string
  /** IANA zone for files that name none. */
  timeZone?: string
  /** What a person has decided, beforehand or after an earlier reading. */
  reading?: ImportReading
  /** What a person may decide better. */
  choices?: ImportChoices
}

export interface StoredImport {
  /** The engine's own number for the import, for its other ports. */
  importId: number
  source: ImportSourceRecord
  status: Import
}

/** How an import has ended. */
export interface ImportResult {
  state: Exclude<ImportState, 'queued' | 'reading'>
  format: string | null
  bytesRead: number
  bytesTotal: number | null
  counts: ImportCounts
  roomOids: string[]
  warnings: ImportWarning[]
  error?: { code: ErrorCode; message: string }
  choices?: ImportChoices | undefined
}

/**
 * The imports, and what each has written. Only the changes of state are stored; progress in between lives
 * in memory.
 *
 * An import writes through `Messages.append`, where nobody sees it. It ends in one of two ways: `finish`
 * shows everything at once, or `undo` takes everything back and `end` says why. A crash in between leaves
 * an unfinished import, which is taken back and run again.
 */
export interface Imports {
  /** Stores a new import, queued. */
  create(row: {
    importOid: string
    name: string
    source: ImportSourceRecord
    /** This process reads none: whoever takes it over does. Default false. */
    isForOthers?: boolean
  }): Promise<StoredImport>
  get(importOid: string): Promise<StoredImport | null>
  /**
   * Imports that have not ended, oldest first: those of the process that has opened this engine, and of
   * the one whose place it has taken. What another process still works on is never among them.
   */
  unfinished(): Promise<readonly StoredImport[]>
  /** Imports that have not ended and are held by nobody, or by a node that lives no more: held here from now on. */
  takeOver(): Promise<readonly StoredImport[]>
  /**
   * For an import that this process does not hold: it is cancelled where nobody does, else whoever holds it is asked.
   * `refused`: there is none, or it has ended.
   */
  cancel(importOid: string): Promise<'cancelled' | 'asked' | 'refused'>
  /** Hears of imports that whoever has them is asked to cancel. Resolves to what stops it. */
  followCancels(listener: (importOid: string) => void): Promise<() => void>
  /** Keys of the uploads of all imports that have not ended, whoever holds them. */
  uploadsInUse(): Promise<readonly string[]>
  /** It is being read. */
  start(importId: number): Promise<void>
  /** It has ended without bringing anything. */
  end(importId: number, result: ImportResult): Promise<void>
  /**
   * It has ended well: its rooms and messages can be seen, the rooms count them, and its state is that of
   * `result`; all of it or, where the call rejects, nothing.
   *
   * @param rooms every room that the import has made or written to, with all that it brought there
   */
  finish(importId: number, rooms: readonly RoomTotals[], result: ImportResult): Promise<void>
  /**
   * Queues an ended import once more, with what is to be known of its files; take back what it has brought
   * (`reopen`, `undo`) before it is read.
   *
   * @returns null if there is none, or it has not ended
   */
  retry(importOid: string, reading: ImportReading): Promise<StoredImport | null>
  /**
   * Makes all that a finished import has brought invisible again, for `undo`: its rooms count it no more,
   * and a room that nobody else has filled cannot be seen. Harmless for any other import, and when called
   * again after a crash in the middle.
   */
  reopen(importId: number): Promise<void>
  /**
   * Takes back a part of what an unfinished import has written: messages, people of whom nothing else is
   * left, and rooms it had made. Call it again until it answers false; other writers get their turn in
   * between. Harmless after a crash in the middle.
   *
   * @returns whether something may be left
   */
  undo(importId: number): Promise<boolean>
  /**
   * Forgets an import that has failed or was cancelled, and so has brought nothing.
   *
   * @returns where its bytes are; null if there is no such import, or it is another one
   */
  remove(importOid: string): Promise<ImportSourceRecord | null>
  /**
   * Keys of uploads that the process whose place this one has taken had kept, because their imports have
   * left something to choose.
   */
  keptUploads(): Promise<readonly string[]>
}
