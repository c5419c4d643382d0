import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** Files whose tag is remembered; each costs some hundred bytes. */
const maxRemembered = 1_000

/**
 * Makes the strong ETag of a file out of its bytes as they are now: a person may have edited a workbook
 * after it was written. It is made again only when the file has changed.
 *
 * @returns a function that answers null for what is no regular file, links among them
 */
export function createFileTags(): (path: string) => Promise<string | null> {
  const known = new Map<string, { state: string; tag: string }>()
  return async function tagOf(path) {
    const handle = await openPlain(path)
    if (handle === null) return null
    try {
      const { size, mtimeNs, ctimeNs, ino } = await handle.stat({ bigint: true })
      const state = [ino, size, mtimeNs, ctimeNs].join(' ')
      const before = known.get(path)
      if (before?.state === state) return before.tag
      const hash = createHash('sha256')
      for await (const chunk of handle.createReadStream({ autoClose: false })) {
        hash.update(chunk as Buffer)
      }
      const tag = `"${hash.digest('hex')}"`
      if (known.size >= maxRemembered) known.clear()
      known.set(path, { state, tag })
      return tag
    } finally {
      await handle.close()
    }
  }
}

/** Follows no link, and does not wait at a pipe. */
async function openPlain(path: string) {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  let handle
  try {
    handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ELOOP', 'ENXIO', 'EISDIR'].includes(code)) return null
    throw error
  }
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  return null
}
