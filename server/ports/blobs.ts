import type { Readable } from 'node:stream'

/**
 * Under what a blob lies: an area, then a name. Whoever makes the blob chooses a key of its own for it, so
 * what lies under a key does not change into something else; it may only be put there again.
 */
export const blobKeys = {
  /** A finished workbook, in a folder where a person looks for it by its name. */
  workbook: (fileName: string): string => `reports/${fileName}`,
  /**
   * The same where other nodes put, too: what was made by a node that was taken for dead has other bytes, so
   * it lies under another key, and never in the place of the workbook that the report names.
   */
  sharedWorkbook: (reportOid: string, sha256: string): string =>
    `reports/${reportOid}-${sha256.slice(0, 32)}.xlsx`,
  /** A picture that reports show, named after its content. */
  logo: (file: string): string => `logos/${file}`,
  /** A file that was sent to be imported. */
  upload: (id: string): string => `uploads/${id}`,
  /** A mail that nobody could be sent, as `.eml`. */
  mail: (fileName: string): string => `outbox/${fileName}`,
} as const

/** Where the finished workbook of a report lies. */
export const workbookKey = (
  { isShared }: Pick<Blobs, 'isShared'>,
  reportOid: string,
  { fileName, sha256 }: { fileName: string; sha256: string },
): string => (isShared ? blobKeys.sharedWorkbook(reportOid, sha256) : blobKeys.workbook(fileName))

/** The report of a key of `sharedWorkbook`; null for any other key. */
export const reportOfKey = (key: string): string | null =>
  /^reports\/(.+)-[0-9a-f]{32}\.xlsx$/.exec(key)?.[1] ?? null

const maxSegmentBytes = 255

/** Whether a key names something below its area on every engine: folder or bucket, Windows or Unix. */
export function isBlobKey(key: string): boolean {
  const segments = key.split('/')
  return (
    segments.length > 1 &&
    key.isWellFormed() &&
    !/[\0\\]/.test(key) &&
    segments.every(
      (each) =>
        each !== '' && each !== '.' && each !== '..' && Buffer.byteLength(each) <= maxSegmentBytes,
    )
  )
}

/** What lies under a key at this moment. */
export interface BlobFacts {
  bytes: number
  /** Changes whenever the content does: a person may have worked in a file of theirs. */
  version: string
}

/** Bytes from `start` to `end`, both included and counted from 0. */
export interface ByteRange {
  start: number
  end: number
}

/** A local file with the content of a blob, for those who must jump about in it. */
export interface LentFile {
  /** Absolute; to be read only, and until `release`. */
  path: string
  release(): Promise<void>
}

/**
 * Files: workbooks, logos, uploads, mails that were not sent. Each is there whole or not at all, also after
 * a crash in the middle of a `put`.
 *
 * A key that is none (see {@link isBlobKey}) is refused by `putFile` and `put` with a RangeError, and under
 * it nothing is found. Links, pipes and folders that stand in the place of a file count as nothing.
 */
export interface Blobs {
  /** Whether other nodes put here, too, and people do not look here for files. */
  readonly isShared: boolean
  /**
   * An absolute path of a local folder for files that are being made, to be put later. Whoever makes them
   * removes what a killed process has left in it.
   */
  readonly workFolder: string
  /**
   * Takes a finished local file over. It is gone from `path` afterwards; if the call rejects, it is still
   * there and nothing has changed under the key. From `workFolder` no byte is copied on an engine with
   * local files.
   */
  putFile(key: string, path: string): Promise<void>
  /**
   * Keeps all that comes; readable by the account of this process alone where files are local.
   *
   * @param signal ends it early: then, and where `content` or the storage fails, nothing of it is left and
   *   the call rejects with the reason
   */
  put(
    key: string,
    content: AsyncIterable<Uint8Array>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<BlobFacts>
  /** Null if there is nothing. */
  stat(key: string): Promise<BlobFacts | null>
  /** Those of the keys under which something lies. */
  present(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** All of it, or a part; null if there is nothing. Whoever does not read to the end destroys the stream. */
  open(key: string, range?: ByteRange): Promise<Readable | null>
  /** The content as a local file, a copy where there is no such file; null if there is nothing. */
  lend(key: string): Promise<LentFile | null>
  /**
   * Where a person finds the file on this computer, whether or not it is there; null on an engine that
   * keeps no local files. For opening it in other programs: nothing of ours writes to it.
   */
  localPath(key: string): string | null
  /** Harmless if there is nothing. */
  remove(key: string): Promise<void>
  /**
   * Removes blobs of an area (`uploads`, say) that a process has put and then ended before anybody knew of
   * them, and what processes that were killed had half put there.
   *
   * @param rest.needed those of some keys that stay; asked once for each page of them
   * @param rest.olderThanMs only what was put longer ago goes: the younger may be named in a moment
   */
  sweep(area: string, rest: { needed: Needed; olderThanMs: number }): Promise<void>
}

export type Needed = (keys: readonly string[]) => Promise<ReadonlySet<string>> | ReadonlySet<string>
