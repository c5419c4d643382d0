import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The part of the file system that may do less than it is asked. */
export interface ByteSink {
  /** As `fs.writeSync`: writes from `offset` on, and answers how many bytes it took. */
  write(handle: number, bytes: Uint8Array, offset: number): number
}

const disk: ByteSink = { write: (handle, bytes, offset) => writeSync(handle, bytes, offset) }

export interface WholeFileOptions {
  /** Permissions of the file. Default: readable by its owner only. */
  mode?: number
  sink?: ByteSink
}

/** A file that lies beside its place, whole and on the disk. */
export interface PreparedFile {
  /** Puts it in its place, at once. */
  commit(): void
  discard(): void
}

/**
 * Writes a file beside its place: all of it, however little of it the disk takes at once. A nearly full
 * disk takes a part and says so only in the count, and again with an error.
 *
 * @throws system errors as they come (`ENOSPC` ...); then nothing is left behind
 */
export function prepareWholeFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o600, sink = disk }: WholeFileOptions = {},
): PreparedFile {
  const unfinished = `${path}.tmp`
  const discard = (): void => rmSync(unfinished, { force: true })
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  try {
    const handle = openSync(unfinished, 'w', mode)
    try {
      for (let offset = 0; offset < bytes.length;) {
        const written = sink.write(handle, bytes, offset)
        if (written === 0) throw Object.assign(new Error('No space is left'), { code: 'ENOSPC' })
        offset += written
      }
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    discard()
    throw error
  }
  return {
    commit() {
      try {
        renameSync(unfinished, path)
      } catch (error) {
        discard()
        throw error
      }
      syncFolder(dirname(path))
    },
    discard,
  }
}

/** Makes a new name durable. Windows cannot open a folder, and there a rename is journaled. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch {
    // Some network file systems cannot; the file is whole, which is what counts.
  } finally {
    closeSync(handle)
  }
}
