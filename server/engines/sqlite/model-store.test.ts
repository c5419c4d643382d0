import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { modelLimits } from '../../contract/limits.ts'
import { openDatabase, type Database } from './database.ts'
import { createModelStore } from './model-store.ts'

let db: Database
let now = 1_000_000_000_000
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
})
afterEach(() => db.close())

const open = () => createModelStore(db, () => now)
const rows = (): number =>
  (db.prepare('SELECT count(*) AS n FROM model_answers').get() as { n: number }).n

describe('kept answers', () => {
  it('are found again by another opening of the same database', () => {
    open().keepAnswer('a', { headline: 'x' })
    expect(open().answer('a')).toEqual({ headline: 'x' })
    expect(open().answer('b')).toBeNull()
  })

  it('are replaced by a newer one of the same key', () => {
    const store = open()
    store.keepAnswer('a', 1)
    store.keepAnswer('a', 2)
    expect(store.answer('a')).toBe(2)
  })

  it('go when nobody has used them for long, and stay when somebody has', () => {
    const store = open()
    store.keepAnswer('used', 1)
    store.keepAnswer('unused', 1)
    now += modelLimits.keepAnswersMs / 2
    expect(store.answer('used')).toBe(1)
    now += modelLimits.keepAnswersMs / 2 + 1
    // The first one that a process keeps tidies up.
    open().keepAnswer('new', 1)
    expect(store.answer('unused')).toBeNull()
    expect(store.answer('used')).toBe(1)
  })

  it('go from the longest unused on when they are too large together', () => {
    const store = open()
    const text = 'x'.repeat(modelLimits.maxKeptAnswerBytes / 8)
    for (let n = 0; n < 12; n++) {
      now++
      store.keepAnswer(`answer ${n}`, text)
    }
    now++
    open().keepAnswer('last', 'small')
    expect(store.answer('answer 0')).toBeNull()
    expect(store.answer('answer 11')).toBe(text)
    expect(store.answer('last')).toBe('small')
    expect(rows()).toBe(8)
  })
})
