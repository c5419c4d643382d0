import type { PersonFilter, PersonSort } from '../../../server/contract/people.ts'

export const peopleColumns = ['name', 'messages', 'last'] as const
export type PeopleColumn = (typeof peopleColumns)[number]

/** How the person wants to see the people, until the window is closed. */
export interface PeopleView {
  search: string
  /** Null shows all. */
  only: PersonFilter | null
  sort: PersonSort
  /** Null: of all rooms. */
  roomOid: string | null
}
