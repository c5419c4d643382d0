/** SQLite's words for a file whose content makes no sense. */
const damageWords = /malformed|not a database|file is encrypted/i

export const isDamage = (error: unknown): boolean => {
  for (let it = error; it instanceof Error; it = it.cause) {
    if (damageWords.test(it.message)) return true
  }
  return (error as { code?: unknown } | null)?.code === 'storage_damaged'
}

/** A database that cannot be used, told with its file and what to do. */
export class DamagedDatabase extends Error {
  override name = 'DamagedDatabase'
  readonly code = 'storage_damaged'
  readonly file: string

  constructor(file: string, found: readonly string[], options?: ErrorOptions) {
    const what = found.length === 0 ? '' : ` (${found.join(', ')})`
    super(`The database ${file} is damaged${what}. ${rescueAdvice}`, options)
    this.file = file
  }
}

/** What a person does about a damaged database. */
export const rescueAdvice =
  'Quit Rapporteur and put a backup of the file in its place. Without one, run "npm run rescue -- --data-dir ' +
  'FOLDER --out FILE": it writes what can be read into a new file and leaves this one as it is. Then move the ' +
  'damaged file away and put the new one in its place.'
