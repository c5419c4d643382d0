import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { workbookLimits } from '../workbook/limits.ts'
import type { PinnedLogo } from '../ports/report.ts'
import { blobKeys, type Blobs } from '../ports/blobs.ts'
import { pictureInfo } from '../workbook/logo.ts'

/**
 * Logos of reports, each under the hash of its bytes: a report keeps its logo when the file it came from
 * is changed or removed.
 */
export interface LogoFiles {
  /** Copies a logo to where it stays, or says in a sentence why it cannot be shown. Never rejects. */
  keep(path: string): Promise<PinnedLogo>
}

export function createLogoFiles(blobs: Pick<Blobs, 'stat' | 'put'>): LogoFiles {
  async function keep(path: string): Promise<PinnedLogo> {
    const name = basename(path)
    try {
      const found = await stat(path)
      // A device or a pipe could be read for ever.
      if (!found.isFile()) return { problem: `${name} is not a file. Choose a picture.` }
      if (found.size > workbookLimits.maxLogoBytes) {
        const most = workbookLimits.maxLogoBytes / 1_024 ** 2
        return { problem: `${name} is larger than ${most} MiB. Choose a smaller picture.` }
      }
      const content = await readFile(path)
      const info = pictureInfo(content)
      if (info === null) {
        return { problem: `${name} is not a PNG or JPEG picture. Choose another file.` }
      }
      const file = `${createHash('sha256').update(content).digest('hex')}.${info.type}`
      const key = blobKeys.logo(file)
      if ((await blobs.stat(key)) === null) await blobs.put(key, of(content))
      return { file }
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException
      return { problem: `${name} could not be read (${code}). Choose the file again.` }
    }
  }
  return { keep }
}

async function* of(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
