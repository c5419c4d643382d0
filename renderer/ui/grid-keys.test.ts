import { describe, expect, it } from 'vitest'
import { rangeBetween } from './grid-keys.ts'

describe('a range', () => {
  const ids = ['a', 'b', 'c', 'd']
  it('reaches from the anchor to the target in either direction', () => {
    expect(rangeBetween(ids, 'b', 'd')).toEqual(['b', 'c', 'd'])
    expect(rangeBetween(ids, 'd', 'b')).toEqual(['b', 'c', 'd'])
  })

  it('is the target alone where the anchor is not on screen', () => {
    expect(rangeBetween(ids, 'gone', 'c')).toEqual(['c'])
    expect(rangeBetween(ids, null, 'c')).toEqual(['c'])
    expect(rangeBetween(ids, 'a', 'gone')).toEqual([])
  })
})
