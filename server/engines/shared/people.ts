/** Every pair once, the smaller id first. */
export const pairsOf = (oids: readonly string[]): [string, string][] =>
  oids.flatMap((one, index) =>
    oids
      .slice(index + 1)
      .filter((other) => other !== one)
      .map((other): [string, string] => (one < other ? [one, other] : [other, one])),
  )

/** Parts of a person by the lists of a request; what is none, or stands in two, is left out. */
export function groupsOf(
  all: readonly string[],
  apart: readonly (readonly string[])[],
): string[][] {
  const free = new Set(all)
  return apart.map((list) => list.filter((oid) => free.delete(oid))).filter((one) => one.length > 0)
}
