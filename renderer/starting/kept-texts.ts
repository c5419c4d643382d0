/**
 * Numbers and times as they were written at the last start. The first Intl object of a page reads the
 * data of all languages, which takes longer than to draw the window's rows; and most of what the first
 * frame says stood in the last one too.
 */

const key = 'rapporteur.texts'

interface Kept {
  locale: string
  /** Of the last start. */
  known: ReadonlyMap<string, string>
  /** Of this one. */
  used: Map<string, string>
}

/** null: nothing is being kept. */
let kept: Kept | null = null

const isText = (entry: unknown): entry is [string, string] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string')

const read = (storage: Storage, locale: string): Map<string, string> => {
  try {
    const found: unknown = JSON.parse(storage.getItem(key) ?? 'null')
    if (!Array.isArray(found) || found[0] !== locale) return new Map()
    return new Map(found.slice(1).filter(isText))
  } catch {
    return new Map()
  }
}

/** From now on, what was written at the last start is not written anew, and what is new is noted. */
export const recallTexts = (storage: Storage, locale: string): void => {
  kept = { locale, known: read(storage, locale), used: new Map() }
}

/** Ends what {@link recallTexts} has begun, and keeps what was noted for the next start. */
export const keepTexts = (storage: Storage): void => {
  if (kept === null) return
  const { locale, used } = kept
  kept = null
  try {
    storage.setItem(key, JSON.stringify([locale, ...used]))
  } catch (error) {
    // A full or forbidden storage costs the next start a few milliseconds.
    console.warn('The window could not keep its texts', error)
  }
}

/** Ends it without keeping anything. */
export const dropTexts = (): void => {
  kept = null
}

/** @param name of the text: how it is written and of what, down to the day where it depends on that */
export const keptText = (name: string, write: () => string): string => {
  if (kept === null) return write()
  const text = kept.used.get(name) ?? kept.known.get(name) ?? write()
  kept.used.set(name, text)
  return text
}
