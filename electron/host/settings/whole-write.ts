import { renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes a small file that only this person may read. Renamed into place, so that a crash leaves the old or the new one.
 *
 * @throws as node:fs; the old file is as it was
 */
export function writeWhole(file: string, text: string): void {
  try {
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  } catch (error) {
    rmSync(`${file}.new`, { force: true })
    throw error
  }
}
