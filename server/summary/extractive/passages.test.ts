import { describe, expect, it } from 'vitest'
import { passagesOf } from './passages.ts'
import { wordsOf } from './words.ts'

const textsOf = (text: string, limit: number, joined?: number): string[] =>
  passagesOf(text, wordsOf(text), limit, joined).map(({ start, end }) =>
    text.slice(start, end).trim(),
  )

describe('passages', () => {
  it('are whole sentences, short ones joined', () => {
    const text = 'One two three. Four five. Six seven eight nine ten. Eleven.'
    expect(textsOf(text, 10, 5)).toEqual([
      'One two three. Four five.',
      'Six seven eight nine ten.',
      'Eleven.',
    ])
    expect(textsOf(text, 20)).toEqual([text])
  })

  it('cut a long sentence behind a comma, else where the limit is', () => {
    expect(textsOf('one two three four, five six seven eight nine', 6)).toEqual([
      'one two three four',
      ', five six seven eight nine',
    ])
    expect(textsOf('one, two three four five six seven eight nine', 6)).toEqual([
      'one, two three four five six',
      'seven eight nine',
    ])
  })

  it('know where they cut a sentence', () => {
    const text = 'one two three four five six seven. Eight.'
    const cuts = passagesOf(text, wordsOf(text), 5).map(({ isCutBefore, isCutBehind }) => [
      isCutBefore,
      isCutBehind,
    ])
    expect(cuts).toEqual([
      [false, true],
      [true, false],
    ])
  })
})
