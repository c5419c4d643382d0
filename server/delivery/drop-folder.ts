import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, rename, rm, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { sentence } from '../contract/sentences.ts'
import { writeNewFile } from '../write-file.ts'
import { dispatchLimits } from './limits.ts'
import { oneLine } from './one-line.ts'
import type { TryOutcome } from './try-outcome.ts'

/** A file on its way into a folder. */
export interface DroppedFile {
  /** Names the unfinished copy; the same at every try, so that none is left behind. */
  id: string
  fileName: string
  content: AsyncIterable<Uint8Array>
}

/**
 * Copies a file into a folder that somebody else looks into, or that is synced: it appears there whole, under its
 * name, and nothing that is there is overwritten. A file of the same name and content counts as the copy; of the
 * same name and other content, the copy is called ` (2)`. The folder itself is never made, because a disk that is
 * not there must not be written beside. Never rejects.
 */
export async function dropIntoFolder(
  folder: string,
  { id, fileName, content }: DroppedFile,
  signal: AbortSignal,
): Promise<TryOutcome> {
  const partial = join(folder, `.${id}.part`)
  try {
    const found = await stat(folder).catch(() => null)
    if (found?.isDirectory() !== true) {
      return {
        state: 'again',
        said: sentence('folder_not_there', { folder: oneLine(folder, 500) }),
      }
    }
    await rm(partial, { force: true })
    await writeNewFile(partial, content, { durable: true, signal })
    const file = await giveName(folder, partial, fileName)
    return { state: 'sent', said: sentence('folder_put', { file }) }
  } catch (error) {
    const text = oneLine(error instanceof Error ? error.message : 'unknown', 300)
    const said = sentence('folder_not_written', { folder: oneLine(folder, 500), text })
    return { state: 'again', said }
  } finally {
    await rm(partial, { force: true }).catch(() => undefined)
  }
}

/** @returns the name that the file has at last */
async function giveName(folder: string, partial: string, fileName: string): Promise<string> {
  const { name, ext } = parse(fileName)
  const hash = await hashOf(partial)
  for (let n = 1; n <= dispatchLimits.maxSameName; n++) {
    const wanted = n === 1 ? fileName : `${name} (${n})${ext}`
    const path = join(folder, wanted)
    if (await takesName(partial, path)) return wanted
    if ((await hashOf(path).catch(() => null)) === hash) return wanted
  }
  throw new Error(`There are too many files called ${fileName}.`)
}

/** A link fails where the name is taken, a rename would overwrite it; not every file system has links. */
async function takesName(partial: string, path: string): Promise<boolean> {
  try {
    await link(partial, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    if ((await stat(path).catch(() => null)) !== null) return false
    await rename(partial, path)
    return true
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
