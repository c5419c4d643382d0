import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passagesOf } from './passages.ts'
import { stemOf, wordsOf } from './words.ts'

const stems = (text: string): string[] =>
  wordsOf(text)
    .map(({ stem }) => stem)
    .filter((stem) => stem !== '')

describe('the stem of a word', () => {
  // Pairs from the tables of M. F. Porter's paper, and of its later revision.
  it.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['cats', 'cat'],
    ['feed', 'feed'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['motoring', 'motor'],
    ['sing', 'sing'],
    ['conflated', 'conflat'],
    ['troubled', 'troubl'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['sky', 'sky'],
    ['relational', 'relat'],
    ['vietnamization', 'vietnam'],
    ['sensitiviti', 'sensit'],
    ['triplicate', 'triplic'],
    ['electrical', 'electr'],
    ['goodness', 'good'],
    ['revival', 'reviv'],
    ['adjustment', 'adjust'],
    ['adoption', 'adopt'],
    ['controll', 'control'],
    ['rate', 'rate'],
    ['cease', 'ceas'],
    ['possibly', 'possibl'],
    ['technology', 'technolog'],
  ])('of %s is %s', (word, stem) => {
    expect(stemOf(word)).toBe(stem)
  })
})

describe('words', () => {
  it('of one family are one concept', () => {
    expect(stemOf('meetings')).toBe(stemOf('meeting'))
    expect(stemOf("meeting's")).toBe(stemOf('meeting'))
    expect(stemOf('meeting’s')).toBe(stemOf('meeting'))
  })

  it('that are numbers, laughter, hesitation, negation or hashes are no concepts', () => {
    for (const word of ['1234', '٤٢', 'hahahaha', 'hmmm', 'uhh', 'lool', "don't", 'a'.repeat(60)]) {
      expect(stemOf(word), word).toBe('')
    }
    expect(stemOf('hammer')).not.toBe('')
    expect(stemOf('erasmus')).not.toBe('')
    expect(stemOf('gtx1080')).toBe('gtx1080')
  })

  it('of scripts without spaces are told apart', () => {
    expect(stems('昨日の会議で新しい予算案について話し合いました')).toContain('会議')
    expect(stems('数据库连接池已经用完').length).toBeGreaterThan(2)
    expect(stems('การออกแบบเว็บไซต์ใหม่').length).toBeGreaterThan(1)
  })

  it('stand where they say they stand, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let end = 0
        for (const word of wordsOf(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end)
          expect(word.end).toBeGreaterThan(word.start)
          end = word.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('sentences', () => {
  const sentences = (text: string): string[] => {
    const words = wordsOf(text)
    const starts = words.flatMap(({ closes }, at) => (closes ? (words[at + 1]?.start ?? []) : []))
    return [0, ...starts].map((start, at) => text.slice(start, starts[at]).trim())
  }

  it.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    ['Use node.js 20.1 now. Then stop.', ['Use node.js 20.1 now.', 'Then stop.']],
    ['He said "go." Then left.', ['He said "go."', 'Then left.']],
    ['first line\nsecond line', ['first line', 'second line']],
    ['会議です。予約は？はい', ['会議です。', '予約は？', 'はい']],
    ['من هنا؟ أنا', ['من هنا؟', 'أنا']],
  ])('of %j', (text, wanted) => {
    expect(sentences(text)).toEqual(wanted)
  })
})

describe('passages', () => {
  const sentence = (words: number): string => `${Array(words).fill('word').join(' ')}. `

  it('are whole sentences of at most 40 words together', () => {
    const text = sentence(15) + sentence(15) + sentence(15) + sentence(30)
    const lengths = passagesOf(text, wordsOf(text)).map(
      ({ firstWord, endWord }) => endWord - firstWord,
    )
    expect(lengths).toEqual([30, 15, 30])
  })

  it('cut a sentence that never ends', () => {
    const text = sentence(95)
    const lengths = passagesOf(text, wordsOf(text)).map(
      ({ firstWord, endWord }) => endWord - firstWord,
    )
    expect(lengths).toEqual([40, 40, 15])
  })

  it('hold every word once and in order, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('word', '. ', '? ', '\n', ' ', '"', '会議', '。'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const text = pieces.join('')
        const words = wordsOf(text)
        let next = 0
        let from = 0
        for (const passage of passagesOf(text, words)) {
          expect(passage.firstWord).toBe(next)
          expect(passage.endWord - passage.firstWord).toBeLessThanOrEqual(40)
          expect(passage.start).toBe(from)
          expect(passage.end).toBeGreaterThanOrEqual(words[passage.endWord - 1]!.end)
          next = passage.endWord
          from = passage.end
        }
        expect(next).toBe(words.length)
      }),
    )
  })
})
