import { createHash } from 'node:crypto'
import type { Blobs } from '../ports/blobs.ts'

/** Blobs whose tag is remembered; each costs some hundred bytes. */
const maxRemembered = 1_000

/**
 * Makes the strong ETag of a blob out of its bytes as they are now: a person may have edited a workbook
 * after it was written. It is made again only when the content has changed.
 *
 * @returns a function that answers the tag and the size; null where nothing lies under the key
 */
export function createBlobTags(
  blobs: Pick<Blobs, 'stat' | 'open'>,
): (key: string) => Promise<{ tag: string; bytes: number } | null> {
  const known = new Map<string, { version: string; tag: string }>()
  return async function tagOf(key) {
    const facts = await blobs.stat(key)
    if (facts === null) return null
    const { bytes, version } = facts
    const before = known.get(key)
    if (before?.version === version) return { tag: before.tag, bytes }
    const content = await blobs.open(key)
    if (content === null) return null
    const hash = createHash('sha256')
    for await (const chunk of content) hash.update(chunk as Buffer)
    const tag = `"${hash.digest('hex')}"`
    if (known.size >= maxRemembered) known.clear()
    known.set(key, { version, tag })
    return { tag, bytes }
  }
}
