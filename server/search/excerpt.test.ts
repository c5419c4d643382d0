import { expect, it } from 'vitest'
import { excerptOf, maxTextLength } from './excerpt.ts'

const around = (text: string, word: string) => {
  const at = text.indexOf(word)
  const { text: kept, marks } = excerptOf({ text, marks: [[at, at + word.length]] })
  return { kept, marked: marks.map(([start, end]) => kept.slice(start, end)) }
}

it('leaves a text that is not very long as it is', () => {
  expect(excerptOf({ text: 'short', marks: [[0, 2]] })).toEqual({ text: 'short', marks: [[0, 2]] })
})

it.each([0, 100, 4_000, 50_000, 99_990])('shows the mark at %i of a very long text', (place) => {
  const text = `${'x'.repeat(place)} word ${'y'.repeat(100_000 - place)}`
  const { kept, marked } = around(text, 'word')
  expect(marked).toEqual(['word'])
  expect(kept.length).toBeLessThanOrEqual(maxTextLength + 2)
})

it('parts no letter of two units', () => {
  const { kept } = around(`${'🚢'.repeat(5_000)} word ${'🚢'.repeat(5_000)}`, 'word')
  expect(kept.isWellFormed()).toBe(true)
})
