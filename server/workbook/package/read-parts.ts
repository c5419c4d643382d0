import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** The parts of a zip file in memory, by name. */
export async function readParts(zip: Buffer): Promise<Map<string, Buffer>> {
  const file = await yauzl.fromBufferPromise(zip, { lazyEntries: true, autoClose: false })
  const parts = new Map<string, Buffer>()
  for await (const entry of file.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    parts.set(entry.fileName, await buffer(await file.openReadStreamPromise(entry)))
  }
  return parts
}
