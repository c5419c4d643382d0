import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { StoredMessage } from '../../server/ports/message.ts'
import { createRoomStatistics } from '../../server/workbook/statistics.ts'
import { inputOf, message, temporaryFolder } from './support.ts'
import { writeWorkbook } from '../../server/workbook/write-workbook.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

/** Four rows more than one sheet can hold beside its header. */
const TOTAL = 1_048_580
const PER_SHEET = 1_048_575

const nth = (number: number): StoredMessage =>
  message({
    number,
    author: `Person ${number % 300}`,
    at: Date.UTC(2020, 0, 1) + number * 30_000,
    text: `Message ${number} & <${number}>`,
  })

function* room(): Generator<readonly StoredMessage[]> {
  for (let start = 1; start <= TOTAL; start += 1_000) {
    yield Array.from({ length: Math.min(1_000, TOTAL - start + 1) }, (_, index) =>
      nth(start + index),
    )
  }
}

describe('a room larger than a sheet', () => {
  it('fills two sheets, with every row where it belongs', async () => {
    const file = path.join(folder.path, 'million.xlsx')
    const statistics = createRoomStatistics()
    for (const slice of room()) for (const item of slice) statistics.add(item)
    await writeWorkbook({
      ...inputOf(file, []),
      statistics: statistics.result(),
      messages: room,
    })
    const chosen = [2, 3, 5, 1_000, 123_456, 777_777, 1_048_575, 1_048_576]
    const script = path.join(import.meta.dirname, 'count_rows.py')
    const output = execFileSync('python3', [script, file, ...chosen.map(String)])
    const sheets = JSON.parse(output.toString('utf8')) as Record<
      string,
      { rows: number; texts: Record<string, string[]> }
    >
    const first = sheets['xl/worksheets/sheet5.xml']!
    const second = sheets['xl/worksheets/sheet6.xml']!
    expect([first.rows, second.rows]).toEqual([PER_SHEET + 1, TOTAL - PER_SHEET + 1])
    for (const row of chosen) {
      const number = row - 1
      expect(first.texts[row]![0]).toBe(String(number))
      expect(first.texts[row]).toContain(`Message ${number} & <${number}>`)
    }
    expect(Object.keys(second.texts)).toEqual(['2', '3', '5'])
    for (const row of [2, 3, 5]) {
      const number = PER_SHEET + row - 1
      expect(second.texts[row]![0]).toBe(String(number))
      expect(second.texts[row]).toContain(`Message ${number} & <${number}>`)
    }
  }, 240_000)
})
