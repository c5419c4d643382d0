/**
 * Order of two versions `1.2.3` or `1.2.3-beta.4` (SemVer 2, section 11). What is no version is older than every one.
 *
 * @returns below zero where the first is older
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [read(a), read(b)]
  for (let index = 0; index < 3; index++) {
    const difference = (left.numbers[index] ?? -1) - (right.numbers[index] ?? -1)
    if (difference !== 0) return difference
  }
  return compareTags(left.tags, right.tags)
}

const read = (version: string): { numbers: number[]; tags: string[] } => {
  const found = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version)
  if (found === null) return { numbers: [], tags: [] }
  return { numbers: found.slice(1, 4).map(Number), tags: found[4]?.split('.') ?? [] }
}

/** A version without a tag comes after those with one; numbers come before words. */
function compareTags(left: string[], right: string[]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length
  for (const [index, tag] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (tag === other) continue
    const [isNumber, isOtherNumber] = [/^\d+$/.test(tag), /^\d+$/.test(other)]
    if (isNumber && isOtherNumber) return Number(tag) - Number(other)
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
    return tag < other ? -1 : 1
  }
  return left.length - right.length
}
