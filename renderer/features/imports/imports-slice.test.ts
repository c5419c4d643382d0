import { expect, it } from 'vitest'
import { emptyImportCounts, type Import } from '../../../server/contract/imports.ts'
import {
  importsSlice,
  loadImports,
  rememberedImports,
  selectReadingCount,
} from './imports-slice.ts'

const { importsChanged } = importsSlice.actions
const item = (importOid: string, state: Import['state'] = 'reading'): Import => ({
  importOid,
  name: `${importOid}.zip`,
  state,
  format: null,
  bytesRead: 0,
  bytesTotal: null,
  counts: emptyImportCounts(),
  roomOids: [],
  warnings: [],
})
const run = (...actions: Parameters<typeof importsSlice.reducer>[1][]) =>
  actions.reduce(
    (state, action) => importsSlice.reducer(state, action),
    importsSlice.getInitialState(),
  )

it('lists the newest import first and keeps its place while it is read', () => {
  const state = run(
    importsChanged([item('a')]),
    importsChanged([item('b')]),
    importsChanged([item('a')]),
  )
  expect(state.order).toEqual(['b', 'a'])
  expect(selectReadingCount({ imports: state })).toBe(2)
})

it('never takes an ended import for a running one again', () => {
  const state = run(importsChanged([item('a', 'failed')]), importsChanged([item('a', 'reading')]))
  expect(state.entities['a']?.state).toBe('failed')
})

it('remembers them in the order in which they were remembered', () => {
  const state = run(
    loadImports.fulfilled([item('new', 'finished'), item('old', 'finished')], '', []),
  )
  expect(state.order).toEqual(['new', 'old'])
})

it('forgets the oldest beyond what a window needs', () => {
  const many = Array.from({ length: rememberedImports + 5 }, (_, n) => item(`import-${n}`))
  const state = run(importsChanged(many))
  expect(state.order).toHaveLength(rememberedImports)
  expect(state.entities['import-0']).toBeUndefined()
})
