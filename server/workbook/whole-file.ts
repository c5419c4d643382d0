import { open, unlink, type FileHandle } from 'node:fs/promises'
import { noChanges, type WorkbookChanges } from './changes.ts'
import { ZipWriter } from './package/zip-writer.ts'

export interface WrittenWorkbook {
  bytes: number
  sha256: string
  changes: WorkbookChanges
}

/**
 * Writes one workbook. The file is on disk for good when this resolves; when it rejects, by an error or by
 * `signal`, the file is gone.
 *
 * @param fill adds the parts, and counts what had to be changed
 * @throws the reason of `signal`; system errors such as ENOSPC and EACCES as they come
 */
export async function wholeFile(
  { file, signal }: { file: string; signal: AbortSignal },
  fill: (zip: ZipWriter, changes: WorkbookChanges) => Promise<void>,
): Promise<WrittenWorkbook> {
  signal.throwIfAborted()
  const handle = await open(file, 'w')
  // A device such as /dev/full can be written to, and must not be removed.
  const isOurs = (await handle.stat()).isFile()
  try {
    const changes = noChanges()
    const zip = new ZipWriter(handle)
    await fill(zip, changes)
    signal.throwIfAborted()
    const { bytes, sha256 } = await zip.finish()
    if (isOurs) await handle.sync()
    await handle.close()
    return { bytes, sha256, changes }
  } catch (error) {
    await discard(handle, isOurs ? file : null)
    throw error
  }
}

/** Clean-up must not hide the error that made it necessary. */
async function discard(handle: FileHandle, file: string | null): Promise<void> {
  await handle.close().catch(() => undefined)
  if (file !== null) await unlink(file).catch(() => undefined)
}
