import { describe, expect, it } from 'vitest'
import { indexedText, marksOf, termsOf, wordsOf } from './search-words.ts'

const marked = (text: string, question: string) =>
  marksOf(text, termsOf(question)).map(([start, end]) => text.slice(start, end))

describe('words of the index', () => {
  it.each([
    ['The ferry leaves at 9:15.', 'the ferry leaves at 9 15'],
    ['Grüße aus Łódź', 'grusse aus lodz'],
    ['naïve café, CRÈME', 'naive cafe creme'],
    ['東京都の障害対応', '東京 京都 都の の障 障害 害対 対応 応'],
    ['meeting 東京 now', 'meeting 東京 京 now'],
    ['안녕하세요 여러분', '안녕하세요 여러분'],
    ['إسلام', 'اسلام'],
    ['مُحَمَّد', 'محمد'],
    ['สวัสดี', 'สว วส สด ด'],
    ['👍 :) --', ''],
    ['foo-bar_baz', 'foo bar baz'],
  ])('of %s are %s', (text, words) => {
    expect(indexedText(text).normalize('NFC')).toBe(
      words.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC'),
    )
  })

  it('know where they stand', () => {
    const text = 'Zoë met 田中さん'
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Zoë',
      'met',
      '田中',
      '中さ',
      'さん',
      'ん',
    ])
  })
})

describe('a question', () => {
  it.each([
    [
      'ferry tim',
      [
        [['ferry'], true],
        [['tim'], true],
      ],
    ],
    [
      '"ferry timetable" x',
      [
        [['ferry', 'timetable'], false],
        [['x'], false],
      ],
    ],
    ['foo-bar', [[['foo', 'bar'], true]]],
    ['障害対応', [[['障害', '害対', '対応'], true]]],
    ['京', [[['京'], true]]],
    ['"open', [[['open'], false]]],
    [':) -- ""', []],
    [
      'NEAR(a b) AND text:x*',
      [
        [['near', 'a'], false],
        [['b'], false],
        [['and'], true],
        [['text', 'x'], false],
      ],
    ],
  ])('%s', (question, terms) => {
    expect(termsOf(question).map(({ words, isPrefix }) => [words, isPrefix])).toEqual(terms)
  })
})

describe('marks', () => {
  it.each([
    ['The ferry timetable of the Ferry', 'ferry', ['ferry', 'Ferry']],
    ['The ferries', 'ferr', ['ferries']],
    ['Viele Grüße!', 'grusse', ['Grüße']],
    ['昨日の障害対応です', '障害対応', ['障害対応']],
    ['京都と東京', '京', ['京都', '京']],
    ['foo-bar, foo bar', 'foo-bar', ['foo-bar', 'foo bar']],
    ['ab cd ef', '"ab cd" cd', ['ab cd']],
    ['nothing', 'else', []],
  ])('of %s for %s', (text, question, parts) => {
    expect(marked(text, question)).toEqual(parts)
  })
})
