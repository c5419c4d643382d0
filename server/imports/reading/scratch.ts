import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeNewFile } from '../../write-file.ts'

/** A folder for what must be unpacked to be read; it is made when first needed. */
export interface Scratch {
  /** Writes the bytes to a file of its own and returns its path. Rejects when the signal aborts. */
  write(bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<string>
  /** Removes everything written. */
  close(): Promise<void>
}

/** Names of files in it come from here and never from an archive. */
export function openScratch(parent: string): Scratch {
  const folder = join(parent, `unpacked-${randomUUID()}`)
  let files = 0
  return {
    async write(bytes, signal) {
      if (files === 0) await mkdir(folder, { recursive: true })
      const path = join(folder, String(++files))
      await writeNewFile(path, bytes, { signal })
      return path
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
