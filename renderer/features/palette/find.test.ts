import { expect, it } from 'vitest'
import { find } from './find.ts'

const names = ['Import files', 'Go to imports', 'General', 'Überblick', 'ops-general']
const search = (query: string, limit = 10) => find(names, query, { textOf: (name) => name, limit })

it('puts first what begins with the query, then what has a word that does', () => {
  expect(search('imp')).toEqual(['Import files', 'Go to imports'])
  expect(search('general')).toEqual(['General', 'ops-general'])
  expect(search('neral')).toEqual(['General', 'ops-general'])
})

it('wants every word, in whatever order, case and accent', () => {
  expect(search('files IMPORT')).toEqual(['Import files'])
  expect(search('uberblick')).toEqual(['Überblick'])
  expect(search('import nowhere')).toEqual([])
})

it('gives everything for nothing, and never more than asked for', () => {
  expect(search('  ')).toEqual(names)
  expect(search('', 2)).toEqual(names.slice(0, 2))
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
