import type { StateFilter } from '../reports/index.ts'

export const sortColumns = ['name', 'source', 'messages', 'lastMessage', 'report'] as const
export type SortColumn = (typeof sortColumns)[number]

export interface RoomSort {
  column: SortColumn
  direction: 'ascending' | 'descending'
}

/** How the person wants to see the rooms; survives restarts. */
export interface RoomViewOptions {
  search: string
  sort: RoomSort
  /** Null shows all. */
  state: StateFilter | null
  source: string | null
  /** Pins rooms on top whose report is running. */
  runningFirst: boolean
}

export const defaultViewOptions: RoomViewOptions = {
  search: '',
  sort: { column: 'name', direction: 'ascending' },
  state: null,
  source: null,
  runningFirst: false,
}

/** Numbers and dates are looked at from the top first, words from A. */
export const firstDirection: Record<SortColumn, RoomSort['direction']> = {
  name: 'ascending',
  source: 'ascending',
  messages: 'descending',
  lastMessage: 'descending',
  report: 'ascending',
}
