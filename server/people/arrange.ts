import type { Person, PersonFilter, PersonSort } from '../contract/people.ts'
import { sortKey } from '../contract/sort-key.ts'

export interface PeopleView {
  /** Words that stand in a name, an id of a source or the name of a room; empty for all. */
  search: string
  /** Null shows all. */
  only: PersonFilter | null
  sort: PersonSort
}

const isShown: Record<PersonFilter, (person: Person) => boolean> = {
  team: ({ role }) => role === 'team',
  guest: ({ role }) => role === 'guest',
  bot: ({ isBot }) => isBot,
  merged: ({ parts }) => parts.length > 1,
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** What a column is sorted by. */
const valueOf: Record<'messages' | 'name' | 'last', (person: Person) => string | number> = {
  messages: ({ messageCount }) => messageCount,
  name: ({ name }) => sortKey(name),
  last: ({ lastMessageAt }) => lastMessageAt ?? '',
}

/** The people that a view shows, in its order; equal ones stand by their name. */
export function arrangePeople(
  people: readonly Person[],
  { search, only, sort }: PeopleView,
): Person[] {
  const words = sortKey(search).split(/\s+/u).filter(Boolean)
  const fits = (person: Person): boolean => {
    if (only !== null && !isShown[only](person)) return false
    if (words.length === 0) return true
    const { name, names, parts, rooms } = person
    const text = sortKey(
      [name, ...names, ...parts.map((it) => it.authorKey), ...rooms.map((it) => it.name)].join(' '),
    )
    return words.every((word) => text.includes(word))
  }
  const sign = sort.startsWith('-') ? -1 : 1
  const value = valueOf[sort.replace('-', '') as keyof typeof valueOf]
  return people
    .filter(fits)
    .map((person) => ({ person, value: value(person), name: sortKey(person.name) }))
    .sort(
      (a, b) =>
        sign * compare(a.value, b.value) ||
        compare(a.name, b.name) ||
        compare(a.person.personOid, b.person.personOid),
    )
    .map(({ person }) => person)
}
