import { once } from 'node:events'
import zlib from 'node:zlib'

/** Measured knee of the level: within 3 % of level 6 in size at nearly the speed of level 1. */
const settings = { level: 4, memLevel: 9 }
/** Bytes of output that a stream of zlib's collects at a time. */
const CHUNK_BYTES = 256 * 1_024
/**
 * Content up to this size is packed by the caller's own thread, in about two milliseconds at most: a workbook has some
 * twenty-five small parts, and a stream for each costs ten times what packing them does, mostly in memory.
 */
const WHOLE_BYTES = 256 * 1_024

/**
 * Packs the content of one part, which may be large: beyond `WHOLE_BYTES` zlib's thread packs one piece while the
 * caller makes the next, and the caller waits if it is more than one ahead.
 */
export class Deflate {
  /** Copies of what has come while it may still be all; callers use their buffers again. */
  #held: Uint8Array[] = []
  #heldBytes = 0
  #stream: PackingStream | null = null

  /** Gives what has been packed by now. The buffer may be used again after the next call. */
  async write(content: Uint8Array): Promise<readonly Uint8Array[]> {
    if (this.#stream === null) {
      if (this.#heldBytes + content.length <= WHOLE_BYTES) {
        this.#held.push(Buffer.from(content))
        this.#heldBytes += content.length
        return []
      }
      this.#stream = new PackingStream()
      if (this.#heldBytes > 0) await this.#stream.write(this.#takeHeld())
    }
    await this.#stream.write(content)
    return this.#stream.take()
  }

  /** Gives the rest. */
  async end(): Promise<readonly Uint8Array[]> {
    if (this.#stream === null) return [zlib.deflateRawSync(this.#takeHeld(), settings)]
    await this.#stream.end()
    return this.#stream.take()
  }

  #takeHeld(): Buffer {
    const held = Buffer.concat(this.#held, this.#heldBytes)
    this.#held = []
    return held
  }
}

class PackingStream {
  readonly #deflate = zlib.createDeflateRaw({ ...settings, chunkSize: CHUNK_BYTES })
  #packed: Uint8Array[] = []
  #inFlight: Promise<void> = Promise.resolve()

  constructor() {
    this.#deflate.on('data', (chunk: Buffer) => this.#packed.push(chunk))
  }

  async write(content: Uint8Array): Promise<void> {
    await this.#inFlight
    this.#inFlight = new Promise((resolve, reject) => {
      this.#deflate.write(content, (error) => (error ? reject(error) : resolve()))
    })
    // The promise is awaited by the next call; without a handler a failure would end the process.
    this.#inFlight.catch(() => undefined)
  }

  async end(): Promise<void> {
    await this.#inFlight
    const ended = once(this.#deflate, 'end')
    this.#deflate.end()
    await ended
  }

  take(): Uint8Array[] {
    const packed = this.#packed
    this.#packed = []
    return packed
  }
}
