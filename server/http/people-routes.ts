import { z } from 'zod'
import {
  PeopleApart,
  PeopleChange,
  PeopleMerge,
  PeopleSplit,
  PeopleSuggestion,
  Person,
  PersonChange,
  PersonFilter,
  PersonPage,
  PersonSort,
} from '../contract/people.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { PeopleService } from '../people/people-service.ts'
import { storable } from '../ports/storable-text.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { Cursor, decodeCursor, encodeCursor, PageLimit } from './validate.ts'

const InRoom = RoomOid.optional().meta({ description: 'Only who wrote in this room, and what' })

const PeopleQuery = z.object({
  roomOid: InRoom,
  search: z.string().max(512).default('').meta({
    description: 'Words that stand in a name, in an id of the source or in the name of a room',
  }),
  only: PersonFilter.optional(),
  sort: PersonSort.default('-messages'),
  cursor: Cursor,
  limit: PageLimit,
})

const PeopleCursor = z.object({ offset: z.int().nonnegative() })

const People = z.object({ people: z.array(Person) }).meta({ id: 'People' })

const missing = (person: string): HttpProblem =>
  new HttpProblem(404, { code: 'person_not_found', params: { person } })
const someMissing = (): HttpProblem =>
  new HttpProblem(404, { code: 'person_not_found', params: { context: 'several' } })

/** What is written into the store can be a cell of a workbook. */
const named = <Said extends { name?: string | null | undefined }>(said: Said): Said =>
  typeof said.name === 'string' ? { ...said, name: storable(said.name) } : said

export interface PeoplePorts {
  people: Pick<PeopleService, 'ask'>
}

/** People: who is one with whom, what they are called, who is of the team, a guest or a program. */
export const peopleRoutes = ({ people }: PeoplePorts): Route[] => [
  route({
    method: 'get',
    path: '/people',
    summary: 'Who has written, in all rooms or in one, in pages',
    query: PeopleQuery,
    answers: { 200: json('A page', PersonPage) },
    async handle({ query: { roomOid = null, search, only = null, sort, cursor, limit } }) {
      const offset = decodeCursor(PeopleCursor, cursor)?.offset ?? 0
      const query = { roomOid, search, only, sort, offset, limit }
      const { items, total } = await people.ask({ type: 'list', query })
      const end = offset + items.length
      return { items, nextCursor: end < total ? encodeCursor({ offset: end }) : null, total }
    },
  }),
  route({
    method: 'patch',
    path: '/people',
    summary: 'Changes names and roles of several people, all or none',
    needs: 'admin',
    body: jsonBody(PeopleChange),
    answers: { 200: json('They', People) },
    async handle({ body: { changes } }) {
      const changed = await people.ask({ type: 'change', changes: changes.map(named) })
      if (changed === null) throw someMissing()
      return { people: changed.people }
    },
  }),
  route({
    method: 'get',
    path: '/people/suggestions',
    summary: 'People who may be one, by their names',
    query: z.object({ roomOid: InRoom }),
    answers: { 200: json('Suggestions', z.object({ items: z.array(PeopleSuggestion) })) },
    handle: async ({ query: { roomOid = null } }) => ({
      items: await people.ask({ type: 'suggest', roomOid }),
    }),
  }),
  route({
    method: 'post',
    path: '/people/merge',
    summary: 'Several people are one: in every report that is made from now on',
    needs: 'admin',
    body: jsonBody(PeopleMerge),
    answers: { 200: json('The one', Person), 404: problem('One of them is not there') },
    async handle({ body }) {
      const changed = await people.ask({ type: 'merge', request: named(body) })
      const [person] = changed?.people ?? []
      if (person === undefined) throw someMissing()
      return person
    },
  }),
  route({
    method: 'post',
    path: '/people/split',
    summary: 'Takes parts of a person out, as people of their own',
    needs: 'admin',
    body: jsonBody(PeopleSplit),
    answers: { 200: json('Who remains, and who has left', People) },
    async handle({ body: { isMistake, ...body } }) {
      const request = named({ ...body, areOthers: isMistake })
      const changed = await people.ask({ type: 'split', request })
      if (changed === null) throw someMissing()
      return { people: changed.people }
    },
  }),
  route({
    method: 'post',
    path: '/people/apart',
    summary: 'Says that people are others, so that they are not suggested again; or takes it back',
    needs: 'admin',
    body: jsonBody(PeopleApart),
    answers: { 204: { description: 'It is remembered' } },
    async handle({ body: { personOids, isApart } }) {
      await people.ask({ type: 'apart', personOids, areOthers: isApart })
    },
  }),
  route({
    method: 'get',
    path: '/people/:personOid',
    summary: 'One person, by the id of any of its parts',
    answers: { 200: json('The person', Person) },
    async handle({ params: { personOid } }) {
      const person = await people.ask({ type: 'one', personOid })
      if (person === null) throw missing(personOid)
      return person
    },
  }),
  route({
    method: 'patch',
    path: '/people/:personOid',
    summary: 'Changes the name or the role of a person',
    needs: 'admin',
    body: jsonBody(PersonChange),
    answers: { 200: json('The person', Person) },
    async handle({ params: { personOid }, body }) {
      const changes = [{ personOid, ...named(body) }]
      const [person] = (await people.ask({ type: 'change', changes }))?.people ?? []
      if (person === undefined) throw missing(personOid)
      return person
    },
  }),
]
