import { expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'

const record = (n: number, text: string): string =>
  JSON.stringify({ id: n, type: 'message', date: '2026-03-02T10:00:00', from: 'M', text })
const file = (records: readonly string[]): string =>
  `{\n "name": "Club",\n "type": "private_group",\n "id": 7,\n "messages": [\n${records.join(',\n')}\n ]\n}`

test.each([0, 25, 51])(
  'a record over the limit is one that was not read, wherever it stands (%d); all others are',
  async (place) => {
    const records = Array.from({ length: 52 }, (_, n) =>
      record(n + 1, n === place ? 'x'.repeat(20_000_000) : `t${n}`),
    )
    const { counts, warnings } = await readExport({ 'result.json': file(records) })
    expect(counts).toMatchObject({ messages: 51, unparsed: 1, duplicates: 0 })
    expect(warnings.map(({ code }) => code)).toContain('too_large')
  },
  60_000,
)

test('a record nested deeper than any stack is one that was not read', async () => {
  const deep = `{"id":7,"type":"nonsense","x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`
  const records = Array.from({ length: 20 }, (_, n) => (n === 9 ? deep : record(n + 1, `t${n}`)))
  const { counts } = await readExport({ 'result.json': file(records) })
  expect(counts).toMatchObject({ messages: 19, unparsed: 1 })
})

test('a missing bracket costs its own record, also in a file far over the limit', async () => {
  const words = 'word '.repeat(60)
  const records = Array.from({ length: 60_000 }, (_, n) => record(n + 1, `t${n} ${words}`))
  records[5] = records[5]!.slice(0, -1)
  const { counts } = await readExport({ 'result.json': file(records) })
  expect(counts).toMatchObject({ messages: 59_999, unparsed: 1 })
}, 60_000)

test('a file that ends right behind the beginning of a record is read to that place', async () => {
  const whole = file(Array.from({ length: 20 }, (_, n) => record(n + 1, `t${n}`)))
  const { counts } = await readExport({
    'result.json': whole.slice(0, whole.indexOf('{"id":10') + '{"id"'.length),
  })
  expect(counts).toMatchObject({ messages: 9, unparsed: 1 })
})
