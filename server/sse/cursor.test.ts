import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatId, parseCursor } from './cursor.ts'

const head = (first: number, last: number) => ({ epoch: 'abc', first, last })

describe('cursor', () => {
  it('resumes from an id of this log', () => {
    expect(parseCursor(formatId('abc', 3), head(2, 6))).toEqual({ kind: 'resume', seq: 3 })
    expect(parseCursor(formatId('abc', 6), head(2, 6))).toEqual({ kind: 'resume', seq: 6 })
  })

  it('takes no id, an empty id, and the id of a broken snapshot as a first connection', () => {
    for (const text of [undefined, '', 'abc-0']) {
      expect(parseCursor(text, head(2, 2))).toEqual({ kind: 'none' })
    }
  })

  it('rule 37: tells apart another epoch, what is too old, and what was never given out', () => {
    const log = head(8, 10)
    expect(parseCursor('xyz-3', log)).toEqual({ kind: 'reset', reason: 'other-epoch' })
    expect(parseCursor('abc-3', log)).toEqual({ kind: 'reset', reason: 'too-old' })
    expect(parseCursor('abc-7', log)).toEqual({ kind: 'resume', seq: 7 })
    expect(parseCursor('abc-11', log)).toEqual({ kind: 'reset', reason: 'unknown-cursor' })
  })

  it('rule 35: survives any hostile text', () => {
    const log = head(2, 4)
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('abc-', '-1', 'abc--1', 'abc-1e3', 'abc-0x1', 'abc-01', ' abc-1', 'abc-1\n'),
      fc.constantFrom('abc-9007199254740993', `abc-${'9'.repeat(200)}`, 'a'.repeat(100_000)),
    )
    fc.assert(
      fc.property(hostile, (text) => {
        expect(['none', 'reset']).toContain(parseCursor(text, log).kind)
      }),
    )
  })

  it('rule 25: ids are printable ASCII without CORS-unsafe bytes, under 128 bytes', () => {
    expect(formatId('0f1e2d3c4b5a', Number.MAX_SAFE_INTEGER)).toMatch(/^[0-9A-Za-z-]{1,127}$/)
  })
})
