import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import zlib from 'node:zlib'
import { Deflate } from './deflate.ts'
import { centralDirectory, dataDescriptor, localHeader, type ZipEntry } from './zip-records.ts'

/** Bytes that are written at once: each write is a trip to another thread. */
const WRITE_BYTES = 512 * 1_024

/**
 * Writes a zip file front to back, one entry after another, with bounded memory. Dates are fixed, so that the
 * same parts make the same bytes.
 */
export class ZipWriter {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  readonly #entries: ZipEntry[] = []
  #position = 0
  /** Packed bytes that wait to be written together. */
  #waiting: Uint8Array[] = []
  #waitingBytes = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** Adds a part that is ready as a whole. */
  async add(name: string, content: string | Uint8Array): Promise<void> {
    const entry = this.open(name)
    await entry.write(content)
    await entry.close()
  }

  /** Starts a part; it must be closed before the next one is started. */
  open(name: string): ZipEntryWriter {
    return new ZipEntryWriter(name, this.#position, {
      write: (chunks) => this.#write(chunks),
      done: (entry) => this.#entries.push(entry),
    })
  }

  /** Writes the directory and says how large the file is and what its SHA-256 is. */
  async finish(): Promise<{ bytes: number; sha256: string }> {
    await this.#write([centralDirectory(this.#entries, this.#position)])
    await this.#flush()
    return { bytes: this.#position, sha256: this.#hash.digest('hex') }
  }

  async #write(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      this.#waiting.push(chunk)
      this.#waitingBytes += chunk.length
      this.#position += chunk.length
    }
    if (this.#waitingBytes >= WRITE_BYTES) await this.#flush()
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting, this.#waitingBytes)
    this.#waiting = []
    this.#waitingBytes = 0
    this.#hash.update(bytes)
    let offset = 0
    while (offset < bytes.length) {
      const { bytesWritten } = await this.#file.write(bytes, offset, bytes.length - offset)
      offset += bytesWritten
    }
  }
}

interface EntrySink {
  write(chunks: readonly Uint8Array[]): Promise<void>
  done(entry: ZipEntry): void
}

export class ZipEntryWriter {
  readonly #name: string
  readonly #offset: number
  readonly #sink: EntrySink
  readonly #deflate = new Deflate()
  #header: Uint8Array[]
  #packedSize = 0
  #size = 0
  #crc = 0

  constructor(name: string, offset: number, sink: EntrySink) {
    this.#name = name
    this.#offset = offset
    this.#sink = sink
    this.#header = [localHeader(name)]
  }

  /** Bytes given so far, before deflating. */
  get size(): number {
    return this.#size
  }

  async write(content: string | Uint8Array): Promise<void> {
    const buffer = typeof content === 'string' ? Buffer.from(content) : content
    this.#crc = zlib.crc32(buffer, this.#crc)
    this.#size += buffer.length
    await this.#pass(await this.#deflate.write(buffer))
  }

  async close(): Promise<void> {
    await this.#pass(await this.#deflate.end())
    const sizes = { crc: this.#crc, packedSize: this.#packedSize, size: this.#size }
    await this.#sink.write([dataDescriptor(sizes)])
    this.#sink.done({ name: this.#name, offset: this.#offset, ...sizes })
  }

  async #pass(packed: readonly Uint8Array[]): Promise<void> {
    for (const chunk of packed) this.#packedSize += chunk.length
    const header = this.#header
    this.#header = []
    await this.#sink.write([...header, ...packed])
  }
}
