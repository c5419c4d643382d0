import { expect, it } from 'vitest'
import type { PreviewCell, PreviewStyle } from '../../../server/contract/preview.ts'
import { columnName, columnPixels, placeCells } from './cells.ts'

const plain: PreviewStyle = {
  bold: false,
  italic: false,
  underline: false,
  fontSize: 11,
  color: null,
  fill: null,
  wrap: false,
  align: null,
  verticalAlign: 'bottom',
  borderTop: false,
  borderBottom: false,
}
const styles = [plain, { ...plain, wrap: true }]

const cell = (column: number, text: string, more: Partial<PreviewCell> = {}): PreviewCell => ({
  column,
  kind: text === '' ? 'empty' : 'text',
  text,
  style: 0,
  ...more,
})

const place = (cells: PreviewCell[], merges: Parameters<typeof placeCells>[1]['merges'] = []) =>
  placeCells({ row: 4, height: null, cells }, { merges, styles }, 6).map(
    ({ cell: { text }, column, span }) => [text, column, span],
  )

it('lets a text run over empty cells up to the next that holds something', () => {
  expect(place([cell(0, 'Long headline'), cell(1, ''), cell(3, 'x')])).toEqual([
    ['Long headline', 0, 3],
    ['', 1, 1],
    ['x', 3, 3],
  ])
})

it('keeps wrapped texts and numbers in their own cell', () => {
  expect(place([cell(0, 'wrapped', { style: 1 }), cell(2, '4,031', { kind: 'number' })])).toEqual([
    ['wrapped', 0, 1],
    ['4,031', 2, 1],
  ])
})

it('draws a merged range once, as wide as it is', () => {
  const merges = [{ from: { row: 4, column: 0 }, to: { row: 4, column: 2 } }]
  expect(place([cell(0, 'Title', { style: 1 }), cell(1, ''), cell(4, 'z')], merges)).toEqual([
    ['Title', 0, 3],
    ['z', 4, 2],
  ])
})

it('draws nothing past the last column', () => {
  expect(place([cell(7, 'far away')])).toEqual([])
})

it('calls columns as a spreadsheet does', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ])
})

it('keeps columns within sight, however wide the file says they are', () => {
  expect(columnPixels([10, 100_000, 0], 4)).toEqual([78, 640, 0, 71])
})
