import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import { forgetRows, nothingSelected, pickRow, selectRows } from '../../ui/grid-selection.ts'
import { reportsSlice } from '../reports/index.ts'

export const fileColumns = ['name', 'period', 'made', 'size', 'sentTo'] as const
export type FileColumn = (typeof fileColumns)[number]

export const fileFilters = ['withoutModel', 'mailed', 'missing'] as const
export type FileFilter = (typeof fileFilters)[number]

export const fileGroups = ['room', 'day'] as const
export type FileGroup = (typeof fileGroups)[number]

/** How the person wants to see the workbooks, until the window is closed. */
export interface FilesView {
  search: string
  /** Null shows all. */
  filter: FileFilter | null
  /** Null is one list. */
  group: FileGroup | null
  sort: { column: FileColumn; direction: 'ascending' | 'descending' }
}

const initialState = {
  view: {
    search: '',
    filter: null,
    group: null,
    sort: { column: 'made', direction: 'descending' },
  } as FilesView,
  /** By report; the workbook of the active one is looked at beside the list. */
  ...nothingSelected,
  /** Whether there is a preview beside the list, where there is room for it. */
  isPreviewed: true,
}

export type FilesState = typeof initialState
export interface FilesRoot {
  files: FilesState
}

export const filesSlice = createSlice({
  name: 'files',
  initialState,
  reducers: {
    viewChanged: (state, { payload }: PayloadAction<Partial<FilesView>>) => {
      state.view = { ...state.view, ...payload }
    },
    sortToggled: (state, { payload: column }: PayloadAction<FileColumn>) => {
      const { sort } = state.view
      const first = column === 'name' || column === 'sentTo' ? 'ascending' : 'descending'
      const turned = sort.direction === 'ascending' ? 'descending' : 'ascending'
      state.view.sort = { column, direction: sort.column === column ? turned : first }
    },
    filePicked: pickRow,
    filesSelected: selectRows,
    previewToggled: (state) => {
      state.isPreviewed = !state.isPreviewed
    },
  },
  extraReducers: (builder) => {
    builder.addCase(reportsSlice.actions.reportsRemoved, (state, { payload }) => {
      forgetRows(state, payload)
    })
  },
})
