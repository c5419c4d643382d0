import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryEventLog, formatId, parseCursor, type LoggedEvent } from './event-log.ts'

const event = (seq: number, data = '{}'): LoggedEvent => ({
  seq,
  room: 'r',
  event: 'E',
  data,
  coalesceKey: null,
})

function logOf(count: number) {
  const log = createMemoryEventLog('abc')
  for (let index = 0; index < count; index++) log.append([event(log.lastSeq() + 1)])
  return log
}

describe('cursor', () => {
  it('resumes from an id of this log', () => {
    const log = logOf(5)
    expect(parseCursor(formatId('abc', 3), log)).toEqual({ kind: 'resume', seq: 3 })
    expect(parseCursor(formatId('abc', log.lastSeq()), log)).toEqual({ kind: 'resume', seq: 6 })
  })

  it('takes no id, an empty id, and the id of a broken snapshot as a first connection', () => {
    for (const text of [undefined, '', 'abc-0']) {
      expect(parseCursor(text, logOf(1))).toEqual({ kind: 'none' })
    }
  })

  it('rule 37: tells apart another epoch, what is too old, and what was never given out', () => {
    const log = logOf(9)
    log.trim(3, Infinity)
    expect(parseCursor('xyz-3', log)).toEqual({ kind: 'reset', reason: 'other-epoch' })
    expect(parseCursor('abc-3', log)).toEqual({ kind: 'reset', reason: 'too-old' })
    expect(parseCursor('abc-7', log)).toEqual({ kind: 'resume', seq: 7 })
    expect(parseCursor('abc-11', log)).toEqual({ kind: 'reset', reason: 'unknown-cursor' })
  })

  it('rule 35: survives any hostile text', () => {
    const log = logOf(3)
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

describe('event log in memory', () => {
  it('keeps the sequence when everything but the newest is trimmed', () => {
    const log = logOf(5)
    log.trim(0, 0)
    expect(log.lastSeq()).toBe(6)
    expect(log.firstSeq()).toBe(6)
  })

  it('reads strictly after, in pages', () => {
    const log = logOf(5)
    expect(log.readAfter(3, 2).map(({ seq }) => seq)).toEqual([4, 5])
    expect(log.readAfter(6, 2)).toEqual([])
  })
})
