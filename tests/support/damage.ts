/** A file that something has happened to. */
export interface Damage {
  bytes: Buffer
  /** Records that it touched, or the separators on either side of which it touched. */
  touched: Set<number>
  /** Line breaks that it brought. */
  breaks: number
}

/** Deletes, overwrites, inserts or repeats bytes at one place behind the head, or cuts the file there. */
export function damageOnce(
  whole: Buffer,
  spans: readonly [number, number][],
  separator: number,
  random: () => number,
): Damage {
  // A file must begin like one of its kind, or it is of no kind.
  const first = spans[5]![0]
  const end = spans.at(-1)![1]
  const at = first + Math.floor(random() * (end - first))
  const length = 1 + Math.floor(random() * 40)
  const noise = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
  const marks = Buffer.from(
    Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      '"{}[]\\,\n\0'.charCodeAt(Math.floor(random() * 9)),
    ),
  )
  const kinds: [removed: number, put: Buffer][] = [
    [length, Buffer.alloc(0)],
    [length, noise],
    [0, noise],
    [0, marks],
    [1, marks.subarray(0, 1)],
    [0, whole.subarray(at, Math.min(end, at + length))],
    [whole.length, Buffer.alloc(0)],
  ]
  const [removed, put] = kinds[Math.floor(random() * kinds.length)]!
  const to = Math.min(whole.length, at + removed)
  const touched = new Set<number>()
  spans.forEach(([from, until], n) => {
    if (from - separator <= to && until >= at) touched.add(n)
  })
  return {
    bytes: Buffer.concat([whole.subarray(0, at), put, whole.subarray(to)]),
    touched,
    breaks: put.filter((byte) => byte === 0x0a || byte === 0x0d).length,
  }
}
