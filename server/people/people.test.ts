import { describe, expect, it } from 'vitest'
import type { Person } from '../contract/people.ts'
import { personOidOf, type SaidOfAuthor, type SeenAuthor } from '../ports/people.ts'
import { suggestPeople } from './alike.ts'
import { arrangePeople, type PeopleView } from './arrange.ts'
import { gatherPeople, saidByOid } from './gather.ts'

const seen = (author: string, extra: Partial<SeenAuthor> = {}): SeenAuthor => {
  const { source = 'irc', authorKey = author } = extra
  return {
    roomOid: 'one',
    roomName: 'One',
    source,
    authorKey,
    personOid: personOidOf(source, authorKey),
    author,
    messages: 1,
    botMessages: 0,
    firstAt: 1_000,
    lastAt: 1_000,
    ...extra,
  }
}
const said = (authorKey: string, extra: Partial<SaidOfAuthor> = {}): SaidOfAuthor => {
  const personOid = personOidOf('irc', authorKey)
  return { personOid, source: 'irc', authorKey, name: null, role: null, partOf: null, ...extra }
}
const people = (rows: SeenAuthor[], words: SaidOfAuthor[] = []): Person[] =>
  gatherPeople(rows, saidByOid(words))

describe('people', () => {
  it('are gathered over rooms, by the newest name of the source', () => {
    const [ann] = people([
      seen('Ann', { authorKey: 'u1', messages: 5, lastAt: 2_000 }),
      seen('Ann Lee', { authorKey: 'u1', roomOid: 'two', roomName: 'Two', lastAt: 9_000 }),
    ])
    expect(ann).toEqual({
      personOid: personOidOf('irc', 'u1'),
      name: 'Ann Lee',
      givenName: null,
      names: ['Ann', 'Ann Lee'],
      role: null,
      isBot: false,
      sources: ['irc'],
      messageCount: 6,
      roomCount: 2,
      rooms: [
        { roomOid: 'one', name: 'One', messageCount: 5 },
        { roomOid: 'two', name: 'Two', messageCount: 1 },
      ],
      firstMessageAt: '1970-01-01T00:00:01.000Z',
      lastMessageAt: '1970-01-01T00:00:09.000Z',
      parts: [
        {
          personOid: personOidOf('irc', 'u1'),
          name: 'Ann Lee',
          source: 'irc',
          authorKey: 'u1',
          messageCount: 6,
        },
      ],
    })
  })

  it('that are one have the counts of all, and the leading author first', () => {
    const partOf = personOidOf('irc', 'ann')
    const all = people(
      [seen('ann', { messages: 2 }), seen('ann_', { messages: 7 }), seen('bob')],
      [said('ann', { name: 'Ann Lee', role: 'team' }), said('ann_', { partOf })],
    )
    expect(all.map(({ name, messageCount, role }) => [name, messageCount, role])).toEqual([
      ['Ann Lee', 9, 'team'],
      ['bob', 1, null],
    ])
    expect(all[0]?.parts.map((part) => part.name)).toEqual(['ann', 'ann_'])
  })

  it.each([
    ['the source says so', seen('CI', { messages: 4, botMessages: 4 }), undefined, true],
    ['it has the name of one', seen('deploybot'), undefined, true],
    ['people say so', seen('ann'), said('ann', { role: 'bot' }), true],
    ['people say otherwise', seen('deploybot'), said('deploybot', { role: 'person' }), false],
    ['it is of the team', seen('deploybot'), said('deploybot', { role: 'team' }), false],
    ['it has another name now', seen('deploybot'), said('deploybot', { name: 'Ship' }), true],
  ])('are programs or not when %s', (_when, row, word, isBot) => {
    expect(people([row], word ? [word] : [])[0]?.isBot).toBe(isBot)
  })
})

describe('a list of people', () => {
  const view: PeopleView = { search: '', only: null, sort: '-messages' }
  const all = people(
    [
      seen('Ann Lee', { authorKey: 'U1', messages: 3, lastAt: 5_000 }),
      seen('Zoë', { messages: 9, lastAt: null }),
      seen('bob', { messages: 1, roomName: 'Köln', lastAt: 9_000 }),
      seen('jenkins', { messages: 5 }),
    ],
    [said('U1', { role: 'team' })],
  )
  const shown = (changed: Partial<PeopleView>): string[] =>
    arrangePeople(all, { ...view, ...changed }).map(({ name }) => name)

  it('stands in the order asked for', () => {
    expect(shown({})).toEqual(['Zoë', 'jenkins', 'Ann Lee', 'bob'])
    expect(shown({ sort: 'name' })).toEqual(['Ann Lee', 'bob', 'jenkins', 'Zoë'])
    expect(shown({ sort: '-last' })).toEqual(['bob', 'Ann Lee', 'jenkins', 'Zoë'])
  })

  it.each([
    ['zoe', ['Zoë']],
    ['lee ann', ['Ann Lee']],
    ['koln', ['bob']],
    ['u1', ['Ann Lee']],
    ['nobody', []],
  ])('is searched for "%s" in names, ids and rooms', (search, names) => {
    expect(shown({ search })).toEqual(names)
  })

  it('is narrowed to a role, or to programs', () => {
    expect(shown({ only: 'team' })).toEqual(['Ann Lee'])
    expect(shown({ only: 'bot' })).toEqual(['jenkins'])
    expect(shown({ only: 'merged' })).toEqual([])
  })
})

describe('suggestions', () => {
  const groups = (names: string[], apart: [string, string][] = []): string[] => {
    const rows = names.map((name, index) => seen(name, { messages: names.length - index }))
    const pairs = apart.map(([a, b]) => [personOidOf('irc', a), personOidOf('irc', b)] as const)
    return suggestPeople(people(rows), pairs).map(
      ({ reason, people: members }) => `${reason}: ${members.map(({ name }) => name).join(', ')}`,
    )
  }

  it.each([
    [['ann', 'ann_', 'ann|away', 'bob'], ['spelling: ann, ann_, ann|away']],
    [['Ann Lee', 'ann.lee', 'Lee, Ann'], ['spelling: Ann Lee, ann.lee, Lee, Ann']],
    [['Jürgen Groß', 'jurgen groß'], ['spelling: Jürgen Groß, jurgen groß']],
    [['mona', 'mona2', 'rafa7'], ['spelling: mona, mona2']],
    [['Ann Lee (Sales)', 'Ann Lee'], ['spelling: Ann Lee (Sales), Ann Lee']],
    [['Tomasz Nowak', 'tomasz', 'bob'], ['first_name: Tomasz Nowak, tomasz']],
    [['ada@example.org', 'Ada'], ['spelling: ada@example.org, Ada']],
  ])('of %j are %j', (names, expected) => {
    expect(groups(names)).toEqual(expected)
  })

  it.each([
    ['two full names begin with it', ['Tomasz Nowak', 'Tomasz Lis', 'tomasz']],
    ['it is nobody’s name', ['Guest12', 'guest45', 'user', 'user_']],
    ['they are numbers of telephones', ['+49 170 1234567', '+49 170 7654321']],
    ['they are two letters', ['al', 'al_']],
    ['so many are called so', Array.from({ length: 12 }, (_, n) => `dev${'_'.repeat(n)}`)],
  ])('are none where %s', (_why, names) => {
    expect(groups(names)).toEqual([])
  })

  it('leave out who is known to be another', () => {
    const names = ['ann', 'ann_', 'ann__']
    expect(groups(names, [['ann', 'ann_']])).toEqual(['spelling: ann, ann__'])
    expect(groups(['ann', 'ann_'], [['ann_', 'ann']])).toEqual([])
  })

  it('do not make a person of a program', () => {
    const rows = [seen('relay', { messages: 2 }), seen('relay_', { botMessages: 1 })]
    expect(suggestPeople(people(rows), [])).toEqual([])
  })

  it('of a hundred thousand people are found without holding all against all', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => seen(`nick${n}x`))
    expect(suggestPeople(people([...rows, seen('nick7x_')]), [])).toHaveLength(1)
  })
})
