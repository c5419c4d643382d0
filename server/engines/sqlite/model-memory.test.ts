import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { modelLimits } from '../../contract/limits.ts'
import { openDatabase, type Database } from './database.ts'
import { sqliteModelMemory } from './model-memory.ts'

let db: Database
let now = 1_000_000_000_000
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
})
afterEach(() => db.close())

const open = () => sqliteModelMemory(db, { now: () => now })
const rows = (): number =>
  (db.prepare('SELECT count(*) AS n FROM model_answers').get() as { n: number }).n

describe('kept answers', () => {
  it('go when nobody has used them for long, and stay when somebody has', async () => {
    const store = open()
    await store.keepAnswer('used', 1)
    await store.keepAnswer('unused', 1)
    now += modelLimits.keepAnswersMs / 2
    expect(await store.answer('used')).toBe(1)
    now += modelLimits.keepAnswersMs / 2 + 1
    // The first one that a process keeps tidies up.
    await open().keepAnswer('new', 1)
    expect(await store.answer('unused')).toBeNull()
    expect(await store.answer('used')).toBe(1)
  })

  it('go from the longest unused on when they are too large together', async () => {
    const store = open()
    const text = 'x'.repeat(modelLimits.maxKeptAnswerBytes / 8)
    for (let n = 0; n < 12; n++) {
      now++
      await store.keepAnswer(`answer ${n}`, text)
    }
    now++
    await open().keepAnswer('last', 'small')
    expect(await store.answer('answer 0')).toBeNull()
    expect(await store.answer('answer 11')).toBe(text)
    expect(await store.answer('last')).toBe('small')
    expect(rows()).toBe(8)
  })
})

describe('places at model servers', () => {
  it('that a killed process held are free for the next one', async () => {
    const claim = (launch: string) =>
      sqliteModelMemory(db, { launch }).slots.claim('server', { slots: 1, leaseMs: 60_000 })
    expect(await claim('first')).not.toBeNull()
    expect(await claim('first')).toBeNull()
    expect(await claim('second')).not.toBeNull()
  })
})
