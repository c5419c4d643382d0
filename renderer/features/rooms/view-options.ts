import type { RoomSort as ServerSort } from '../../../server/contract/rooms.ts'
import type { StateFilter } from '../reports/index.ts'

/** In the order in which they stand; what a narrow window has no room for is sorted by all the same. */
export const sortColumns = [
  'name',
  'source',
  'import',
  'people',
  'messages',
  'new',
  'firstMessage',
  'lastMessage',
  'report',
] as const
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
  /** Group whose rooms alone are shown, until the window is closed. Null shows all. */
  group: string | null
  /** Pins rooms on top whose report is running. */
  runningFirst: boolean
}

export const defaultViewOptions: RoomViewOptions = {
  search: '',
  sort: { column: 'name', direction: 'ascending' },
  state: null,
  source: null,
  group: null,
  runningFirst: false,
}

/** Numbers and dates are looked at from the top first, words from A. */
export const firstDirection: Record<SortColumn, RoomSort['direction']> = {
  name: 'ascending',
  source: 'ascending',
  import: 'ascending',
  people: 'descending',
  messages: 'descending',
  new: 'descending',
  firstMessage: 'ascending',
  lastMessage: 'descending',
  report: 'ascending',
}

/**
 * The same order as the server knows it. Null where it knows none: it does not sort by reports, puts rooms
 * without a value elsewhere, and finds other rooms than a search or a filter of the window does.
 */
export const serverSort = (view: RoomViewOptions): ServerSort | null => {
  const { search, state, source, group, runningFirst, sort } = view
  if (search.trim() !== '' || state !== null || source !== null || runningFirst) return null
  if (group !== null) return null
  const isDescending = sort.direction === 'descending'
  if (sort.column === 'name') return isDescending ? '-name' : 'name'
  return sort.column === 'lastMessage' && isDescending ? '-lastMessage' : null
}
