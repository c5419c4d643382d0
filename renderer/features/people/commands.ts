import type { PeopleSuggestion, Person, PersonRole } from '../../../server/contract/people.ts'
import { trashLimits } from '../../../server/contract/limits.ts'
import type { PeopleSaying } from '../../api/queries.ts'
import { createCommand } from '../../api/services.ts'
import type { PeopleView } from './view.ts'

/** People in one list at most; who has more narrows it. */
const mostRead = 50_000

/** Reads the people that the view shows. */
export const loadPeople = createCommand(
  'people/load',
  async ({ roomOid, search, only, sort }: PeopleView, { extra, signal }) =>
    extra.rest.people(
      {
        sort,
        ...(roomOid !== null && { roomOid }),
        ...(only !== null && { only }),
        ...(search.trim() !== '' && { search: search.trim() }),
      },
      { max: mostRead, signal },
    ),
)

/** Reads who may be one person, in a room or with null in all. */
export const loadSuggestions = createCommand(
  'people/suggest',
  async (roomOid: string | null, { extra }): Promise<PeopleSuggestion[]> =>
    extra.rest.suggestedPeople(roomOid),
)

/** Reads anew what the view shows. */
export const reread = createCommand('people/reread', async (_: void, { dispatch, getState }) => {
  const { view } = (getState() as { people: { view: PeopleView } }).people
  await Promise.all([dispatch(loadPeople(view)), dispatch(loadSuggestions(view.roomOid))])
})

/** What a person does: with its opposite, so that it can be taken back. */
export interface Act {
  said: 'merge' | 'split' | 'role' | 'name' | 'apart'
  saying: PeopleSaying
  undo: PeopleSaying
  /** How many people it is about. */
  count: number
}

/** What has been said, and until when (milliseconds since 1970) it can be taken back. */
export interface Changed extends Act {
  people: Person[]
  until: number
}

/** Says something of people. */
export const sayOfPeople = createCommand(
  'people/say',
  async (act: Act, { extra, dispatch }): Promise<Changed> => {
    const people = await extra.rest.sayOfPeople(act.saying)
    void dispatch(reread())
    return { ...act, people, until: Date.now() + trashLimits.undoMs }
  },
)

/** Takes back what was said. */
export const undoPeople = createCommand(
  'people/undo',
  async ({ undo }: Pick<Changed, 'undo' | 'until'>, { extra, dispatch }) => {
    await extra.rest.sayOfPeople(undo)
    void dispatch(reread())
  },
)

const oidsOf = (person: Person): string[] => person.parts.map(({ personOid }) => personOid)

/** These are one person, by the id of the first one and by a name. */
export const mergeAct = (people: readonly [Person, ...Person[]], name: string): Act => {
  const [into, ...others] = people
  const from = others.map(({ personOid }) => personOid)
  return {
    said: 'merge',
    count: people.length,
    saying: { kind: 'merge', body: { into: into.personOid, from, name } },
    undo: {
      kind: 'split',
      body: {
        personOid: into.personOid,
        apart: others.map(oidsOf),
        name: into.givenName,
        role: into.role,
        isMistake: false,
      },
    },
  }
}

/** Parts of a person are people of their own. */
export const splitAct = (person: Person, apart: readonly string[]): Act => {
  const [rest] = oidsOf(person).filter((oid) => !apart.includes(oid))
  const { personOid, name } = person
  return {
    said: 'split',
    count: apart.length,
    saying: {
      kind: 'split',
      body: { personOid, apart: apart.map((oid) => [oid]), isMistake: true },
    },
    undo: { kind: 'merge', body: { into: rest ?? personOid, from: [...apart], name } },
  }
}

export const roleAct = (people: readonly Person[], role: PersonRole | null): Act => ({
  said: 'role',
  count: people.length,
  saying: {
    kind: 'change',
    body: { changes: people.map(({ personOid }) => ({ personOid, role })) },
  },
  undo: {
    kind: 'change',
    body: { changes: people.map(({ personOid, role: before }) => ({ personOid, role: before })) },
  },
})

/** @param name null: as the source has it */
export const nameAct = ({ personOid, givenName }: Person, name: string | null): Act => ({
  said: 'name',
  count: 1,
  saying: { kind: 'change', body: { changes: [{ personOid, name }] } },
  undo: { kind: 'change', body: { changes: [{ personOid, name: givenName }] } },
})

/** They are others, however alike their names are. */
export const apartAct = (people: readonly Person[]): Act => {
  const personOids = people.map(({ personOid }) => personOid)
  return {
    said: 'apart',
    count: people.length,
    saying: { kind: 'apart', body: { personOids, isApart: true } },
    undo: { kind: 'apart', body: { personOids, isApart: false } },
  }
}
