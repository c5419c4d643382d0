import { describe, expect, it } from 'vitest'
import { ByteList } from './byte-list.ts'

describe('a list of bytes', () => {
  it('gives back what was put in, whatever it grew to, and is empty then', () => {
    const list = new ByteList(4)
    const pieces = Array.from({ length: 500 }, (_, index) => `${index} é 日本 👍 `)
    for (const piece of pieces) list.push(piece)
    expect(list.isEmpty).toBe(false)
    expect(list.take()).toBe(pieces.join(''))
    expect(list.isEmpty).toBe(true)
    expect(list.take()).toBe('')
  })
})
