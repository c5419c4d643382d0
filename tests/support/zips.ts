import { crc32, deflateRawSync } from 'node:zlib'

/** The record of one file in the list at the end of a zip, and in front of its bytes. */
function headers(name: string, content: Buffer, packed: Buffer, offset: number) {
  const shared = Buffer.alloc(26)
  shared.writeUInt16LE(20, 0)
  shared.writeUInt16LE(8, 4)
  shared.writeUInt32LE(crc32(content), 10)
  shared.writeUInt32LE(packed.length, 14)
  shared.writeUInt32LE(content.length, 18)
  shared.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name)])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  const listed = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), shared, rest, Buffer.from(name)])
  return { local, listed }
}

/** A zip that lists one block of packed bytes as many files, which no tool writes. */
export function overlappingZip(content: Buffer, copies: number): Buffer {
  const packed = deflateRawSync(content)
  const { local } = headers('chat-0.txt', content, packed, 0)
  const body = Buffer.concat([local, packed])
  const list = Buffer.concat(
    Array.from({ length: copies }, (_, n) => headers(`chat-${n}.txt`, content, packed, 0).listed),
  )
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(copies, 8)
  end.writeUInt16LE(copies, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(body.length, 16)
  return Buffer.concat([body, list, end])
}
