import { expect, it } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'

/** Every text of a catalogue by the path of its key. */
const flatten = (node: object, path = ''): [string, string][] =>
  Object.entries(node).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string'
      ? [[`${path}${key}`, value]]
      : flatten(value as object, `${path}${key}.`),
  )

const english = new Map(flatten(en))
const german = new Map(flatten(de))

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*(\w+)/gu)].map(([, name]) => name).sort()

it('has the same keys in every language', () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
})

it('has a text for every key', () => {
  const empty = [...english, ...german].filter(([, text]) => text.trim() === '')
  expect(empty).toEqual([])
})

it('fills in the same things in every language', () => {
  for (const [key, text] of english) {
    expect(placeholders(german.get(key) ?? ''), key).toEqual(placeholders(text))
  }
})

it('is translated, but for words that are the same in both', () => {
  const same = [...english].filter(([key, text]) => german.get(key) === text).map(([key]) => key)
  expect(same.length).toBeLessThan(english.size / 20)
})
