import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { sentence } from '../../contract/sentences.ts'
import { SentenceError } from '../../words/sentence-error.ts'
import type { Blobs } from '../../ports/blobs.ts'
import type { BlobPlace } from '../../ports/engine.ts'
import { nameOfPlace } from '../shared/blob-place.ts'
import { folderBlobs } from '../shared/folder-blobs.ts'
import type { Pool } from './pool.ts'
import { unusable } from './unusable.ts'
import { makeFolder } from '../../make-folder.ts'

/** Opens where files go. @param folder the data folder of this node */
export async function openBlobs(folder: string, place: BlobPlace | undefined): Promise<Blobs> {
  if (place === undefined) return folderBlobs(folder)
  const workFolder = join(folder, 'tmp')
  if (place.kind === 'folder') return folderBlobs(place.folder, workFolder)
  // The SDK is read from the disk only where it is needed.
  const { s3Blobs } = await import('../s3/s3-blobs.ts')
  return s3Blobs(place, workFolder)
}

/** Says in the store which database it belongs to. */
const markKey = 'store/database'

/**
 * Makes sure that the store is the one of this database: a shared folder that is not mounted, or a bucket of
 * another installation, would take files that no other node finds. A store is marked when it is first used.
 *
 * @throws SentenceError `place_unusable`, which names the store
 */
export async function claimBlobs(pool: Pool, blobs: Blobs, place: BlobPlace): Promise<void> {
  try {
    // Nodes that start together agree on what the first has written.
    await pool.run(
      `INSERT INTO meta (key, value) VALUES ('database-id', $1) ON CONFLICT DO NOTHING`,
      [JSON.stringify(randomUUID())],
    )
    const [kept] = await pool.rows<{ id: string; used: boolean }>(
      `SELECT value AS id, EXISTS (SELECT 1 FROM meta WHERE key = 'blobs-used') AS used
       FROM meta WHERE key = 'database-id'`,
    )
    const { id = '', used = false } = kept ?? {}
    if (place.kind === 'folder' && !used) makeFolder(join(place.folder, 'tmp'))
    const mark = await blobs.open(markKey)
    const found = mark === null ? null : await text(mark)
    if (found !== null && found !== id) throw new SentenceError(sentence('blobs_foreign'))
    if (found === null && used) {
      throw new SentenceError(sentence('blobs_not_mounted'))
    }
    if (found === null) await blobs.put(markKey, Readable.from([Buffer.from(id)]))
    await pool.run(
      `INSERT INTO meta (key, value) VALUES ('blobs-used', 'true') ON CONFLICT DO NOTHING`,
    )
  } catch (error) {
    throw unusable(nameOfPlace(place), error)
  }
}
