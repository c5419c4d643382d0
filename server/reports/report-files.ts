import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { WorkbookFile } from '../contract/reports.ts'
import { reportOfKey, workbookKey, type Blobs } from '../ports/blobs.ts'
import type { Reports } from '../ports/reports.ts'
import { storageFailure } from './failure.ts'
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
  publish(temporaryFile: string, reportOid: string, workbook: WorkbookFile): Promise<void>
  discard(temporaryFile: string): Promise<void>
  /**
   * The key of a report's finished workbook; null if it is not there.
   *
   * @param isAsWritten null, too, where a person has worked in it. Default false.
   */
  find(reportOid: string, workbook: WorkbookFile, isAsWritten?: boolean): Promise<string | null>
  /** Those of the reports whose finished workbook is there; where nobody can tell now, all. */
  present(reports: readonly Made[]): Promise<ReadonlySet<string>>
  remove(key: string): Promise<void>
  /** Removes unfinished workbooks that a killed process has left, but for `keep`. */
  sweep(keep: ReadonlySet<string>): Promise<void>
  /**
   * Removes finished workbooks that no report names: of nodes that were taken for dead, or ended between putting one
   * and saying so. In a data folder there are none, and people may keep files of their own there.
   */
  sweepUnnamed(reports: Pick<Reports, 'workbooks'>): Promise<void>
}

interface Made {
  reportOid: string
  workbook: WorkbookFile
}

/** Milliseconds; a younger workbook may be about to be named. */
const unnamedMs = 24 * 60 * 60 * 1_000

const extension = '.xlsx.part'

export function createReportFiles(blobs: Blobs): ReportFiles {
  const { workFolder } = blobs
  const keyOf = ({ reportOid, workbook }: Made): string =>
    workbookKey(blobs, reportOid, { ...workbook, fileName: basename(workbook.fileName) })
  return {
    logos: createLogoFiles(blobs),
    temporaryFile: (reportOid, attempt) =>
      join(workFolder, `${reportOid}-${attempt}-${randomUUID().slice(0, 8)}${extension}`),
    isThere: (temporaryFile) => existsSync(temporaryFile),
    publish: (temporaryFile, reportOid, workbook) =>
      blobs.putFile(keyOf({ reportOid, workbook }), temporaryFile),
    discard: (temporaryFile) => rm(temporaryFile, { force: true }),
    async find(reportOid, workbook, isAsWritten = false) {
      const key = keyOf({ reportOid, workbook })
      const facts = await blobs.stat(key)
      return facts !== null && (!isAsWritten || facts.bytes === workbook.bytes) ? key : null
    },
    async present(reports) {
      const oids = (those: readonly Made[]) => new Set(those.map(({ reportOid }) => reportOid))
      try {
        const keys = await blobs.present(reports.map(keyOf))
        return oids(reports.filter((each) => keys.has(keyOf(each))))
      } catch (error) {
        if (storageFailure(error)?.code !== 'unavailable') throw error
        return oids(reports)
      }
    },
    remove: (key) => blobs.remove(key),
    async sweep(keep) {
      for (const name of await readdir(workFolder)) {
        const path = join(workFolder, name)
        if (name.endsWith(extension) && !keep.has(path)) await rm(path, { force: true })
      }
    },
    async sweepUnnamed(reports) {
      if (!blobs.isShared) return
      await blobs.sweep('reports', {
        async needed(keys) {
          const made = await reports.workbooks(keys.flatMap((key) => reportOfKey(key) ?? []))
          return new Set(
            keys.filter((key) => {
              const reportOid = reportOfKey(key)
              const workbook = reportOid === null ? undefined : made.get(reportOid)
              // Of a report that is being made it cannot be known yet.
              return (
                workbook === null ||
                (workbook !== undefined && keyOf({ reportOid: reportOid ?? '', workbook }) === key)
              )
            }),
          )
        },
        olderThanMs: unnamedMs,
      })
    },
  }
}
