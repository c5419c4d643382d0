import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/**
 * Writes all of `content` to a new file. Settles only once the file is closed: `pipeline` alone rejects while
 * the file may still be about to be made, and it would then come to be after it was cleaned away.
 *
 * @param options.durable whether its bytes are on the disk before this resolves; default false
 * @param options.mode of the file, default 0o666 less the umask
 * @throws with EEXIST where there is a file; whatever `content`, the disk or `signal` fails with, and then a part of
 *   the file may be left
 */
export async function writeNewFile(
  path: string,
  content: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
  options: { durable?: boolean; mode?: number; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { durable = false, mode = 0o666, signal } = options
  const file = createWriteStream(path, { flags: 'wx', mode, flush: durable })
  const closed = new Promise<void>((resolve) => file.once('close', resolve))
  try {
    await pipeline(content, file, { signal })
  } finally {
    await closed
  }
}
