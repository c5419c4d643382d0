import { IconPencil, IconSearch, IconUser, IconUsers } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { personRoles, type Person } from '../../../server/contract/people.ts'
import { createCommand, useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { peopleSlice, roleAct, roleIcons, sayOfPeople } from '../people/index.ts'
import { noQuestion, searchSlice } from '../search/index.ts'
import type { Choice } from './choice.ts'
import { useLiveList } from './use-live-list.ts'

/** People who are shown; a longer name finds the others. */
const few = 5

const askPeople = createCommand(
  'palette/people',
  async (text: string, { extra, signal }): Promise<readonly Person[]> => {
    const query = { search: text.trim(), sort: '-messages' } as const
    return (await extra.rest.people(query, { max: few, signal })).people
  },
)

/** The people of a name, with what can be done with each. */
export const usePeopleChoices = (
  query: string,
  onView: (view: 'people' | 'search') => void,
): Choice[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const people = useLiveList(query, askPeople)
  return useMemo(() => {
    const show = ({ name, personOid }: Person): void => {
      const { viewChanged, personPicked } = peopleSlice.actions
      dispatch(viewChanged({ search: name, only: null, roomOid: null }))
      dispatch(personPicked({ target: personOid, how: 'activate', rows: [] }))
      onView('people')
    }
    const actions = (person: Person): Choice[] => [
      {
        key: `person-show ${person.personOid}`,
        icon: IconUsers,
        title: t('palette.showPerson'),
        run: () => show(person),
      },
      {
        key: `person-said ${person.personOid}`,
        icon: IconSearch,
        title: t('palette.searchPerson'),
        run: () => {
          dispatch(searchSlice.actions.questionChanged({ ...noQuestion, author: person.name }))
          dispatch(searchSlice.actions.fieldWanted())
          onView('search')
        },
      },
      {
        key: `person-rename ${person.personOid}`,
        icon: IconPencil,
        title: t('people.rename'),
        run: () => {
          show(person)
          dispatch(peopleSlice.actions.asked({ kind: 'rename', people: [person] }))
        },
      },
      ...personRoles
        .filter((role) => role !== person.role)
        .map((role) => ({
          key: `person-${role} ${person.personOid}`,
          icon: roleIcons[role],
          title: t('palette.personIs', { role: t(`people.roles.${role}`) }),
          run: () => void dispatch(sayOfPeople(roleAct([person], role))),
        })),
    ]
    return people.map((person) => ({
      key: `person ${person.personOid}`,
      icon: IconUser,
      title: oneLine(person.name).trim() || t('search.nobody'),
      // Somebody is found by any of their names.
      words: person.names.join(' '),
      detail: t('palette.personFacts', {
        count: person.roomCount,
        messages: t('people.messages', { count: person.messageCount }),
      }),
      isFleeting: true,
      run: () => show(person),
      actions: () => actions(person),
    }))
  }, [t, dispatch, people, onView])
}
