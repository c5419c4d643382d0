/** What a picture file says of itself, from its first bytes. */
export interface PictureInfo {
  type: 'png' | 'jpeg'
  /** Pixels. */
  width: number
  height: number
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The kind and size of a PNG or JPEG file; null for anything else, or a file without a size. */
export function pictureInfo(content: Buffer): PictureInfo | null {
  const info = content.subarray(0, 8).equals(pngStart) ? png(content) : jpeg(content)
  return info === null || info.width === 0 || info.height === 0 ? null : info
}

/** PNG (ISO 15948) 11.2.2: the first chunk is IHDR, which begins with width and height. */
function png(content: Buffer): PictureInfo | null {
  if (content.length < 33 || content.toString('latin1', 12, 16) !== 'IHDR') return null
  return { type: 'png', width: content.readUInt32BE(16), height: content.readUInt32BE(20) }
}

/** Start of frame, any coding process (T.81, table B.1); C4, C8 and CC in between are others. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** JPEG (T.81) B.2: segments of marker and length up to the frame header, which holds the size. */
function jpeg(content: Buffer): PictureInfo | null {
  if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8) return null
  let position = 2
  while (position + 9 <= content.length) {
    if (content[position] !== 0xff) return null
    const marker = content[position + 1] ?? 0
    if (marker === 0xff) {
      // Any number of fill bytes may stand before a marker.
      position += 1
      continue
    }
    if (isFrame(marker)) {
      return {
        type: 'jpeg',
        height: content.readUInt16BE(position + 5),
        width: content.readUInt16BE(position + 7),
      }
    }
    const length = content.readUInt16BE(position + 2)
    if (length < 2) return null
    position += 2 + length
  }
  return null
}
