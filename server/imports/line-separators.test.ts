import { describe, expect, test } from 'vitest'
import { exportFiles, exportFormats } from '../../tests/support/export-formats.ts'
import { readExport } from '../../tests/support/read-export.ts'

const COUNT = 12
/** JSON holds no raw control characters; a line of a log may begin with a bracket too. */
const isJson = (head: string, record: string): boolean =>
  /^\s*[[{]/.test(head || record) && !record.startsWith('[')

describe.each(Object.entries(exportFormats))('%s', (_name, layout) => {
  const control = isJson(layout.head, layout.record(0))
  test.each(control ? ['\u2028', '\u2029', '\u0085'] : ['\u2028', '\u2029', '\u0085', '\v', '\f'])(
    'no line and no record ends at %j inside a text',
    async (separator) => {
      const records = Array.from({ length: COUNT }, (_, n) =>
        layout.record(n).replace('message #', `message${separator}on #`),
      )
      const text = layout.head + records.join(layout.separator) + layout.tail
      const { format, counts, rooms } = await readExport(exportFiles(layout, text))
      expect(format).toBe(layout.format)
      expect(counts).toMatchObject({ messages: COUNT, system: 0, unparsed: 0, skipped: 0 })
      const texts = rooms.flatMap(({ messages }) => messages.map((message) => message.text))
      for (const found of texts) expect(found).toContain(`message${separator}on #`)
    },
  )
})

describe.each(Object.entries(exportFormats).filter(([, { separator }]) => separator === '\n'))(
  '%s',
  (_name, layout) => {
    test('a byte order mark in the middle, where files were put together, hides no line', async () => {
      const records = Array.from({ length: COUNT }, (_, n) => layout.record(n))
      records[5] = `\ufeff${records[5]!}`
      const text = layout.head + records.join(layout.separator) + layout.tail
      const { counts } = await readExport(exportFiles(layout, text))
      expect(counts).toMatchObject({ messages: COUNT, unparsed: 0 })
    })
  },
)

test.each([
  ['a table', 'chat.csv', 'author,time,text\nAnn,14/5/2566 10:30,hi\nBen,15/5/2566 10:30,ho\n'],
  [
    'a text of DiscordChatExporter',
    'general.txt',
    `${'='.repeat(62)}\nGuild: G\nChannel: general\n${'='.repeat(62)}\n\n[14/5/2566 10:30] ann\nhi\n\n[15/5/2566 10:30] ben\nho\n\n`,
  ],
])('years of another calendar are turned, and warned of, in %s', async (_name, file, text) => {
  const { rooms, warnings } = await readExport({ [file]: text })
  expect(rooms[0]!.messages.map(({ at }) => at.slice(0, 10))).toEqual(['2023-05-14', '2023-05-15'])
  expect(warnings.find(({ code }) => code === 'other_calendar')).toMatchObject({ count: 1 })
})
