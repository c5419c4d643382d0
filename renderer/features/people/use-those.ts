import { useCallback } from 'react'
import { useStore } from 'react-redux'
import type { Person } from '../../../server/contract/people.ts'
import { rowsMeant } from '../../ui/grid-selection.ts'
import type { PeopleRoot } from './people-slice.ts'

/** Whom a command on a person is about: the whole selection where that person is part of it. */
export const useThose = (): ((personOid: string) => Person[]) => {
  const store = useStore<PeopleRoot>()
  return useCallback(
    (personOid) => {
      const { people } = store.getState()
      const oids = new Set(rowsMeant(people, personOid))
      return people.people.filter((person) => oids.has(person.personOid))
    },
    [store],
  )
}
