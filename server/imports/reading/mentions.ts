import type { SourceEntry } from './reader.ts'
import { asUtf8 } from './source-text.ts'

/**
 * Whether `word` stands anywhere in a file: a search through its bytes, which costs little beside
 * reading its records. For readers that must look through a file first if, and only if, it holds
 * something rare.
 *
 * @param word ASCII, and not empty
 */
export async function mentions(
  entry: SourceEntry,
  word: string,
  signal: AbortSignal,
): Promise<boolean> {
  const bytes = Buffer.from(word)
  const overlap = bytes.length - 1
  // The end of the chunk before, in case the word lies across.
  let tail: Buffer = Buffer.alloc(0)
  for await (const chunk of asUtf8(entry)) {
    signal.throwIfAborted()
    if (chunk.includes(bytes)) return true
    if (Buffer.concat([tail, chunk.subarray(0, overlap)]).includes(bytes)) return true
    // A chunk may be shorter than the word.
    tail = Buffer.concat([tail, chunk.subarray(-overlap)]).subarray(-overlap)
  }
  return false
}
