import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from './database.ts'
import { openOthers } from './others.ts'
import { sqliteSessions } from './sessions.ts'

let db: Database
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
})
afterEach(() => db.close())

const launched = (launch: string) => sqliteSessions(db, launch, openOthers('memory', 'sessions'))
const usual = { lifeMs: null, atMost: 2 }

describe('sessions in a data folder', () => {
  it('end with the run of the process, as its access token does', async () => {
    await launched('first').begin('a', usual)
    expect(await launched('first').isOpen('a')).toBe(true)
    const next = launched('second')
    expect(await next.isOpen('a')).toBe(false)
    expect(await next.end('a')).toBe(false)
    await next.begin('b', usual)
    expect(db.prepare('SELECT hash FROM sessions').all()).toEqual([{ hash: 'b' }])
  })

  it('let a person in where nothing can be written', async () => {
    const sessions = launched('first')
    db.exec('PRAGMA query_only = ON')
    for (const hash of ['a', 'b', 'c']) await sessions.begin(hash, usual)
    expect(await sessions.isOpen('a'), 'no more than usual').toBe(false)
    expect(await sessions.isOpen('c')).toBe(true)
    db.exec('PRAGMA query_only = OFF')
    expect(await sessions.end('c')).toBe(true)
    expect(await sessions.isOpen('c')).toBe(false)
  })
})
