import { describe, expect, it } from 'vitest'
import { inEnglish } from '../../words/say.ts'
import { blobPlaceOf, nameOfPlace } from './blob-place.ts'

describe('the address of a store of files', () => {
  it('names a bucket at Amazon, with what else is known of it left as it is usual there', () => {
    expect(blobPlaceOf('s3://team-files')).toEqual({
      kind: 's3',
      bucket: 'team-files',
      prefix: '',
      region: 'us-east-1',
      endpoint: null,
      pathStyle: false,
    })
  })

  it('names a bucket elsewhere, a part of it, and how it is called', () => {
    const place = blobPlaceOf('s3://files/a/b/?endpoint=https://store.example:9000&region=eu')
    expect(place).toMatchObject({ prefix: 'a/b/', region: 'eu', pathStyle: true })
    expect(inEnglish(nameOfPlace(place))).toBe('The bucket files at store.example:9000')
    const byHost = blobPlaceOf('s3://files?endpoint=https://store.example&pathStyle=false')
    expect(byHost).toMatchObject({ pathStyle: false })
  })

  it('names a folder that all nodes have', () => {
    const place = blobPlaceOf('file:///srv/shared%20files')
    expect(place).toEqual({ kind: 'folder', folder: '/srv/shared files' })
    expect(inEnglish(nameOfPlace(place))).toBe('The shared folder /srv/shared files')
  })

  it.each([
    'nonsense',
    'https://store.example/files',
    's3://',
    's3://Upper/',
    's3://files?secret=SK1234',
    's3://files?endpoint=ftp://store.example',
    's3://files?endpoint=store',
    'file://host/share',
    's3://AK1234:SK1234@files',
  ])('is refused as %s, without a secret in what is said', (address) => {
    expect(() => blobPlaceOf(address)).toThrow(/^(?!.*1234)/)
  })
})
