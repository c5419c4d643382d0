import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What lies in `settings.json`: values by key, and encrypted secrets by key. */
export interface SettingsFile {
  values: Record<string, unknown>
  /** Encrypted by the vault. */
  secrets: Record<string, string>
}

const StoredFile = z
  .looseObject({ secrets: z.record(z.string(), z.string()).optional() })
  .transform(({ secrets, ...values }): SettingsFile => ({ values, secrets: secrets ?? {} }))

export const settingsPath = (dataDir: string): string => join(dataDir, 'settings.json')
const goodCopyPath = (dataDir: string): string => join(dataDir, 'settings.last-good.json')

/** Null if there is none; throws a sentence about what is wrong with it. */
function readOne(path: string): SettingsFile | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  try {
    return StoredFile.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(`${path} is not a JSON object with settings.`, { cause: error })
  }
}

/**
 * Reads the settings, or the last good copy of them where the file is damaged: a typing error must
 * not cost a person the mail server they had set.
 */
export function readSettingsFile(dataDir: string): { file: SettingsFile; problems: string[] } {
  const problems: string[] = []
  try {
    return { file: readOne(settingsPath(dataDir)) ?? { values: {}, secrets: {} }, problems }
  } catch (error) {
    problems.push((error as Error).message)
  }
  try {
    const copy = readOne(goodCopyPath(dataDir))
    if (copy !== null) {
      problems.push('The last good copy of the settings is used. Mend or remove the damaged file.')
      return { file: copy, problems }
    }
  } catch (error) {
    problems.push((error as Error).message)
  }
  problems.push('Every setting has its default. Mend or remove the damaged file.')
  return { file: { values: {}, secrets: {} }, problems }
}

function writeAtomically(path: string, text: string): void {
  const unfinished = `${path}.tmp`
  // Readable by its owner only: it names mail servers and holds encrypted secrets.
  const handle = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/**
 * Writes the settings by atomic rename, and a copy of them beside.
 *
 * @throws system errors as they come; the file then is what it was before
 */
export function writeSettingsFile(dataDir: string, { values, secrets }: SettingsFile): void {
  const hasSecrets = Object.keys(secrets).length > 0
  const text = `${JSON.stringify({ ...values, ...(hasSecrets ? { secrets } : {}) }, null, 2)}\n`
  writeAtomically(settingsPath(dataDir), text)
  writeAtomically(goodCopyPath(dataDir), text)
}
