import type {
  PeopleApart,
  PeopleChange,
  PeopleMerge,
  PeopleSplit,
  PersonFilter,
  PersonSort,
} from '../../server/contract/people.ts'
import type { ReportState } from '../../server/contract/reports.ts'
import type { RoomSort } from '../../server/contract/rooms.ts'

export interface ReportQuery {
  state?: ReportState
  roomOid?: string
  batchOid?: string
  /** How many to read at most, over all pages. Default: all. */
  max?: number
}

export interface MessageQuery {
  cursor?: string
  limit?: number
  /** Which come first. Default: the oldest. */
  order?: 'oldest' | 'newest'
  /** Instants: begins there, with `oldest`; ends before. */
  from?: string
  to?: string
}

export interface SearchQuery {
  q: string
  roomOid?: string
  author?: string
  /** Instants; `to` is exclusive. */
  from?: string
  to?: string
  cursor?: string
  limit?: number
}

export interface PeopleQuery {
  roomOid?: string
  search?: string
  only?: PersonFilter
  sort?: PersonSort
}

/** What is said of people. */
export type PeopleSaying =
  | { kind: 'change'; body: PeopleChange }
  | { kind: 'merge'; body: PeopleMerge }
  | { kind: 'split'; body: PeopleSplit }
  | { kind: 'apart'; body: PeopleApart }

export interface RoomQuery {
  sort?: RoomSort
  /** Rooms in the answer at most. Default: as many as the server gives in one. */
  max?: number
  cursor?: string
}
