import { Zip, ZipPassThrough } from 'fflate'
import type { Upload } from './upload.ts'

/**
 * The files of a folder as one archive, in which they have their places: an export in a folder is one import. Nothing
 * is compressed, as chats go to the same or a near machine, and one file after the other is read.
 *
 * @returns null without files
 */
export async function zipOf(files: readonly File[]): Promise<Upload | null> {
  const [first] = files
  if (first === undefined) return null
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    pieces.push(new Uint8Array(bytes))
  })
  for (const file of files) {
    const entry = new ZipPassThrough(file.webkitRelativePath || file.name)
    entry.mtime = file.lastModified
    zip.add(entry)
    const reader = file.stream().getReader()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      entry.push(read.value)
    }
    entry.push(new Uint8Array(), true)
  }
  zip.end()
  const folder = first.webkitRelativePath.split('/', 1)[0] || 'folder'
  return { name: `${folder}.zip`, file: new Blob(pieces, { type: 'application/zip' }) }
}
