import { readingLimits } from '../limits.ts'
import { decodeLegacy } from './legacy-text.ts'
import type { Sample, SourceEntry } from './reader.ts'

const LF = 0x0a
const CR = 0x0d

/**
 * The bytes of a file in UTF-8, or whatever 8-bit encoding it has: no byte order mark, no UTF-16, and
 * lines that end in LF or CR LF, also where the file ends them in CR alone as old Macs did.
 */
export async function* asUtf8(entry: SourceEntry): AsyncGenerator<Buffer> {
  /** Null until the first line has ended. */
  let endsInCr: boolean | null = null
  for await (const bytes of decoded(entry)) {
    if (endsInCr !== false) {
      const firstCr = bytes.indexOf(CR)
      if (bytes.includes(LF)) endsInCr = false
      // A CR at the end of a chunk may be the first half of CR LF.
      else if (firstCr >= 0 && firstCr < bytes.length - 1) endsInCr = true
    }
    yield endsInCr ? Buffer.from(bytes.map((byte) => (byte === CR ? LF : byte))) : bytes
  }
}

async function* decoded(entry: SourceEntry): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let first = true
  for await (const chunk of entry.open()) {
    let bytes = chunk
    if (first) {
      first = false
      const encoding = utf16Of(bytes)
      if (encoding) decoder = new TextDecoder(encoding)
      else if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
        bytes = bytes.subarray(3)
    }
    if (decoder) bytes = Buffer.from(decoder.decode(bytes, { stream: true }))
    if (bytes.length > 0) yield bytes
  }
  const rest = decoder?.decode()
  if (rest) yield Buffer.from(rest)
}

/** By byte order mark, or by every other byte of the beginning being zero (Windows exports). */
function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 64)
  if (head.length < 8) return null
  let even = 0
  let odd = 0
  head.forEach((byte, index) => {
    if (byte === 0) {
      if (index % 2 === 0) even++
      else odd++
    }
  })
  if (odd > head.length * 0.4 && even === 0) return 'utf-16le'
  if (even > head.length * 0.4 && odd === 0) return 'utf-16be'
  return null
}

/** The beginning of a file, for sniffers. */
export async function takeSample(entry: SourceEntry): Promise<Sample> {
  const parts: Buffer[] = []
  let size = 0
  let whole = true
  for await (const chunk of asUtf8(entry)) {
    parts.push(chunk)
    size += chunk.length
    if (size >= readingLimits.sampleBytes) {
      whole = false
      break
    }
  }
  const bytes = Buffer.concat(parts).subarray(0, readingLimits.sampleBytes)
  return { name: entry.name, text: decodeSample(bytes, whole), whole }
}

/** A sample may end inside a character; that must not make it look like another encoding. */
function decodeSample(bytes: Buffer, whole: boolean): string {
  const text = bytes.toString('utf8')
  const trimmed = whole ? text : text.replace(/\ufffd+$/, '')
  return trimmed.includes('\ufffd') ? (decodeLegacy(bytes) ?? trimmed) : trimmed
}
