import { open, unlink, type FileHandle } from 'node:fs/promises'
import { anonymized } from './anonymize.ts'
import { noChanges, type WorkbookChanges } from './changes.ts'
import { speechIn } from '../figures/speech-in.ts'
import type { WorkbookInput } from './input.ts'
import { abortable } from './message-source.ts'
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
export async function writeWorkbook(asked: WorkbookInput): Promise<WrittenWorkbook> {
  const { language = 'en', anonymize = false } = asked.options ?? {}
  const speech = speechIn(language, asked.statistics.timeZone)
  const input = anonymize ? anonymized(asked, speech) : asked
  input.signal.throwIfAborted()
  const handle = await open(input.file, 'w')
  // A device such as /dev/full can be written to, and must not be removed.
  const isOurs = (await handle.stat()).isFile()
  try {
    const changes = noChanges()
    const zip = new ZipWriter(handle)
    await writeParts({ ...input, speech, zip, changes, slices: abortable(input) })
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
