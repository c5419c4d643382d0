import { expect, it } from 'vitest'
import type { ImportTable } from '../../../server/contract/imports.ts'
import { chosen, columnLabel, previewOf } from './columns.ts'

const table: ImportTable = {
  file: 'x.csv',
  rows: [
    ['when', '', 'what'],
    ['2026-01-01', '10:00', 'hello'],
    ['2026-01-01', '10:01'],
  ],
  hasHeader: true,
  columns: {},
}

it('needs to know where the text stands, and leaves out what was not chosen', () => {
  expect(chosen({ time: 0 })).toBeNull()
  expect(chosen({ text: 2, time: 0, author: undefined })).toEqual({ text: 2, time: 0 })
})

it('shows the messages that the columns make, with and without a header', () => {
  expect(previewOf(table, { text: 2, time: 0, clock: 1 }, true)).toEqual([
    { time: '2026-01-01 10:00', author: '', text: 'hello' },
    { time: '2026-01-01 10:01', author: '', text: '' },
  ])
  expect(previewOf(table, { text: 2 }, false)[0]).toEqual({ time: '', author: '', text: 'what' })
  expect(previewOf(table, {}, true)).toEqual([])
})

it('names a column by its header where there is one', () => {
  expect(columnLabel(table, true, 0)).toBe('when')
  expect(columnLabel(table, true, 1)).toBeNull()
  expect(columnLabel(table, false, 0)).toBeNull()
})
