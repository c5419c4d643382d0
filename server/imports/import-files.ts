import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Blobs } from '../ports/blobs.ts'
import type { ImportSourceRecord, StoredImport } from '../ports/imports.ts'

export type ImportBlobs = Pick<Blobs, 'workFolder' | 'stat' | 'remove' | 'sweep'>
export type LogImport = (message: string, details?: Record<string, unknown>) => void

/** An upload that no import names belongs, for so long, to one that is about to be queued. */
const unnamedUploadMs = 24 * 60 * 60 * 1_000

/** The files of imports: uploads, and what is unpacked of archives. What cannot be removed is logged. */
export interface ImportFiles {
  /** Where one import unpacks: here and not with the worker, which may be killed. */
  scratchOf(job: Pick<StoredImport, 'importId'>): string
  removeScratch(job: Pick<StoredImport, 'importId'>): Promise<void>
  removeUpload(source: Pick<ImportSourceRecord, 'upload'>): Promise<void>
  /** Whether the files of an import can still be read. */
  areThere(source: ImportSourceRecord): Promise<boolean>
  /** Removes what killed processes have left, but for the uploads and paths that are needed. */
  sweep(needed: ReadonlySet<string>): Promise<void>
}

export function createImportFiles(blobs: ImportBlobs, log: LogImport): ImportFiles {
  const { workFolder } = blobs
  const scratchOf = ({ importId }: Pick<StoredImport, 'importId'>): string =>
    join(workFolder, `import-${importId}`)

  const removePath = (path: string): Promise<void> =>
    rm(path, { recursive: true, force: true }).catch((error: Error) =>
      log('What an import had unpacked could not be removed.', { error: error.message }),
    )

  return {
    scratchOf,
    removeScratch: (job) => removePath(scratchOf(job)),
    async removeUpload({ upload }) {
      if (upload === undefined) return
      await blobs
        .remove(upload)
        .catch((error: Error) => log('An upload could not be removed.', { error: error.message }))
    },
    async areThere({ upload, paths }) {
      if (upload !== undefined) return (await blobs.stat(upload)) !== null
      return paths.every((path) => existsSync(path))
    },
    async sweep(needed) {
      const names = existsSync(workFolder) ? readdirSync(workFolder) : []
      for (const name of names) {
        // Unpacked files, and uploads of earlier versions.
        const path = join(workFolder, name)
        const isOurs = /^(?:import|upload|unpacked)-/.test(name)
        if (isOurs && !needed.has(path)) await removePath(path)
      }
      await blobs.sweep('uploads', { needed: () => needed, olderThanMs: unnamedUploadMs })
    },
  }
}
