import type { S3Client } from '@aws-sdk/client-s3'
import type { BlobPlace } from '../../ports/engine.ts'
import { onUse } from '../shared/on-use.ts'

export type S3Place = Extract<BlobPlace, { kind: 's3' }>
type Sdk = typeof import('@aws-sdk/client-s3')

/** Milliseconds. The SDK by itself waits for ever for a server that takes a connection and says nothing. */
export const s3Times = {
  /** Until a connection stands, and until one request is answered. */
  connect: 3_000,
  request: 8_000,
  /** For a small question with its repetitions, and for sending a part of some megabytes. */
  ask: 12_000,
  send: 60_000,
  /** Of silence in the middle of an answer. */
  silence: 15_000,
  /** For a question that stands in the way of a list. */
  glance: 1_500,
}
export type S3Times = typeof s3Times

/** The object store does not answer, or asks to be left alone for a moment. */
export class BlobsUnavailable extends Error {
  override name = 'BlobsUnavailable'
  readonly code = 'blobs_unavailable'

  constructor(words: string, cause?: unknown) {
    super(`The object store does not answer: ${words}`, { cause })
  }
}

/** It answers, and refuses: a wrong key, a bucket that is not there. */
class BlobsRefused extends Error {
  override name = 'BlobsRefused'
  readonly code = 'blobs_refused'
}

/** How one request is to be sent: ends with the signal, and is repeated after so many milliseconds. */
interface Sending {
  abortSignal: AbortSignal
  requestTimeout: number
}

export type Work<T> = (client: S3Client, sdk: Sdk, sending: Sending) => Promise<T>

export interface S3 {
  readonly times: S3Times
  /**
   * Asks, and again where that is harmless, within a time. Nothing of the SDK is read from the disk before.
   *
   * @param options.within milliseconds; default `times.ask`
   * @throws BlobsUnavailable, BlobsRefused, or the reason of `signal`
   */
  ask<T>(work: Work<T>, options?: { signal?: AbortSignal | undefined; within?: number }): Promise<T>
  /** The same; null where there is no such object. */
  find<T>(work: Work<T>, within?: number): Promise<T | null>
}

interface Told {
  name?: string
  code?: string
  message?: string
  $metadata?: { httpStatusCode?: number }
}

const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'TimeoutError',
  'AbortError',
  'SlowDown',
  'RequestTimeout',
])

const isMissing = (error: unknown): boolean => {
  const { name, $metadata } = error as Told
  return name === 'NotFound' || name === 'NoSuchKey' || name === 'NoSuchUpload'
    ? true
    : $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket'
}

/** An error of the SDK as one of ours. */
export function asTold(error: unknown): unknown {
  if (error instanceof BlobsUnavailable) return error
  const { name = '', code = '', message = '', $metadata } = error as Told
  const status = $metadata?.httpStatusCode ?? 0
  if (away.has(code) || away.has(name) || status >= 500 || status === 429) {
    return new BlobsUnavailable(message === '' ? name || code : message, error)
  }
  if (status >= 300 || name === 'CredentialsProviderError') {
    return new BlobsRefused(`The object store refuses: ${name} ${message}`, { cause: error })
  }
  return error
}

/** Connects when it is first asked; whoever it asks as is found by the SDK (environment, files, roles). */
export function openS3({ region, endpoint, pathStyle }: S3Place, times: S3Times): S3 {
  const sdk = onUse(() => import('@aws-sdk/client-s3'))
  const client = onUse(async () => {
    const { S3Client: Client } = await sdk()
    return new Client({
      region,
      forcePathStyle: pathStyle,
      ...(endpoint !== null && { endpoint }),
      maxAttempts: 3,
      // Servers other than Amazon's do not all know the newer checksums; parts are sent with their MD5.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: times.connect,
        requestTimeout: times.request,
        throwOnRequestTimeout: true,
      },
    })
  })

  async function ask<T>(
    work: Work<T>,
    { signal, within = times.ask }: { signal?: AbortSignal | undefined; within?: number } = {},
  ): Promise<T> {
    signal?.throwIfAborted()
    const late = AbortSignal.timeout(within)
    const abortSignal = signal === undefined ? late : AbortSignal.any([signal, late])
    const sending = { abortSignal, requestTimeout: Math.max(times.request, within / 2) }
    try {
      return await work(await client(), await sdk(), sending)
    } catch (error) {
      signal?.throwIfAborted()
      if (isMissing(error)) throw error
      throw late.aborted
        ? new BlobsUnavailable(`no answer in ${within / 1_000} s`, error)
        : asTold(error)
    }
  }
  return {
    times,
    ask,
    async find(work, within) {
      try {
        return await ask(work, { ...(within !== undefined && { within }) })
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
  }
}
