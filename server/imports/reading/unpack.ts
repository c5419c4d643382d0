import { once } from 'node:events'
import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'

type Unzip = Gunzip | InflateRaw

const MAKERS = { gzip: createGunzip, deflate: createInflateRaw }
/** Bytes that zlib hands out at once. What it holds is lost when it fails, so after damage they are few. */
const CHUNK = 64 * 1_024
const SMALLEST_CHUNK = 64

/**
 * Unpacks a stream and hands out everything that stands before damage or an early end, and only
 * then fails. A plain pipe through zlib throws away what is under way when it fails, which for a
 * small file is all of it.
 *
 * @param open the packed bytes from their beginning; called again where the first pass failed
 */
export async function* unpack(
  open: () => AsyncIterable<Buffer>,
  packing: keyof typeof MAKERS,
): AsyncGenerator<Buffer> {
  let given = 0
  try {
    for await (const chunk of flow(open(), MAKERS[packing]({ chunkSize: CHUNK }))) {
      given += chunk.length
      yield chunk
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw error
    let seen = 0
    for await (const chunk of flow(open(), MAKERS[packing]({ chunkSize: SMALLEST_CHUNK }))) {
      seen += chunk.length
      if (seen > given) yield chunk.subarray(Math.max(0, chunk.length - (seen - given)))
    }
  }
}

async function* flow(packed: AsyncIterable<Buffer>, unzip: Unzip): AsyncGenerator<Buffer> {
  const ready: Buffer[] = []
  let failure: Error | null = null
  let wake = (): void => {}
  unzip.on('data', (chunk: Buffer) => ready.push(chunk))
  unzip.on('error', (error) => {
    failure = error
    wake()
  })
  // The callback of a write is never called when the write fails.
  const settled = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      if (failure === null) start(resolve)
      else resolve()
    })
  try {
    for await (const chunk of packed) {
      await settled((done) => unzip.write(chunk, done))
      yield* ready.splice(0)
      if (failure !== null) throw failure
    }
    await settled((done) => {
      void once(unzip, 'end').then(done, () => {})
      unzip.end()
    })
    yield* ready.splice(0)
    if (failure !== null) throw failure
  } finally {
    unzip.destroy()
  }
}
