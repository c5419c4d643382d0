import { describe, expect, it } from 'vitest'
import { ConceptCounts } from './concepts.ts'
import { stemOf, wordsOf } from './words.ts'

const noNames: ReadonlySet<string> = new Set()

function countsOf(texts: readonly string[], names = noNames): ConceptCounts {
  const counts = new ConceptCounts(texts.length)
  for (const text of texts) counts.add(wordsOf(text))
  counts.close(names)
  return counts
}
const countOf = (counts: ConceptCounts, word: string): number => {
  const id = counts.conceptId(stemOf(word))
  return id < 0 ? 0 : counts.count(id)
}

describe('counting concepts', () => {
  it('counts a message once, however often it says the word', () => {
    const counts = countsOf(['server server servers', 'the server', 'no'])
    expect(countOf(counts, 'server')).toBe(2)
  })

  it('counts pairs of neighbours, not across the end of a sentence', () => {
    const counts = countsOf(['connection pool', 'big connection pools', 'connection. Pool'])
    const [first, second] = ['connection', 'pool'].map((word) => counts.conceptId(stemOf(word)))
    expect(counts.pairCount(counts.pairOf(first!, second!))).toBe(2)
  })

  it('leaves out grammar and names', () => {
    const counts = countsOf(['the server of tux is down'], new Set(['tux']))
    expect(counts.frequent(10)).toEqual([])
    expect(countOf(counts, 'the')).toBe(0)
    expect(countOf(counts, 'tux')).toBe(0)
    expect(countOf(counts, 'server')).toBe(1)
  })

  it('switches on the grammar of the language that is spoken', () => {
    const german = countsOf(['der Drucker ist wieder kaputt und die Rechnung ist falsch'])
    expect(countOf(german, 'die')).toBe(0)
    expect(countOf(german, 'drucker')).toBe(1)
    const english = countsOf(['the printer may die before the invoice is printed', 'old pets die'])
    expect(countOf(english, 'die')).toBe(2)
  })

  it('takes short words that are everywhere for grammar in a language it does not know', () => {
    const texts = Array.from(
      { length: 60 },
      (_, index) => `ka wano ${index % 2 ? 'zu' : 'to'} fremdkapital${index % 7}`,
    )
    const counts = countsOf(texts)
    expect(countOf(counts, 'ka')).toBe(0)
    expect(countOf(counts, 'zu')).toBe(0)
    expect(countOf(counts, 'fremdkapital3')).toBeGreaterThan(0)
  })

  it('forgets the rare when there are too many, and keeps the frequent', () => {
    // Tables for ten lines hold 2,000 stems.
    const counts = new ConceptCounts(10)
    for (let number = 0; number < 5_000; number++) {
      counts.add(wordsOf(`subject unique${number}x`))
    }
    counts.close(noNames)
    expect(countOf(counts, 'subject')).toBe(5_000)
    expect(countOf(counts, 'unique4999x')).toBe(1)
    expect(countOf(counts, 'unique1x')).toBe(0)
  })
})
