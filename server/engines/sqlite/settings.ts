import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { sentence, type Sentence } from '../../contract/sentences.ts'
import type { KeptSettings, SettingsDocument } from '../../ports/settings.ts'
import type { Others } from './others.ts'
import { prepareWholeFile, type PreparedFile } from './whole-file.ts'

const place = 'settings.json'

const StoredFile = z
  .looseObject({ secrets: z.record(z.string(), z.string()).optional() })
  .transform(({ secrets, ...values }): SettingsDocument => ({ values, secrets: secrets ?? {} }))

const revisionOf = (text: string | null): string =>
  text === null ? 'none' : createHash('sha256').update(text).digest('hex')

/**
 * The settings as `settings.json` in the data folder, and a copy of it beside. A person may edit the file,
 * which counts as a change by somebody else; a typing error in it must not cost them the mail server they
 * had set, so the copy is used then.
 */
export function sqliteSettings(folder: string, others: Others<'changed'>): KeptSettings {
  const path = join(folder, place)
  const copyPath = join(folder, 'settings.last-good.json')

  /** The revision of a file that cannot be read is that of none: it is written anew by the next change. */
  function revision(): string {
    try {
      return revisionOf(readFileSync(path, 'utf8'))
    } catch {
      return revisionOf(null)
    }
  }

  function read(): SettingsDocument & { problems: Sentence[] } {
    const problems: Sentence[] = []
    const tryOne = (file: string): SettingsDocument | null => {
      let text: string
      try {
        text = readFileSync(file, 'utf8')
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        if (code !== 'ENOENT') problems.push(sentence('settings_unread', { file, text: message }))
        return null
      }
      try {
        return StoredFile.parse(JSON.parse(text))
      } catch {
        problems.push(sentence('settings_no_object', { file }))
        return null
      }
    }
    const document = tryOne(path)
    if (document !== null) return { ...document, problems }
    if (problems.length === 0) return { values: {}, secrets: {}, problems }
    const copy = tryOne(copyPath)
    problems.push(sentence(copy === null ? 'settings_defaults_used' : 'settings_copy_used'))
    return { ...(copy ?? { values: {}, secrets: {} }), problems }
  }

  /**
   * Both files are on the disk before either takes its place, so that a disk that has room for one keeps
   * the old pair. Readable by their owner only: they name mail servers and hold encrypted secrets.
   */
  function write({ values, secrets }: SettingsDocument): void {
    const hasSecrets = Object.keys(secrets).length > 0
    const text = `${JSON.stringify({ ...values, ...(hasSecrets ? { secrets } : {}) }, null, 2)}\n`
    const file = prepareWholeFile(path, text)
    let copy: PreparedFile
    try {
      copy = prepareWholeFile(copyPath, text)
    } catch (error) {
      file.discard()
      throw error
    }
    file.commit()
    copy.commit()
  }

  return {
    read: async () => ({ ...read(), revision: revision(), place }),
    async write(document, base) {
      if (revision() !== base) return null
      write(document)
      others.tell('changed')
      return revision()
    },
    follow: async (listener) => others.hear(listener),
  }
}
