import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  exportFiles,
  exportFormats,
  type ExportFormat,
} from '../../tests/support/export-formats.ts'
import { readExport } from '../../tests/support/read-export.ts'

/** What may stand at one place of a file: a message, one that stood before, or no message at all. */
const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constant('new' as const) },
  { weight: 1, arbitrary: fc.constant('again' as const) },
  { weight: 1, arbitrary: fc.constant('junk' as const) },
)

function fileOf(layout: ExportFormat, pieces: readonly ('new' | 'again' | 'junk')[]): string {
  let next = 0
  const records = pieces.map((kind) => {
    if (kind === 'junk' && layout.junk !== undefined) return layout.junk
    if (kind === 'again' && next > 0) return layout.record(next - 1)
    return layout.record(next++)
  })
  return layout.head + records.join(layout.separator) + layout.tail
}

test.each(Object.entries(exportFormats))(
  '%s: the counts of an import add up to what stands in the file',
  async (_name, layout) => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 8, maxLength: 40 }), async (drawn) => {
        // A file must begin like one of its kind, or it is of no kind.
        const pieces = ['new', 'new', 'new', 'new', 'new', ...drawn] as const
        const { counts, rooms, warnings } = await readExport(
          exportFiles(layout, fileOf(layout, pieces)),
        )
        const { messages, system, unparsed, skipped, duplicates } = counts
        expect(messages + system + unparsed + skipped + duplicates).toBe(pieces.length)
        const junk = layout.junk === undefined ? 0 : pieces.filter((one) => one === 'junk').length
        expect(unparsed).toBe(junk)
        expect(rooms.reduce((sum, room) => sum + room.messages.length, 0)).toBe(messages + system)
        const told = warnings.find(({ code }) => code === 'unparsed')
        expect(told?.count ?? 0).toBe(junk)
        expect(told?.examples.length ?? 0).toBe(Math.min(junk, 5))
      }),
      { numRuns: 20, seed: 5 },
    )
  },
  60_000,
)
