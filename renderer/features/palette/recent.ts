/** What the palette was used for, the latest first; a window forgets the others. */
const kept = 8
const storageKey = 'rapporteur.palette'

export const recallRecent = (storage: Storage): string[] => {
  try {
    const keys: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]')
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string').slice(0, kept) : []
  } catch {
    return []
  }
}

export const rememberRecent = (storage: Storage, key: string): void => {
  const keys = [key, ...recallRecent(storage).filter((known) => known !== key)].slice(0, kept)
  try {
    storage.setItem(storageKey, JSON.stringify(keys))
  } catch {
    // A full or forbidden storage costs the memory, not the palette.
  }
}
