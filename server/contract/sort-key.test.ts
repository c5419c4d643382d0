import { expect, it } from 'vitest'
import { sortKey } from './sort-key.ts'

const sorted = (names: string[]): string[] =>
  names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))

it('puts names as a person would: numbers by their value, case and accents aside', () => {
  expect(sorted(['room 10', 'Room 9', 'room 9b', 'room'])).toEqual([
    'room',
    'Room 9',
    'room 9b',
    'room 10',
  ])
  expect(sorted(['zoo', 'Äpfel', 'apfelmus', 'École', 'ecole 2'])).toEqual([
    'Äpfel',
    'apfelmus',
    'École',
    'ecole 2',
    'zoo',
  ])
  expect(sorted(['ｒｏｏｍ ２', 'room 1', 'комната', 'Комната 2'])).toEqual([
    'room 1',
    'ｒｏｏｍ ２',
    'комната',
    'Комната 2',
  ])
})

it('is what a collator says of names as people give them', () => {
  const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  const names = ['b 2', 'B 10', 'a', 'Å', 'z9', 'z10', '1 first', '02 second', 'müller', 'Muller 2']
  expect(sorted(names)).toEqual(names.toSorted((a, b) => words.compare(a, b)))
})
