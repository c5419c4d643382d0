import { describe, expect, it } from 'vitest'
import { pictureInfo } from './logo.ts'

const segment = (marker: number, body: number[]): number[] => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 0xff,
  ...body,
]
const frame = [8, 0x01, 0x2c, 0x02, 0x58, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]

describe('the size of a picture', () => {
  it('is read from a JPEG behind whatever stands before its frame', () => {
    const content = Buffer.from([
      0xff,
      0xd8,
      ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0]),
      ...segment(0xc4, [0, 1, 2]),
      0xff,
      ...segment(0xc2, frame),
    ])
    expect(pictureInfo(content)).toEqual({ type: 'jpeg', width: 600, height: 300 })
  })

  it.each([
    ['nothing', []],
    ['a JPEG that ends at once', [0xff, 0xd8, 0xff]],
    ['a JPEG with a segment of no length', [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['a JPEG without a size', [0xff, 0xd8, ...segment(0xc0, [8, 0, 0, 0, 0, 3])]],
    ['a GIF', [...Buffer.from('GIF89a'), 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('is none for %s', (_, bytes) => {
    expect(pictureInfo(Buffer.from(bytes))).toBeNull()
  })
})
