import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { prepareWholeFile, type PreparedFile } from '../whole-file.ts'

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

/**
 * Writes the settings by atomic rename, and a copy of them beside. Both are on the disk before either
 * takes its place, so that a disk that has room for one keeps the old pair. Readable by their owner only:
 * they name mail servers and hold encrypted secrets.
 *
 * @throws system errors as they come; both files then are what they were before
 */
export function writeSettingsFile(dataDir: string, { values, secrets }: SettingsFile): void {
  const hasSecrets = Object.keys(secrets).length > 0
  const text = `${JSON.stringify({ ...values, ...(hasSecrets ? { secrets } : {}) }, null, 2)}\n`
  const file = prepareWholeFile(settingsPath(dataDir), text)
  let copy: PreparedFile
  try {
    copy = prepareWholeFile(goodCopyPath(dataDir), text)
  } catch (error) {
    file.discard()
    throw error
  }
  file.commit()
  copy.commit()
}
