import { expect, it } from 'vitest'
import { markedParts } from './marked.ts'

const shown = (text: string, word: string, options = {}) => {
  const at = text.indexOf(word)
  return markedParts({ text, marks: [[at, at + word.length]] }, options)
    .map((part) => (part.isMark ? `[${part.text}]` : part.text))
    .join('')
}

it('marks what was looked for and leaves the rest as it is', () => {
  expect(shown('The ferry leaves\nat nine', 'ferry')).toBe('The [ferry] leaves\nat nine')
})

it('shows the place of the mark in a long text, from a word on', () => {
  const text = `${'word '.repeat(100)}needle${' tail'.repeat(200)}`
  const parts = shown(text, 'needle', { lead: 12, tail: 10 })
  expect(parts).toBe('…word word [needle] tail tai…')
})

it('parts no letter of two units and reorders no line', () => {
  const text = `${'🚢'.repeat(50)}needle \u202Ekcab`
  expect(shown(text, 'needle', { lead: 5 })).toMatch(/^…(🚢)+\[needle\] kcab$/u)
})

it('writes on one line what goes into one', () => {
  expect(shown('first\n\n  second third', 'third', { isOneLine: true })).toBe(
    'first second [third]',
  )
})

it('leaves out a mark that lies before what is shown', () => {
  const text = 'one two three'
  const marks = [
    [0, 3],
    [0, 7],
    [8, 13],
  ] as const
  const parts = markedParts({ text, marks })
  expect(parts.filter(({ isMark }) => isMark).map((part) => part.text)).toEqual(['one', 'three'])
})
