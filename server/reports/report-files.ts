import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { createLogoFiles, type LogoFiles } from './logo-files.ts'

/**
 * The folders of the data directory that reports use. A name appears in `reports/` by atomic rename
 * only, when its bytes are on disk; unfinished files live in `tmp/`.
 */
export interface ReportFiles {
  logos: LogoFiles
  temporaryFile(reportOid: string, attempt: number): string
  /** Moves a finished, fsynced file under its final name and makes the name durable. */
  publish(temporaryFile: string, fileName: string): Promise<void>
  remove(temporaryFile: string): Promise<void>
  /** Absolute path of a finished workbook; null if there is none of that name and size. */
  find(fileName: string, bytes?: number): string | null
  /** Names in the folder of finished workbooks. */
  names(): ReadonlySet<string>
  /** Removes what a killed process left in `tmp/`, but for `keep`. */
  sweep(keep: ReadonlySet<string>): Promise<void>
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for fsync; there the rename itself is journaled.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const extension = '.xlsx.part'

export function createReportFiles(dataDir: string): ReportFiles {
  const reports = resolve(dataDir, 'reports')
  const tmp = resolve(dataDir, 'tmp')
  mkdirSync(reports, { recursive: true })
  mkdirSync(tmp, { recursive: true })
  return {
    logos: createLogoFiles(dataDir),
    temporaryFile: (reportOid, attempt) =>
      join(tmp, `${reportOid}-${attempt}-${randomUUID().slice(0, 8)}${extension}`),
    async publish(temporaryFile, fileName) {
      await rename(temporaryFile, join(reports, basename(fileName)))
      await syncFolder(reports)
    },
    remove: (temporaryFile) => rm(temporaryFile, { force: true }),
    find(fileName, bytes) {
      const path = resolve(reports, fileName)
      if (dirname(path) !== reports) return null
      // A link may lead anywhere, and a pipe could be read for ever.
      const stat = lstatSync(path, { throwIfNoEntry: false })
      if (stat === undefined || !stat.isFile()) return null
      return bytes === undefined || stat.size === bytes ? path : null
    },
    names() {
      try {
        return new Set(readdirSync(reports))
      } catch {
        // The folder is gone, and all of them with it.
        return new Set()
      }
    },
    async sweep(keep) {
      for (const name of await readdir(tmp)) {
        const path = join(tmp, name)
        if (name.endsWith(extension) && !keep.has(path)) await rm(path, { force: true })
      }
    },
  }
}
