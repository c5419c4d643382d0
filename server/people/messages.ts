import type { PeopleSuggestion, Person } from '../contract/people.ts'
import type { MergeRequest, SaidChange, SplitRequest } from '../ports/people.ts'
import type { PeopleView } from './arrange.ts'

export interface PeopleQuery extends PeopleView {
  /** Null: of all rooms. */
  roomOid: string | null
  offset: number
  limit: number
}

/** What is asked of the worker; the answers are those of {@link PeopleAnswers}. */
export type PeopleRequest =
  | { type: 'list'; query: PeopleQuery }
  | { type: 'one'; personOid: string }
  | { type: 'suggest'; roomOid: string | null }
  | { type: 'change'; changes: readonly SaidChange[] }
  | { type: 'merge'; request: MergeRequest }
  | { type: 'split'; request: SplitRequest }
  | { type: 'apart'; personOids: readonly string[]; areOthers: boolean }

/** Null where somebody of them is not there. */
interface Changed {
  people: Person[]
  roomOids: readonly string[]
}

export interface PeopleAnswers {
  list: { items: Person[]; total: number }
  one: Person | null
  suggest: PeopleSuggestion[]
  change: Changed | null
  merge: Changed | null
  split: Changed | null
  apart: null
}

/** Main thread to worker. */
export interface ToPeopleWorker {
  id: number
  request: PeopleRequest
}

/** Worker to main thread. */
export type FromPeopleWorker = { id: number; answer: unknown } | { id: number; failure: string }
