import { expect, it } from 'vitest'
import { distinctionOf, repeated, type Told } from './namesakes.ts'

const room = (name: string, source = 'irc', importName?: string): Told => ({
  name,
  source,
  ...(importName !== undefined && { importName }),
})

const distinctions = (...rooms: Told[]) => {
  const again = repeated(rooms)
  return rooms.map((each) => distinctionOf(each, again))
}

it('says nothing beside a name that one room has', () => {
  expect(distinctions(room('general'), room('ops'))).toEqual(['none', 'none'])
})

it('says where rooms of one name are from, however the name is written', () => {
  expect(distinctions(room('general'), room('General', 'slack'), room('générâl', 'teams'))).toEqual(
    ['place', 'place', 'place'],
  )
})

it('says the days too where name, source and import are the same', () => {
  expect(
    distinctions(
      room('test', 'irc', 'a.zip'),
      room('test', 'irc', 'a.zip'),
      room('test', 'irc', 'b'),
    ),
  ).toEqual(['days', 'days', 'place'])
})
