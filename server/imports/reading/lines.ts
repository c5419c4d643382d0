import { isAscii, isUtf8 } from 'node:buffer'
import { decodeLegacy } from './legacy-text.ts'
import { asUtf8 } from './source-text.ts'
import type { RoomSink, SourceEntry } from './reader.ts'

/** Why a line is not what stands in the file, bit by bit. */
export type LineMending = 'encoding' | 'cut'

export interface LineBatch {
  /** Without line ends. */
  lines: string[]
  /** Number of the first line, from 1. */
  firstLine: number
  /** Lines that needed mending, by index into `lines`; mostly empty. */
  mended: { index: number; how: LineMending }[]
}

/** Longest line kept, in bytes. A chat line has kilobytes; a longer one is cut, and counted. */
export const MAX_LINE_BYTES = 16 * 1_024 * 1_024

const LF = 0x0a
const CR = 0x0d

/**
 * Lines of a text file, in batches of about one chunk, since one `await` per line would cost more
 * than reading it. UTF-8 unless a line is not; such a line alone is read as windows-1252 (or as
 * ISO-2022-JP where its escapes stand), because one log may hold several encodings.
 */
export async function* readLines(entry: SourceEntry): AsyncGenerator<LineBatch> {
  let carry: Buffer[] = []
  let carried = 0
  let cutting = false
  let firstLine = 1
  for await (const chunk of asUtf8(entry)) {
    const lastBreak = chunk.lastIndexOf(LF)
    if (lastBreak < 0) {
      if (!cutting) carry.push(chunk)
      carried += chunk.length
      if (carried > MAX_LINE_BYTES && !cutting) {
        cutting = true
        carry = [wholeCharacters(Buffer.concat(carry), MAX_LINE_BYTES)]
      }
      continue
    }
    let head = chunk.subarray(0, lastBreak)
    const mended: LineBatch['mended'] = []
    if (carried > 0) {
      if (cutting) {
        mended.push({ index: 0, how: 'cut' })
        const firstBreak = chunk.indexOf(LF)
        head = Buffer.concat([...carry, chunk.subarray(firstBreak, lastBreak)])
      } else {
        head = Buffer.concat([...carry, head])
      }
    }
    const tail = chunk.subarray(lastBreak + 1)
    carry = tail.length > 0 ? [tail] : []
    carried = tail.length
    cutting = false
    const lines = decode(head, mended)
    yield { lines, firstLine, mended }
    firstLine += lines.length
  }
  if (carried > 0) {
    const mended: LineBatch['mended'] = cutting ? [{ index: 0, how: 'cut' }] : []
    yield { lines: decode(Buffer.concat(carry), mended), firstLine, mended }
  }
}

/** Half a character at the end would make the whole line look like another encoding. */
function wholeCharacters(bytes: Buffer, most: number): Buffer {
  let end = most
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}

/** Files up to this size are decoded once and kept for the second reading. */
const MAX_KEPT_BYTES = 24 * 1_024 * 1_024

/**
 * Lines of a file that is read twice, first for what only the whole file tells. A small one, as most
 * are, is kept in memory in between; a large one is read anew. Kept batches are the same objects.
 */
export function readTwice(
  entry: SourceEntry,
  sink: Pick<RoomSink, 'drain'>,
): () => AsyncIterable<LineBatch> {
  let kept: LineBatch[] | null = null
  return () => {
    if (kept !== null) return replay(kept, sink)
    if (entry.bytes > MAX_KEPT_BYTES) return readLines(entry)
    return keepWhile(entry, (batches) => (kept = batches))
  }
}

async function* replay(
  batches: readonly LineBatch[],
  sink: Pick<RoomSink, 'drain'>,
): AsyncGenerator<LineBatch> {
  for (const batch of batches) {
    yield batch
    await sink.drain()
  }
}

/** `bytes` of an entry may lie (packed logs), so what is kept is counted too. */
async function* keepWhile(
  entry: SourceEntry,
  keep: (batches: LineBatch[]) => void,
): AsyncGenerator<LineBatch> {
  let batches: LineBatch[] | null = []
  let size = 0
  for await (const batch of readLines(entry)) {
    for (const line of batch.lines) size += line.length
    if (size > MAX_KEPT_BYTES) batches = null
    batches?.push(batch)
    yield batch
  }
  if (batches) keep(batches)
}

function decode(bytes: Buffer, mended: LineBatch['mended']): string[] {
  if (isAscii(bytes)) {
    const text = bytes.toString('latin1')
    // The escape that begins ISO-2022-JP is ASCII too.
    if (!text.includes('\x1b$')) return split(text)
  } else if (isUtf8(bytes)) {
    return split(bytes.toString('utf8'))
  }
  const lines: string[] = []
  let start = 0
  while (start <= bytes.length) {
    const next = bytes.indexOf(LF, start)
    const end = next < 0 ? bytes.length : next
    const line = bytes.subarray(start, end > start && bytes[end - 1] === CR ? end - 1 : end)
    const legacy = decodeLegacy(line)
    if (legacy !== null) mended.push({ index: lines.length, how: 'encoding' })
    lines.push(withoutMark(legacy ?? line.toString('utf8')))
    start = end + 1
  }
  return lines
}

function split(text: string): string[] {
  const lines = text.split('\n')
  if (text.includes('\r')) {
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] ?? ''
      if (line.endsWith('\r')) lines[index] = line.slice(0, -1)
    }
  }
  return text.includes(BYTE_ORDER_MARK) ? lines.map(withoutMark) : lines
}

const BYTE_ORDER_MARK = '\ufeff'

/** Files that were put together by copying one behind the other have marks in the middle. */
const withoutMark = (line: string): string =>
  line.startsWith(BYTE_ORDER_MARK) ? line.replace(/^\ufeff+/, '') : line
