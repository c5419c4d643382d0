import { fileURLToPath } from 'node:url'
import type { BlobPlace } from '../../ports/engine.ts'
import { sentence, type Sentence } from '../../contract/sentences.ts'
import type { Language } from '../../words/catalogues.ts'
import { sayPhrase } from '../../words/say.ts'
import { SpokenError } from '../../words/spoken-error.ts'

/** Why an address says no place for files. */
export class BlobPlaceError extends SpokenError {
  override name = 'BlobPlaceError'
  readonly phrase: 'blobs_form' | 'blobs_key' | 'blobs_endpoint'

  constructor(phrase: BlobPlaceError['phrase']) {
    super(sayPhrase('en', phrase))
    this.phrase = phrase
  }

  sayIn(language: Language): string {
    return sayPhrase(language, this.phrase)
  }
}

/** What may stand behind the `?` of an `s3://` address. */
const known = ['endpoint', 'region', 'pathStyle']

/** Names of buckets as S3 has them. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

/**
 * Reads `s3://BUCKET[/PREFIX]?endpoint=https://HOST&region=NAME&pathStyle=true|false` or `file:///SHARED/FOLDER`.
 * Region defaults to us-east-1, and the path style to true where there is an endpoint, because servers other than
 * Amazon's seldom have a host name for each bucket. Who asks for a bucket says so by the variables and files of the
 * AWS SDK, never in the address, which other programs of the computer may see.
 *
 * @throws BlobPlaceError, which does not repeat the address
 */
export function blobPlaceOf(address: string): BlobPlace {
  if (!URL.canParse(address)) throw new BlobPlaceError('blobs_form')
  const url = new URL(address)
  if (url.protocol === 'file:') {
    if (url.host !== '' || url.search !== '') throw new BlobPlaceError('blobs_form')
    return { kind: 'folder', folder: fileURLToPath(url) }
  }
  if (url.protocol !== 's3:') throw new BlobPlaceError('blobs_form')
  if (url.username !== '' || url.password !== '') {
    throw new BlobPlaceError('blobs_key')
  }
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined || !bucketName.test(url.host)) throw new BlobPlaceError('blobs_form')
  const endpoint = url.searchParams.get('endpoint')
  const pathStyle = url.searchParams.get('pathStyle')
  if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:/.test(endpoint))) {
    throw new BlobPlaceError('blobs_endpoint')
  }
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
  return {
    kind: 's3',
    bucket: url.host,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    endpoint,
    pathStyle: pathStyle === null ? endpoint !== null : pathStyle === 'true',
  }
}

/** What people call it. */
export const nameOfPlace = (place: BlobPlace): Sentence =>
  place.kind === 'folder'
    ? sentence('place_folder', { folder: place.folder })
    : sentence('place_bucket', {
        bucket: place.bucket,
        host: place.endpoint === null ? 'Amazon S3' : new URL(place.endpoint).host,
      })
