import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { S3 } from './client.ts'

/**
 * Bytes of a part, of which S3 takes 10,000: 80 GB. One is held in memory for each blob that is being put, so
 * that it can be sent again.
 */
export const partBytes = 8 * 1_024 ** 2

export interface Uploaded {
  bytes: number
  etag: string
}

interface Target {
  Bucket: string
  Key: string
}

/** Pieces of any size as parts; the last one says so, and is the only one that may be smaller, or empty. */
async function* inParts(
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ part: Buffer; isLast: boolean }> {
  let pieces: Uint8Array[] = []
  let held = 0
  for await (let piece of content) {
    while (held + piece.length > partBytes) {
      const rest = partBytes - held
      yield { part: Buffer.concat([...pieces, piece.subarray(0, rest)]), isLast: false }
      piece = piece.subarray(rest)
      pieces = []
      held = 0
    }
    pieces.push(piece)
    held += piece.length
  }
  yield { part: Buffer.concat(pieces), isLast: true }
}

const md5 = (part: Buffer): string => createHash('md5').update(part).digest('base64')

/**
 * Sends all of `content` as one object, which is there whole or not at all: what is small in one request, the rest
 * in parts. If anything fails, the parts that were sent are taken back.
 */
export async function upload(
  s3: S3,
  target: Target,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<Uploaded> {
  const sent = { signal, within: s3.times.send }
  const parts: { PartNumber: number; ETag: string | undefined }[] = []
  let uploadId: string | undefined
  let bytes = 0
  let etag: string | undefined

  async function sendPart(part: Buffer): Promise<void> {
    uploadId ??= await s3.ask(
      async (client, { CreateMultipartUploadCommand: Create }, sending) =>
        (await client.send(new Create(target), sending)).UploadId,
      { signal },
    )
    const which = { ...target, UploadId: uploadId, PartNumber: parts.length + 1 }
    const { ETag } = await s3.ask(
      (client, { UploadPartCommand: Send }, sending) =>
        client.send(new Send({ ...which, Body: part, ContentMD5: md5(part) }), sending),
      sent,
    )
    parts.push({ PartNumber: which.PartNumber, ETag })
  }

  try {
    await pipeline(
      content,
      async (source: AsyncIterable<Uint8Array>) => {
        for await (const { part, isLast } of inParts(source)) {
          bytes += part.length
          if (!isLast || parts.length > 0) await sendPart(part)
          else {
            const put = { ...target, Body: part, ContentMD5: md5(part) }
            const answer = await s3.ask(
              (client, { PutObjectCommand: Put }, sending) => client.send(new Put(put), sending),
              sent,
            )
            etag = answer.ETag
          }
        }
      },
      { signal },
    )
    if (parts.length > 0) {
      const whole = { ...target, UploadId: uploadId, MultipartUpload: { Parts: parts } }
      const answer = await s3.ask(
        (client, { CompleteMultipartUploadCommand: Complete }, sending) =>
          client.send(new Complete(whole), sending),
        sent,
      )
      etag = answer.ETag
    }
    return { bytes, etag: etag ?? '' }
  } catch (error) {
    if (uploadId !== undefined) await abort(s3, target, uploadId)
    throw error
  }
}

/** What cannot be taken back now goes with the next sweep. */
export const abort = (s3: S3, target: Target, uploadId: string): Promise<void> =>
  s3
    .ask((client, { AbortMultipartUploadCommand: Abort }, sending) =>
      client.send(new Abort({ ...target, UploadId: uploadId }), sending),
    )
    .then(
      () => undefined,
      () => undefined,
    )
