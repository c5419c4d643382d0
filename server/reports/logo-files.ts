import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { workbookLimits } from '../workbook/limits.ts'
import { sentence, type Sentence } from '../contract/sentences.ts'
import { inEnglish } from '../words/say.ts'
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
      if (!found.isFile()) return notShown(sentence('logo_no_file', { file: name }))
      if (found.size > workbookLimits.maxLogoBytes) {
        const most = workbookLimits.maxLogoBytes / 1_024 ** 2
        return notShown(sentence('logo_too_large', { file: name, most }))
      }
      const content = await readFile(path)
      const info = pictureInfo(content)
      if (info === null) return notShown(sentence('logo_no_picture', { file: name }))
      const file = `${createHash('sha256').update(content).digest('hex')}.${info.type}`
      const key = blobKeys.logo(file)
      if ((await blobs.stat(key)) === null) await blobs.put(key, of(content))
      return { file }
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException
      return notShown(sentence('logo_unread', { file: name, text: code }))
    }
  }
  return { keep }
}

const notShown = (said: Sentence): PinnedLogo => ({ problem: inEnglish(said), said })

async function* of(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
