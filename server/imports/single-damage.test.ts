import { describe, expect, test } from 'vitest'
import { exportFormats, exportText } from '../../tests/support/export-formats.ts'
import { readExport } from '../../tests/support/read-export.ts'
import { seeded } from '../../tests/support/seeded.ts'

const COUNT = 60
/** Seeded damages of each format: a short form everywhere, the whole of 300 by `RAPPORTEUR_DAMAGES=300`. */
const damages = Number(process.env['RAPPORTEUR_DAMAGES'] ?? 40)

/** Formats in which a line without a head of its own goes on the message before it. */
const CONTINUES = /^(?:whatsapp|discord txt|irc \(WeeChat)/
/** Formats of one record a line, or a row. */
const LINES = /^(?:irc|ndjson|rocket|mattermost|csv|discord csv)/

interface Damage {
  bytes: Buffer
  /** Records that it touched, or the separators on either side of which it touched. */
  touched: Set<number>
  /** Line breaks that it brought. */
  breaks: number
}

/** Deletes, overwrites, inserts or repeats bytes at one place behind the head, or cuts the file there. */
function damageOnce(
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

describe.each(Object.entries(exportFormats))('%s', (name, layout) => {
  const whole = Buffer.from(exportText(layout, COUNT))
  let offset = Buffer.byteLength(layout.head)
  const spans = Array.from({ length: COUNT }, (_, n): [number, number] => {
    const from = offset
    offset += Buffer.byteLength(layout.record(n) + layout.separator)
    return [from, offset]
  })

  test('whatever one damage hits, all other records are read, and the counts add up', async () => {
    for (let seed = 1; seed <= damages; seed++) {
      const { bytes, touched, breaks } = damageOnce(
        whole,
        spans,
        layout.separator.length,
        seeded(seed),
      )
      const { counts, rooms } = await readExport({ [layout.file]: bytes })
      const texts = rooms.flatMap(({ messages }) => messages.map(({ text }) => text))
      const intact = spans.map((_, n) => n).filter((n) => !touched.has(n))
      const lost = intact.filter((n) => !texts.some((text) => text.includes(`#${n}#`)))
      const { messages, system, unparsed, skipped, duplicates } = counts
      const sum = messages + system + unparsed + skipped + duplicates
      const isCut = bytes.length < whole.length - 41
      const least = intact.length + (touched.size > 0 && !CONTINUES.test(name) && !isCut ? 1 : 0)
      const most = COUNT + (LINES.test(name) ? breaks + 1 : 1)
      expect({ seed, lost, sum: sum < least || sum > most ? [least, sum, most] : 'fits' }).toEqual({
        seed,
        lost: [],
        sum: 'fits',
      })
    }
  }, 300_000)
})
