import { open, unlink, type FileHandle } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StoredMessage } from '../store/message.ts'
import { noChanges, type WorkbookChanges } from './changes.ts'
import type { WorkbookInput } from './input.ts'
import { ZipWriter } from './package/zip-writer.ts'
import { writeParts } from './write-parts.ts'

export type { WorkbookChanges } from './changes.ts'
export type { MessageSlices, WorkbookInput } from './input.ts'
export type { WorkbookLogo, WorkbookOptions } from './options.ts'

export interface WrittenWorkbook {
  bytes: number
  sha256: string
  changes: WorkbookChanges
}

/**
 * Writes the workbook of one report. The file is on disk for good when this resolves; when it
 * rejects, by an error or by `signal`, the file is gone.
 *
 * Memory does not grow with the room, but for about twenty-five bytes for each message where
 * messages answer each other. The event loop is free between slices, so several reports can be
 * written in one thread.
 *
 * @throws the reason of `signal`; system errors such as ENOSPC and EACCES as they come
 */
export async function writeWorkbook(input: WorkbookInput): Promise<WrittenWorkbook> {
  input.signal.throwIfAborted()
  const handle = await open(input.file, 'w')
  // A device such as /dev/full can be written to, and must not be removed.
  const isOurs = (await handle.stat()).isFile()
  try {
    const changes = noChanges()
    const zip = new ZipWriter(handle)
    await writeParts({ ...input, zip, changes, slices: abortable(input) })
    input.signal.throwIfAborted()
    const { bytes, sha256 } = await zip.finish()
    if (isOurs) await handle.sync()
    await handle.close()
    return { bytes, sha256, changes }
  } catch (error) {
    await discard(handle, isOurs ? input.file : null)
    throw error
  }
}

/** Clean-up must not hide the error that made it necessary. */
async function discard(handle: FileHandle, file: string | null): Promise<void> {
  await handle.close().catch(() => undefined)
  if (file !== null) await unlink(file).catch(() => undefined)
}

/** The slices of the input, ending with the reason of the signal even while the source is silent. */
async function* abortable(input: WorkbookInput): AsyncGenerator<readonly StoredMessage[]> {
  const { signal } = input
  const source = input.messages()
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  let isDone = false
  try {
    for (;;) {
      signal.throwIfAborted()
      const result = await nextOrAbort(iterator, signal)
      if (result.done === true) {
        isDone = true
        return
      }
      yield result.value
      await nextTurn()
    }
  } finally {
    // Not awaited: a source that is stuck in next() would never let it return.
    if (!isDone) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

type SliceIterator = AsyncIterator<readonly StoredMessage[]> | Iterator<readonly StoredMessage[]>

/**
 * Not a race against one promise for all: that would keep every slice until the workbook is done,
 * because a promise holds on to whoever waits for it.
 */
function nextOrAbort(
  iterator: SliceIterator,
  signal: AbortSignal,
): Promise<IteratorResult<readonly StoredMessage[]>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    const settled = (): void => signal.removeEventListener('abort', onAbort)
    Promise.resolve(iterator.next()).then(resolve, reject).finally(settled)
  })
}
