/** Texts remembered; few people say nearly everything. */
const MAX_TEXTS = 10_000
/** Longer texts may be slices of a batch of lines, which they would keep in memory. */
const MAX_LENGTH = 12

/** The same function, which works out what becomes of a short text only once. */
export function remembered(read: (text: string) => string): (text: string) => string {
  const results = new Map<string, string>()
  return (text) => {
    const known = results.get(text)
    if (known !== undefined) return known
    const result = read(text)
    if (text.length <= MAX_LENGTH && results.size < MAX_TEXTS) results.set(text, result)
    return result
  }
}
