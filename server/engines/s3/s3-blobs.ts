import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pLimit from 'p-limit'
import { isBlobKey, type BlobFacts, type Blobs, type ByteRange } from '../../ports/blobs.ts'
import { writeNewFile } from '../../write-file.ts'
import { unfinishedEnding } from '../shared/folder-blobs.ts'
import { asTold, BlobsUnavailable, openS3, s3Times, type S3Place } from './client.ts'
import { abort, upload } from './upload.ts'

/** Questions about single objects that are on their way at once. */
const maxQuestions = 16

/** An entity tag without its quotes. */
const plain = (etag: string | undefined): string => etag?.replaceAll('"', '') ?? ''

/** Resolves as `work` does, or rejects after a silence. */
function unlessSilent<T>(work: Promise<T>, silenceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BlobsUnavailable(`silent for ${silenceMs / 1_000} s in the middle`)),
      silenceMs,
    )
  })
  return Promise.race([work, silence]).finally(() => clearTimeout(timer))
}

/** The body of an answer, whose end is told where it was cut off or fell silent. A slow reader is no silence. */
function watched(body: Readable, silenceMs: number): Readable {
  async function* pieces(): AsyncGenerator<Buffer> {
    const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    try {
      for (;;) {
        const next = await unlessSilent(iterator.next(), silenceMs)
        if (next.done === true) return
        yield next.value
      }
    } catch (error) {
      throw asTold(error)
    }
  }
  const told = Readable.from(pieces(), { objectMode: false })
  told.once('close', () => body.destroy())
  return told
}

/**
 * Blobs as objects of an S3 bucket, each under the prefix and its key. Nothing is asked before the first call.
 *
 * @param workFolder where files are made, and lent
 * @param times how long it is waited for; default as fits servers near by
 */
export function s3Blobs(place: S3Place, workFolder: string, times = s3Times): Blobs {
  const s3 = openS3(place, times)
  const { bucket: Bucket, prefix } = place
  const limit = pLimit(maxQuestions)
  const targetOf = (key: string): { Bucket: string; Key: string } => ({
    Bucket,
    Key: `${prefix}${key}`,
  })

  function placeFor(key: string): { Bucket: string; Key: string } {
    if (!isBlobKey(key)) throw new RangeError(`${JSON.stringify(key)} is no key of a blob`)
    return targetOf(key)
  }

  async function stat(key: string, within?: number): Promise<BlobFacts | null> {
    if (!isBlobKey(key)) return null
    const found = await s3.find(
      (client, { HeadObjectCommand: Head }, sending) =>
        client.send(new Head(targetOf(key)), sending),
      within,
    )
    return found === null ? null : { bytes: found.ContentLength ?? 0, version: plain(found.ETag) }
  }

  async function open(key: string, range?: ByteRange): Promise<Readable | null> {
    if (!isBlobKey(key)) return null
    const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` }
    const found = await s3.find((client, { GetObjectCommand: Get }, sending) =>
      // The time ends with the head of the answer; its body may be long, and is watched.
      client.send(new Get({ ...targetOf(key), ...part }), sending),
    )
    return found === null ? null : watched(found.Body as Readable, times.silence)
  }

  async function remove(key: string): Promise<void> {
    if (!isBlobKey(key)) return
    await s3.find((client, { DeleteObjectCommand: Delete }, sending) =>
      client.send(new Delete(targetOf(key)), sending),
    )
  }

  async function put(
    key: string,
    content: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<BlobFacts> {
    const { bytes, etag } = await upload(s3, placeFor(key), content, signal)
    return { bytes, version: plain(etag) }
  }

  /** Parts of uploads that a process began before a moment and never ended. */
  async function abortOld(area: string, before: number): Promise<void> {
    const under = { Bucket, Prefix: `${prefix}${area}/` }
    const { Uploads = [] } = await s3.ask((client, { ListMultipartUploadsCommand: L }, sending) =>
      client.send(new L(under), sending),
    )
    for (const { Key, UploadId, Initiated } of Uploads) {
      if (Key === undefined || UploadId === undefined) continue
      if ((Initiated?.getTime() ?? Infinity) <= before) await abort(s3, { Bucket, Key }, UploadId)
    }
  }

  return {
    isShared: true,
    workFolder,
    async putFile(key, path) {
      placeFor(key)
      await put(key, createReadStream(path, { highWaterMark: 1_024 ** 2 }))
      await rm(path, { force: true })
    },
    async put(key, content, { signal } = {}) {
      placeFor(key)
      signal?.throwIfAborted()
      return put(key, content, signal)
    },
    stat: (key) => stat(key),
    async present(keys) {
      const found = new Set<string>()
      let isAway = false
      const look = async (key: string): Promise<void> => {
        // Once one was not answered nobody waits for the others.
        if (isAway || (await stat(key, times.glance)) === null) return
        found.add(key)
      }
      await Promise.all(keys.map((key) => limit(() => look(key)))).catch((error: unknown) => {
        isAway = true
        throw error
      })
      return found
    },
    open,
    async lend(key) {
      const content = await open(key)
      if (content === null) return null
      // A process that starts removes what the one before has left under such a name.
      const path = join(workFolder, `lent-${randomUUID()}${unfinishedEnding}`)
      const release = (): Promise<void> => rm(path, { force: true })
      try {
        await writeNewFile(path, content, { mode: 0o600 })
      } catch (error) {
        await release()
        throw error
      }
      return { path, release }
    },
    localPath: () => null,
    remove,
    async sweep(area, { needed, olderThanMs }) {
      const before = Date.now() - olderThanMs
      const under = { Bucket, Prefix: `${prefix}${area}/` }
      let from: string | undefined
      do {
        const page = await s3.ask((client, { ListObjectsV2Command: List }, sending) =>
          client.send(new List({ ...under, ContinuationToken: from }), sending),
        )
        const old = (page.Contents ?? []).flatMap(({ Key = '', LastModified }) =>
          (LastModified?.getTime() ?? Infinity) <= before ? [Key.slice(prefix.length)] : [],
        )
        const staying = old.length === 0 ? new Set() : await needed(old)
        await Promise.all(
          old.filter((key) => !staying.has(key)).map((key) => limit(() => remove(key))),
        )
        from = page.NextContinuationToken
      } while (from !== undefined)
      await abortOld(area, before)
    },
  }
}
