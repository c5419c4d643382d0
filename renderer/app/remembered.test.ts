// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { recall, remember } from './remembered.ts'

beforeEach(() => localStorage.clear())

it('gives back what it was given', () => {
  const options = {
    section: 'queue' as const,
    view: {
      search: 'ops',
      sort: { column: 'messages' as const, direction: 'descending' as const },
      state: 'failed' as const,
      source: null,
      runningFirst: true,
    },
    period: { kind: 'week' as const, from: '', to: '' },
    filter: { people: ['Ada'], keyword: 'crane', thread: '' },
    batch: ['a'],
    imports: ['b'],
  }
  remember(localStorage, options)
  expect(recall(localStorage)).toEqual(options)
})

it('understands options that were written before there were as many', () => {
  const sort = { column: 'name', direction: 'ascending' }
  const view = { search: '', sort, state: null, source: null }
  localStorage.setItem('rapporteur.window', JSON.stringify({ view }))
  expect(recall(localStorage).view).toEqual({ ...view, runningFirst: false })
})

it('drops only the part that it does not understand', () => {
  localStorage.setItem('rapporteur.window', '{"section":"nowhere","batch":["a"],"view":7}')
  expect(recall(localStorage)).toEqual({ batch: ['a'] })
})

it('starts afresh from what is no JSON', () => {
  localStorage.setItem('rapporteur.window', '{')
  expect(recall(localStorage)).toEqual({})
})

it('remembers for each server by itself', () => {
  remember(localStorage, { section: 'queue' })
  remember(localStorage, { section: 'files' }, 'of-the-team')
  expect(recall(localStorage)).toEqual({ section: 'queue' })
  expect(recall(localStorage, 'of-the-team')).toEqual({ section: 'files' })
  expect(recall(localStorage, 'another')).toEqual({})
})
