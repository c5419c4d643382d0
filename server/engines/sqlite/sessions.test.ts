import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sessions } from '../../ports/sessions.ts'
import { openDatabase, type Database } from './database.ts'
import { openOthers } from './others.ts'
import { sqliteSessions } from './sessions.ts'

let db: Database
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
})
afterEach(() => db.close())

const launched = (launch: string) => sqliteSessions(db, launch, openOthers('memory', 'sessions'))
const isOpen = async (sessions: Sessions, hash: string): Promise<boolean> =>
  (await sessions.find(hash)) !== null
const usual = { lifeMs: null, atMost: 2 }

describe('sessions in a data folder', () => {
  it('end with the run of the process, as its access token does', async () => {
    await launched('first').begin('a', usual)
    expect(await isOpen(launched('first'), 'a')).toBe(true)
    const next = launched('second')
    expect(await isOpen(next, 'a')).toBe(false)
    expect(await next.end('a')).toBe(false)
    await next.begin('b', usual)
    expect(db.prepare('SELECT hash FROM sessions').all()).toEqual([{ hash: 'b' }])
  })

  it('of the owner end with it in any case, for so does the token', async () => {
    await launched('first').begin('a', { ...usual, lasts: true })
    expect(await isOpen(launched('second'), 'a')).toBe(false)
  })

  it('let a person in where nothing can be written', async () => {
    const sessions = launched('first')
    db.exec('PRAGMA query_only = ON')
    for (const hash of ['a', 'b', 'c']) await sessions.begin(hash, usual)
    expect(await isOpen(sessions, 'a'), 'no more than usual').toBe(false)
    expect(await isOpen(sessions, 'c')).toBe(true)
    db.exec('PRAGMA query_only = OFF')
    expect(await sessions.end('c')).toBe(true)
    expect(await isOpen(sessions, 'c')).toBe(false)
  })
})
