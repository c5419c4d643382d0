import { expect, it } from 'vitest'
import { arrangeFiles, type FileFacts } from './arrange.ts'
import type { FilesView } from './files-slice.ts'

const file = (reportOid: string, facts: Partial<FileFacts> = {}): FileFacts => ({
  reportOid,
  fileName: `${reportOid}.xlsx`,
  roomOid: 'room',
  roomName: 'Room',
  from: '',
  finishedAt: '2026-01-01T10:00:00Z',
  bytes: 100,
  sentTo: '',
  isMissing: false,
  isWithoutModel: false,
  ...facts,
})
const view = (part: Partial<FilesView> = {}): FilesView => ({
  search: '',
  filter: null,
  group: null,
  sort: { column: 'made', direction: 'descending' },
  ...part,
})
const arrange = (files: FileFacts[], part: Partial<FilesView> = {}) =>
  arrangeFiles(files, view(part), (iso) => iso.slice(0, 10)).map((item) =>
    item.kind === 'file' ? item.reportOid : `${item.title} (${item.count})`,
  )

const files = [
  file('a', { finishedAt: '2026-01-02T10:00:00Z', bytes: 30, roomName: 'Zürich 10' }),
  file('b', { finishedAt: '2026-01-03T10:00:00Z', bytes: 20, sentTo: 'boss@example.org' }),
  file('c', {
    finishedAt: '2026-01-03T09:00:00Z',
    bytes: 10,
    isMissing: true,
    isWithoutModel: true,
  }),
]

it('shows the newest first, and sorts by each column in both directions', () => {
  expect(arrange(files)).toEqual(['b', 'c', 'a'])
  expect(arrange(files, { sort: { column: 'size', direction: 'ascending' } })).toEqual([
    'c',
    'b',
    'a',
  ])
  expect(arrange(files, { sort: { column: 'name', direction: 'ascending' } })).toEqual([
    'a',
    'b',
    'c',
  ])
})

it('finds by file, room and recipient, case and accents aside', () => {
  expect(arrange(files, { search: 'zurich' })).toEqual(['a'])
  expect(arrange(files, { search: 'BOSS b.xlsx' })).toEqual(['b'])
  expect(arrange(files, { search: 'nothing' })).toEqual([])
})

it('narrows to what was mailed, lacks the model or is gone', () => {
  expect(arrange(files, { filter: 'mailed' })).toEqual(['b'])
  expect(arrange(files, { filter: 'withoutModel' })).toEqual(['c'])
  expect(arrange(files, { filter: 'missing' })).toEqual(['c'])
})

it('groups by day and by room, rooms of one name apart, with the number of each', () => {
  expect(arrange(files, { group: 'day' })).toEqual([
    '2026-01-03 (2)',
    'b',
    'c',
    '2026-01-02 (1)',
    'a',
  ])
  const rooms = [
    file('a', { roomOid: 'one', roomName: 'general' }),
    file('b', { roomOid: 'two', roomName: 'general' }),
    file('c', { roomOid: 'one', roomName: 'general' }),
  ]
  expect(arrange(rooms, { group: 'room' })).toEqual(['general (2)', 'a', 'c', 'general (1)', 'b'])
})
