import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { blobKeys, type Blobs } from '../ports/blobs.ts'
import { createLogoFiles, type LogoFiles } from './logo-files.ts'

/**
 * The files of reports. A workbook is written as a local file, and becomes a blob under the name it has
 * for people once its bytes are on the disk.
 */
export interface ReportFiles {
  logos: LogoFiles
  /** Absolute path for the unfinished workbook of one attempt. */
  temporaryFile(reportOid: string, attempt: number): string
  isThere(temporaryFile: string): boolean
  /** Brings a finished, fsynced file under its final name. */
  publish(temporaryFile: string, fileName: string): Promise<void>
  discard(temporaryFile: string): Promise<void>
  /** The key of a finished workbook; null if there is none of that name and size. */
  find(fileName: string, bytes?: number): Promise<string | null>
  /** Those of the names under which there is a finished workbook. */
  present(fileNames: readonly string[]): Promise<ReadonlySet<string>>
  remove(key: string): Promise<void>
  /** Removes unfinished workbooks that a killed process has left, but for `keep`. */
  sweep(keep: ReadonlySet<string>): Promise<void>
}

const extension = '.xlsx.part'

export function createReportFiles(blobs: Blobs): ReportFiles {
  const { workFolder } = blobs
  return {
    logos: createLogoFiles(blobs),
    temporaryFile: (reportOid, attempt) =>
      join(workFolder, `${reportOid}-${attempt}-${randomUUID().slice(0, 8)}${extension}`),
    isThere: (temporaryFile) => existsSync(temporaryFile),
    publish: (temporaryFile, fileName) =>
      blobs.putFile(blobKeys.workbook(basename(fileName)), temporaryFile),
    discard: (temporaryFile) => rm(temporaryFile, { force: true }),
    async find(fileName, bytes) {
      const key = blobKeys.workbook(fileName)
      const facts = await blobs.stat(key)
      return facts !== null && (bytes === undefined || facts.bytes === bytes) ? key : null
    },
    async present(fileNames) {
      const keys = await blobs.present(fileNames.map(blobKeys.workbook))
      return new Set(fileNames.filter((name) => keys.has(blobKeys.workbook(name))))
    },
    remove: (key) => blobs.remove(key),
    async sweep(keep) {
      for (const name of await readdir(workFolder)) {
        const path = join(workFolder, name)
        if (name.endsWith(extension) && !keep.has(path)) await rm(path, { force: true })
      }
    },
  }
}
