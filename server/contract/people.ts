import { z } from 'zod'
import { messageLimits, peopleLimits } from './limits.ts'
import { RoomOid } from './rooms.ts'

const Count = z.int().nonnegative()
const Timestamp = z.iso.datetime({ offset: true })

/** `p`, and 22 characters that follow from the source and its id of the author. */
export const PersonOid = z.string().regex(/^p[A-Za-z0-9_-]{22}$/, 'No id of a person')

/**
 * What a person has said that somebody is. `person`: no program, whatever the source says; neither of the
 * team nor a guest.
 */
export const personRoles = ['team', 'guest', 'bot', 'person'] as const
export const PersonRole = z.enum(personRoles)
export type PersonRole = z.infer<typeof PersonRole>

const PersonName = z.string().trim().min(1).max(messageLimits.maxAuthorLength)

/** One author of one source, as it knows them. */
export const PersonPart = z.object({
  personOid: PersonOid,
  name: z.string(),
  source: z.string(),
  authorKey: z.string().meta({ description: 'The id of the author in the source, or the name.' }),
  messageCount: Count,
})
export type PersonPart = z.infer<typeof PersonPart>

export const Person = z
  .object({
    personOid: PersonOid,
    name: z.string().meta({ description: 'The name that reports show.' }),
    givenName: z.string().nullable().meta({
      description: 'The name that a person has given; null: it is the newest one of the source.',
    }),
    names: z.array(z.string()).meta({
      description: `Names under which they wrote, most used first; at most ${peopleLimits.maxNames}.`,
    }),
    role: PersonRole.nullable().meta({ description: 'As a person has said it; null: not said.' }),
    isBot: z.boolean().meta({ description: 'Whether reports take them for a program.' }),
    sources: z.array(z.string()),
    messageCount: Count,
    roomCount: Count,
    rooms: z
      .array(z.object({ roomOid: RoomOid, name: z.string(), messageCount: Count }))
      .meta({ description: `Most messages first; at most ${peopleLimits.maxRooms}.` }),
    firstMessageAt: Timestamp.nullable(),
    lastMessageAt: Timestamp.nullable(),
    parts: z.array(PersonPart).meta({
      description: 'The authors that are one person; the first one keeps its id. One for most.',
    }),
  })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof Person>

export const personSorts = ['messages', '-messages', 'name', '-name', 'last', '-last'] as const
export const PersonSort = z.enum(personSorts)
export type PersonSort = z.infer<typeof PersonSort>

/** What a list of people is narrowed to. `bot`: whom reports take for one. */
export const personFilters = ['team', 'guest', 'bot', 'merged'] as const
export const PersonFilter = z.enum(personFilters)
export type PersonFilter = z.infer<typeof PersonFilter>

export const PersonPage = z
  .object({ items: z.array(Person), nextCursor: z.string().nullable(), total: Count })
  .meta({ id: 'PersonPage' })
export type PersonPage = z.infer<typeof PersonPage>

export const PersonChange = z
  .object({
    name: PersonName.nullable().optional().meta({ description: 'null: as the source has it' }),
    role: PersonRole.nullable().optional().meta({ description: 'null: as the source says' }),
  })
  .refine(({ name, role }) => name !== undefined || role !== undefined, {
    error: 'Name what is to be changed: name, role, or both',
  })
  .meta({ id: 'PersonChange' })
export type PersonChange = z.infer<typeof PersonChange>

const Oids = z.array(PersonOid).min(1).max(peopleLimits.maxAtOnce)

export const PeopleChange = z
  .object({
    changes: z
      .array(PersonChange.safeExtend({ personOid: PersonOid }))
      .min(1)
      .max(peopleLimits.maxAtOnce),
  })
  .meta({ id: 'PeopleChange' })
export type PeopleChange = z.infer<typeof PeopleChange>

/** Several authors are one person from now on. */
export const PeopleMerge = z
  .object({
    into: PersonOid,
    from: Oids,
    name: PersonName.optional().meta({ description: 'Default: the name of `into`' }),
  })
  .refine(({ into, from }) => from.some((oid) => oid !== into), {
    error: 'Name at least one other person in `from`',
    path: ['from'],
  })
  .meta({ id: 'PeopleMerge' })
export type PeopleMerge = z.infer<typeof PeopleMerge>

/** A person is several again. */
export const PeopleSplit = z
  .object({
    personOid: PersonOid,
    apart: z
      .array(Oids)
      .min(1)
      .max(peopleLimits.maxAtOnce)
      .meta({ description: 'Parts that leave; those of one list are one person again' }),
    name: PersonName.nullable().optional().meta({ description: 'Of who remains; null: as before' }),
    role: PersonRole.nullable().optional().meta({ description: 'Of who remains' }),
    isMistake: z.boolean().default(true).meta({
      description: 'They are others, and not suggested again; false takes a merge back',
    }),
  })
  .meta({ id: 'PeopleSplit' })
export type PeopleSplit = z.infer<typeof PeopleSplit>

/** Whether these are known to be others, so that nobody suggests to merge them. */
export const PeopleApart = z
  .object({
    personOids: z.array(PersonOid).min(2).max(peopleLimits.maxSuggested),
    isApart: z.boolean().default(true),
  })
  .meta({ id: 'PeopleApart' })
export type PeopleApart = z.infer<typeof PeopleApart>

/** Why people are suggested to be one: alike in spelling, or one is the first name of the other. */
export const suggestionReasons = ['spelling', 'first_name'] as const

export const PeopleSuggestion = z
  .object({ reason: z.enum(suggestionReasons), people: z.array(Person) })
  .meta({ id: 'PeopleSuggestion' })
export type PeopleSuggestion = z.infer<typeof PeopleSuggestion>
