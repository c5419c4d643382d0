import { fileURLToPath } from 'node:url'
import type { BlobPlace } from '../../ports/engine.ts'

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
 * @throws Error with a sentence that does not repeat the address
 */
export function blobPlaceOf(address: string): BlobPlace {
  if (!URL.canParse(address)) throw new Error(howTo)
  const url = new URL(address)
  if (url.protocol === 'file:') {
    if (url.host !== '' || url.search !== '') throw new Error(howTo)
    return { kind: 'folder', folder: fileURLToPath(url) }
  }
  if (url.protocol !== 's3:') throw new Error(howTo)
  if (url.username !== '' || url.password !== '') {
    throw new Error(
      'Give the key of the object store by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not in its address.',
    )
  }
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined || !bucketName.test(url.host)) throw new Error(howTo)
  const endpoint = url.searchParams.get('endpoint')
  const pathStyle = url.searchParams.get('pathStyle')
  if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:/.test(endpoint))) {
    throw new Error('The endpoint of an object store begins with https:// or http://.')
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

const howTo =
  'Name where files go as s3://BUCKET?endpoint=https://HOST&region=NAME, or file:///SHARED/FOLDER.'

/** What people call it. */
export const nameOfPlace = (place: BlobPlace): string =>
  place.kind === 'folder'
    ? `The shared folder ${place.folder}`
    : `The bucket ${place.bucket} at ${place.endpoint === null ? 'Amazon S3' : new URL(place.endpoint).host}`
