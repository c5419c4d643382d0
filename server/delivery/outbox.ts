import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OutgoingMail } from './message.ts'

/**
 * Writes a mail as an `.eml` file that either stands there whole or not at all: to a file of another
 * name, to the disk, then renamed.
 *
 * @param tmpDir - On the same file system as `outboxDir`.
 * @returns The path of the file.
 */
export async function saveToOutbox(
  mail: OutgoingMail,
  fileName: string,
  { outboxDir, tmpDir }: { outboxDir: string; tmpDir: string },
  signal: AbortSignal,
): Promise<string> {
  await mkdir(outboxDir, { recursive: true })
  await mkdir(tmpDir, { recursive: true })
  const target = join(outboxDir, fileName)
  const unfinished = join(tmpDir, `.${fileName}.${randomUUID()}.tmp`)
  try {
    await pipeline(mail.open(), createWriteStream(unfinished, { mode: 0o600 }), { signal })
    await flush(unfinished)
    signal.throwIfAborted()
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await flushFolder(dirname(target))
  return target
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the new name durable. Windows cannot open a folder, and does not need to. */
async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch (error) {
    if (process.platform !== 'win32') throw error
  }
}
