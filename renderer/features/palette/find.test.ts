import { expect, it } from 'vitest'
import { find } from './find.ts'

const names = ['Import files', 'Go to imports', 'General', 'Überblick', 'ops-general', 'Straße']
const search = (query: string, limit = 10) => find(names, query, { textOf: (name) => name, limit })

it('puts first what begins with the query, then what has a word that does', () => {
  expect(search('imp')).toEqual(['Import files', 'Go to imports'])
  expect(search('general')).toEqual(['General', 'ops-general'])
  expect(search('neral')).toEqual(['General', 'ops-general'])
})

it('wants every word, in whatever order, case and accent', () => {
  expect(search('files IMPORT')).toEqual(['Import files'])
  expect(search('uberblick')).toEqual(['Überblick'])
  expect(search('strasse')).toEqual(['Straße'])
  expect(search('import nowhere')).toEqual([])
})

it('gives everything for nothing, and never more than asked for', () => {
  expect(search('  ')).toEqual(names)
  expect(search('', 2)).toEqual(names.slice(0, 2))
})

it.each(['genral', 'gneral', 'generla', 'gemeral', 'genneral'])(
  'forgives one wrong letter: %s',
  (typed) => {
    expect(search(typed)).toEqual(['General', 'ops-general'])
  },
)

it('forgives no more than that, nor in short words, nor the first letter', () => {
  expect(search('gnrl')).toEqual([])
  expect(search('gx')).toEqual([])
  expect(search('xeneral')).toEqual([])
})

it('shows what has an error only where little has none', () => {
  const many = [...Array.from({ length: 5 }, (_, n) => `canal ${n}`), 'cabal']
  const options = { textOf: (name: string) => name, limit: 10 }
  expect(find(many, 'canal', options)).toEqual(many.slice(0, 5))
  expect(find(many.slice(1), 'canal', options)).toEqual(many.slice(1))
})

it('puts what was used last first among what fits as well, never above what fits better', () => {
  const options = {
    textOf: (name: string) => name,
    recencyOf: (name: string) => (name === 'ops-general' ? 2 : name === 'Straße' ? 1 : 0),
    limit: 10,
  }
  expect(find(names, 'general', options)).toEqual(['General', 'ops-general'])
  expect(find(names, '', options).slice(0, 3)).toEqual(['ops-general', 'Straße', 'Import files'])
})

it('finds by other words too, but behind what is found by what it reads', () => {
  const items = ['Theme: light', 'Theme: dark', 'Import']
  const options = {
    textOf: (item: string) => item,
    wordsOf: (item: string) => (item.startsWith('Theme') ? 'dark mode' : ''),
    limit: 10,
  }
  expect(find(items, 'theme dark', options)).toEqual(['Theme: dark', 'Theme: light'])
})
