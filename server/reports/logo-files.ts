import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { workbookLimits } from '../contract/limits.ts'
import type { PinnedLogo } from '../engines/sqlite/report-store.ts'
import { writeWholeFile } from '../whole-file.ts'
import { pictureInfo } from '../workbook/logo.ts'

/**
 * Logos of reports, in `logos/` of the data directory, each under the hash of its bytes: a report keeps
 * its logo when the file it came from is changed or removed.
 */
export interface LogoFiles {
  /** Copies a logo to where it stays, or says in a sentence why it cannot be shown. Never throws. */
  keep(path: string): PinnedLogo
  /** Absolute path of a logo that was kept. */
  path(file: string): string
}

export function createLogoFiles(dataDir: string): LogoFiles {
  const folder = resolve(dataDir, 'logos')
  const pathOf = (file: string): string => join(folder, basename(file))

  function keep(path: string): PinnedLogo {
    const name = basename(path)
    try {
      const stat = statSync(path)
      // A device or a pipe could be read for ever.
      if (!stat.isFile()) return { problem: `${name} is not a file. Choose a picture.` }
      if (stat.size > workbookLimits.maxLogoBytes) {
        const most = workbookLimits.maxLogoBytes / 1_024 ** 2
        return { problem: `${name} is larger than ${most} MiB. Choose a smaller picture.` }
      }
      const content = readFileSync(path)
      const info = pictureInfo(content)
      if (info === null) {
        return { problem: `${name} is not a PNG or JPEG picture. Choose another file.` }
      }
      const file = `${createHash('sha256').update(content).digest('hex')}.${info.type}`
      if (!existsSync(pathOf(file))) {
        mkdirSync(folder, { recursive: true })
        writeWholeFile(pathOf(file), content, { mode: 0o644 })
      }
      return { file }
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException
      return { problem: `${name} could not be read (${code}). Choose the file again.` }
    }
  }
  return { keep, path: pathOf }
}
