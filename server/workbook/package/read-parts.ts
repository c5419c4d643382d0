import { inflateRawSync } from 'node:zlib'

/**
 * The parts of a small zip file in memory, by name. Made for what exceljs has just written, not for
 * files from outside: no zip64, no encryption.
 */
export function readParts(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  const parts = new Map<string, Buffer>()
  let position = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = zip.readUInt16LE(position + 10)
    const packedSize = zip.readUInt32LE(position + 20)
    const nameLength = zip.readUInt16LE(position + 28)
    const name = zip.toString('utf8', position + 46, position + 46 + nameLength)
    const header = zip.readUInt32LE(position + 42)
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
    const packed = zip.subarray(start, start + packedSize)
    if (!name.endsWith('/')) parts.set(name, method === 0 ? packed : inflateRawSync(packed))
    position += 46 + nameLength + zip.readUInt16LE(position + 30) + zip.readUInt16LE(position + 32)
  }
  return parts
}
