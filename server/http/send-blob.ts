import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { ByteRange } from '../ports/blobs.ts'
import { HttpProblem } from './problem.ts'

/**
 * Answers with a blob, or the part of it that `Range` asks for (RFC 9110, section 14). The response has its
 * strong ETag already, for `If-None-Match` and `If-Range`. Several ranges at once are answered with all of
 * it. Resolves too when the reader has gone away.
 *
 * @throws HttpProblem 416 where the blob has no such part
 */
export async function sendBlob(
  req: Request,
  res: Response,
  blob: { bytes: number; open(range: ByteRange): Promise<Readable> },
): Promise<void> {
  const { bytes } = blob
  res.set('Accept-Ranges', 'bytes')
  if (req.fresh) {
    res.removeHeader('Content-Type')
    res.status(304).end()
    return
  }
  const range = rangeOf(req, res, bytes)
  const length = range === undefined ? bytes : range.end - range.start + 1
  if (range !== undefined) {
    res.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`)
  }
  // As a number: Node before 20.19 compares it with the bytes that were sent as it is, and a text is no number.
  res.setHeader('Content-Length', length)
  if (req.method === 'HEAD' || length === 0) {
    res.end()
    return
  }
  // No further than was said, though a file may have grown meanwhile.
  const content = await blob.open(range ?? { start: 0, end: bytes - 1 })
  // The headers are out: `pipeline` cuts the connection, which tells the reader.
  await pipeline(content, (source: AsyncIterable<Buffer>) => wholly(source, length), res).catch(
    () => undefined,
  )
}

/**
 * Fails where there is less than was said: a file that has become shorter must not look like a whole one. The
 * response would look, too, but it throws where nobody can catch it, which ends the process.
 */
async function* wholly(content: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let sent = 0
  for await (const chunk of content) {
    sent += chunk.length
    yield chunk
  }
  if (sent < length) throw new Error(`${length - sent} bytes are missing`)
}

/** Undefined: all of it. */
function rangeOf(req: Request, res: Response, bytes: number): ByteRange | undefined {
  const condition = req.get('If-Range')
  if (condition !== undefined && condition !== res.get('ETag')) return undefined
  const ranges = req.range(bytes, { combine: true })
  if (ranges === -1) {
    const headers = { 'Content-Range': `bytes */${bytes}` }
    throw new HttpProblem(416, { code: 'bad_request', params: { context: 'range' } }, { headers })
  }
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes') return undefined
  const [only] = ranges
  return ranges.length === 1 ? only : undefined
}
