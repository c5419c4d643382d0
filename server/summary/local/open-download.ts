import { localModelLimits } from './limits.ts'
import { isLocal } from '../model/local.ts'
import { fetchFor } from '../model/proxy.ts'
import { DownloadError, type WantedFile } from './wanted-file.ts'

/** A download that has begun. */
export interface OpenedDownload {
  /** Byte that comes first: what was asked for, or 0 where the server cannot go on. */
  from: number
  body: AsyncIterable<Uint8Array>
}

/**
 * Asks for a file from one of its bytes on, over the redirects of the place where it lies. What the place
 * says of size and checksum is held against what was promised before a byte is taken.
 *
 * @throws DownloadError where another try will not help; any other error where it may
 */
export async function openDownload(
  { url, proxy, bytes, sha256 }: WantedFile,
  from: number,
  signal: AbortSignal,
): Promise<OpenedDownload> {
  let address = url
  for (let hop = 0; hop <= localModelLimits.maxRedirects; hop++) {
    const send = await fetchFor({ baseUrl: address, proxy })
    const response = await send(address, {
      headers: {
        'accept-encoding': 'identity',
        ...(from === 0 ? {} : { range: `bytes=${from}-` }),
      },
      redirect: 'manual',
      signal,
    })
    requirePromised(response.headers, bytes, sha256)
    const next = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && next !== null) {
      await response.body?.cancel()
      address = safeAddress(new URL(next, address))
      continue
    }
    if (response.body === null || (response.status !== 200 && response.status !== 206)) {
      await response.body?.cancel()
      // A key or another address would be needed; asking again does not bring them.
      const isFinal = [400, 401, 403, 404, 410, 451].includes(response.status)
      const words = `HTTP ${response.status}`
      if (isFinal) throw new DownloadError({ code: 'download_refused', params: { text: words } })
      throw new Error(words)
    }
    const start = response.status === 206 ? startOf(response.headers, bytes) : 0
    if (start !== 0 && start !== from) throw new Error('the server sent another range')
    return { from: start, body: response.body as AsyncIterable<Uint8Array> }
  }
  throw new DownloadError({ code: 'download_refused', params: { text: 'too many redirects' } })
}

/** First byte of a `Content-Range`; its whole must be as large as was promised. */
function startOf(headers: Headers, bytes: number): number {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  const whole = found?.[2]
  if (whole !== undefined && whole !== '*' && Number(whole) !== bytes) throw another(whole)
  return found === null ? -1 : Number(found[1])
}

/** Hugging Face tells size and SHA-256 of the file that its redirect leads to. */
function requirePromised(headers: Headers, bytes: number, sha256: string): void {
  const size = headers.get('x-linked-size')
  if (size !== null && Number(size) !== bytes) throw another(size)
  const tag = /^"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '')?.[1]
  if (tag !== undefined && tag !== sha256) throw another(`SHA-256 ${tag}`)
}

const another = (text: string): DownloadError =>
  new DownloadError({ code: 'download_changed', params: { text } })

/** Never from an encrypted address to one that is not, but on this computer. */
function safeAddress(next: URL): string {
  if (next.protocol === 'https:' || (next.protocol === 'http:' && isLocal(next.href))) {
    return next.href
  }
  throw new DownloadError({ code: 'download_refused', params: { text: next.protocol } })
}
