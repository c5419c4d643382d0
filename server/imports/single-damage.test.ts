import { describe, expect, test } from 'vitest'
import { damageOnce } from '../../tests/support/damage.ts'
import { exportFiles, exportFormats, exportText } from '../../tests/support/export-formats.ts'
import { readExport } from '../../tests/support/read-export.ts'
import { seeded } from '../../tests/support/seeded.ts'

const COUNT = 60
/** Seeded damages of each format: a short form everywhere, the whole of 300 by `RAPPORTEUR_DAMAGES=300`. */
const damages = Number(process.env['RAPPORTEUR_DAMAGES'] ?? 40)

describe.each(Object.entries(exportFormats))('%s', (_name, layout) => {
  const isOfLines = /^\n|^\\n/.test(layout.separator)
  /** A line without a head of its own goes on the message before it. */
  const continues = layout.junk === undefined
  const whole = Buffer.from(exportText(layout, COUNT))
  let offset = Buffer.byteLength(layout.head)
  const spans = Array.from({ length: COUNT }, (_, n): [number, number] => {
    const from = offset
    offset += Buffer.byteLength(layout.record(n) + layout.separator)
    return [from, offset]
  })

  test('whatever one damage hits, all other records are read, and the counts add up', async () => {
    const faults: object[] = []
    for (let seed = 1; seed <= damages; seed++) {
      const { bytes, touched, breaks } = damageOnce(
        whole,
        spans,
        layout.separator.length,
        seeded(seed),
      )
      const { counts, rooms } = await readExport(exportFiles(layout, bytes))
      const texts = rooms.flatMap(({ messages }) => messages.map(({ text }) => text))
      const intact = spans.map((_, n) => n).filter((n) => !touched.has(n))
      const lost = intact.filter((n) => !texts.some((text) => text.includes(`#${n}#`)))
      const { messages, system, unparsed, skipped, duplicates } = counts
      const sum = messages + system + unparsed + skipped + duplicates
      const isCut = bytes.length < whole.length - 41
      const least = intact.length + (touched.size > 0 && !continues && !isCut ? 1 : 0)
      const most = COUNT + (isOfLines ? breaks + 1 : 1)
      if (lost.length > 0 || sum < least || sum > most)
        faults.push({ seed, lost, least, sum, most })
    }
    expect(faults).toEqual([])
  }, 300_000)
})
