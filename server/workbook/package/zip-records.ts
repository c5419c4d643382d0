/** The records of a zip file (PKWARE APPNOTE 6.3.10). Section numbers refer to it. */
export interface ZipEntry {
  name: string
  /** Position of its local header in the file. */
  offset: number
  crc: number
  packedSize: number
  size: number
}

/** Largest value of a 32-bit field; it means "see the zip64 record". */
const MAX_32 = 0xffff_ffff
const MAX_16 = 0xffff
const DEFLATE = 8
/** Sizes follow the data (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808
/** 1980-01-01 00:00, the earliest a zip can say: the same input makes the same bytes. */
const DOS_TIME = 0
const DOS_DATE = 0x0021
const VERSION = 20
const VERSION_ZIP64 = 45

/** An entry must stay below 4 GiB, or its data descriptor would need a form few readers know. */
export const maxEntryBytes = MAX_32 - 1

/** 4.3.7 */
export function localHeader(name: string): Buffer {
  const nameBytes = Buffer.from(name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATE, 8)
  header.writeUInt16LE(DOS_TIME, 10)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt16LE(nameBytes.length, 26)
  return Buffer.concat([header, nameBytes])
}

/** 4.3.9 */
export function dataDescriptor(entry: Pick<ZipEntry, 'crc' | 'packedSize' | 'size'>): Buffer {
  if (entry.size > maxEntryBytes || entry.packedSize > maxEntryBytes) {
    throw new RangeError('A part of the workbook is larger than 4 GiB')
  }
  const record = Buffer.alloc(16)
  record.writeUInt32LE(0x08074b50, 0)
  record.writeUInt32LE(entry.crc, 4)
  record.writeUInt32LE(entry.packedSize, 8)
  record.writeUInt32LE(entry.size, 12)
  return record
}

/** 4.3.12 to 4.3.16: the directory, and its zip64 records where the file passes 4 GiB. */
export function centralDirectory(entries: readonly ZipEntry[], start: number): Buffer {
  const records = entries.map(directoryHeader)
  const size = records.reduce((sum, record) => sum + record.length, 0)
  const needsZip64 = start + size > MAX_32 || entries.length >= MAX_16
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries.length, MAX_16), 8)
  end.writeUInt16LE(Math.min(entries.length, MAX_16), 10)
  end.writeUInt32LE(Math.min(size, MAX_32), 12)
  end.writeUInt32LE(needsZip64 ? MAX_32 : start, 16)
  const zip64 = needsZip64 ? [zip64End(entries.length, size, start)] : []
  return Buffer.concat([...records, ...zip64, end])
}

function directoryHeader(entry: ZipEntry): Buffer {
  const nameBytes = Buffer.from(entry.name)
  const isFar = entry.offset >= MAX_32
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(isFar ? VERSION_ZIP64 : VERSION, 4)
  header.writeUInt16LE(isFar ? VERSION_ZIP64 : VERSION, 6)
  header.writeUInt16LE(FLAGS, 8)
  header.writeUInt16LE(DEFLATE, 10)
  header.writeUInt16LE(DOS_TIME, 12)
  header.writeUInt16LE(DOS_DATE, 14)
  header.writeUInt32LE(entry.crc, 16)
  header.writeUInt32LE(entry.packedSize, 20)
  header.writeUInt32LE(entry.size, 24)
  header.writeUInt16LE(nameBytes.length, 28)
  header.writeUInt16LE(isFar ? 12 : 0, 30)
  header.writeUInt32LE(isFar ? MAX_32 : entry.offset, 42)
  if (!isFar) return Buffer.concat([header, nameBytes])
  const extra = Buffer.alloc(12)
  extra.writeUInt16LE(0x0001, 0)
  extra.writeUInt16LE(8, 2)
  extra.writeBigUInt64LE(BigInt(entry.offset), 4)
  return Buffer.concat([header, nameBytes, extra])
}

function zip64End(count: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(VERSION_ZIP64, 12)
  record.writeUInt16LE(VERSION_ZIP64, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(start + size), 64)
  record.writeUInt32LE(1, 72)
  return record
}
