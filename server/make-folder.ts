import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { sentence } from './contract/sentences.ts'
import { SentenceError } from './words/sentence-error.ts'

/**
 * Makes a folder, and those above it, where they are not there. The `recursive` of Node tries for ever where a folder
 * that is there says of everything in it that it is not, as `/proc` does.
 *
 * @throws SentenceError `folder_unwritable` there; else the error of the system
 */
export function makeFolder(path: string): void {
  const folder = resolve(path)
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      if (isFolder(folder)) return
      throw error
    }
    const above = dirname(folder)
    if (existsSync(above)) {
      throw new SentenceError(sentence('folder_unwritable', { folder }), { cause: error })
    }
    makeFolder(above)
    makeFolder(folder)
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
