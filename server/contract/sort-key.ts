const plainAscii = /^[ -~]*$/
const digits = /\d+/g
const marks = /\p{M}+/gu
/** Digits of the longest number that is compared as a number. */
const width = 15

/**
 * What names are sorted by, in the store and in the window, so that they stand as a person would put them:
 * case and accents do not count, and "room 9" comes before "room 10". For every script, which SQLite's own
 * orders are not, and without the data of all languages, which a page would read for its first collator.
 */
export function sortKey(name: string): string {
  const bare = plainAscii.test(name) ? name : name.normalize('NFKD').replace(marks, '')
  return bare.toLowerCase().replace(digits, (number) => number.padStart(width, '0'))
}
