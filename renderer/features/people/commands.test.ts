import { expect, it } from 'vitest'
import type { Person } from '../../../server/contract/people.ts'
import { apartAct, mergeAct, nameAct, roleAct, splitAct } from './commands.ts'

const person = (personOid: string, extra: Partial<Person> = {}): Person => ({
  personOid,
  name: personOid,
  givenName: null,
  names: [personOid],
  role: null,
  isBot: false,
  sources: ['irc'],
  messageCount: 1,
  roomCount: 1,
  rooms: [],
  firstMessageAt: null,
  lastMessageAt: null,
  parts: [part(personOid)],
  ...extra,
})
const part = (personOid: string): Person['parts'][number] => ({
  personOid,
  name: personOid,
  source: 'irc',
  authorKey: personOid,
  messageCount: 1,
})

it('takes a merge back by a split that leaves everybody as they were', () => {
  const ann = person('ann', { role: 'team' })
  const both = person('b1', { parts: [part('b1'), part('b2')] })
  expect(mergeAct([ann, both], 'Ann Lee')).toEqual({
    said: 'merge',
    count: 2,
    saying: { kind: 'merge', body: { into: 'ann', from: ['b1'], name: 'Ann Lee' } },
    undo: {
      kind: 'split',
      body: {
        personOid: 'ann',
        apart: [['b1', 'b2']],
        name: null,
        role: 'team',
        isMistake: false,
      },
    },
  })
})

it('takes a split back by a merge into whoever remained', () => {
  const all = person('a', { name: 'Ann', parts: [part('a'), part('b'), part('c')] })
  expect(splitAct(all, ['a', 'c']).undo).toEqual({
    kind: 'merge',
    body: { into: 'b', from: ['a', 'c'], name: 'Ann' },
  })
})

it('takes roles, names and what is known to be different back to what each had', () => {
  const people = [person('a', { role: 'guest' }), person('b')]
  expect(roleAct(people, 'bot').undo).toEqual({
    kind: 'change',
    body: {
      changes: [
        { personOid: 'a', role: 'guest' },
        { personOid: 'b', role: null },
      ],
    },
  })
  expect(nameAct(person('a', { givenName: 'Ann' }), null).undo).toEqual({
    kind: 'change',
    body: { changes: [{ personOid: 'a', name: 'Ann' }] },
  })
  expect(apartAct(people).undo).toEqual({
    kind: 'apart',
    body: { personOids: ['a', 'b'], isApart: false },
  })
})
