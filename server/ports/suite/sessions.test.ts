import { expect, it, vi } from 'vitest'
import type { Sessions } from '../sessions.ts'
import { onEveryEngine } from './engines.ts'

const isOpen = async (sessions: Sessions, hash: string): Promise<boolean> =>
  (await sessions.find(hash)) !== null
const usual = { lifeMs: null, atMost: 1_000 }

onEveryEngine('sessions', (fresh) => {
  it('are open for every thread from their beginning to their end', async () => {
    const { sessions } = fresh().engine
    const other = (await fresh().another()).sessions
    expect(await isOpen(sessions, 'a')).toBe(false)
    await sessions.begin('a', usual)
    await sessions.begin('b', usual)
    expect(await isOpen(other, 'a')).toBe(true)
    expect(await other.end('a')).toBe(true)
    expect(await isOpen(sessions, 'a')).toBe(false)
    expect(await isOpen(sessions, 'b')).toBe(true)
  })

  it('outlive the process where they last, until their end', async () => {
    const engine = fresh()
    const of = { ...usual, holder: 'account:1', lasts: true }
    await engine.engine.sessions.begin('a', of)
    await engine.engine.sessions.begin('b', of)
    await engine.restart()
    const { sessions } = engine.engine
    await sessions.begin('c', usual)
    expect(await sessions.find('a')).toEqual({ holder: 'account:1', endsAt: null })
    expect(await sessions.end('a')).toBe(true)
    await sessions.endAllOf('account:1')
    expect([await isOpen(sessions, 'a'), await isOpen(sessions, 'b')]).toEqual([false, false])
  })

  it('are ended by one of many who end it at once', async () => {
    const { sessions } = fresh().engine
    const other = (await fresh().another()).sessions
    await sessions.begin('a', usual)
    const ended = await Promise.all([sessions, other, sessions, other].map((by) => by.end('a')))
    expect(ended.filter(Boolean)).toHaveLength(1)
  })

  it('are ended once', async () => {
    const { sessions } = fresh().engine
    expect(await sessions.end('a')).toBe(false)
    await sessions.begin('a', usual)
    expect(await sessions.end('a')).toBe(true)
    expect(await sessions.end('a')).toBe(false)
  })

  it('end by themselves when their time is over', async () => {
    const { sessions } = fresh().engine
    await sessions.begin('short', { lifeMs: 1, atMost: 1_000 })
    await sessions.begin('long', { lifeMs: 3_600_000, atMost: 1_000 })
    await vi.waitFor(async () => expect(await isOpen(sessions, 'short')).toBe(false))
    expect(await isOpen(sessions, 'long')).toBe(true)
  })

  it('give way to newer ones where there are too many, the oldest first', async () => {
    const { sessions } = fresh().engine
    const ended: string[] = []
    await sessions.followEnds((hash) => ended.push(hash))
    for (const hash of ['a', 'b', 'c']) await sessions.begin(hash, { lifeMs: null, atMost: 2 })
    const open = await Promise.all(['a', 'b', 'c'].map((hash) => isOpen(sessions, hash)))
    expect(open).toEqual([false, true, true])
    await vi.waitFor(() => expect(ended).toEqual(['a']))
  })

  it('tell everybody of their end, so that their streams can be closed', async () => {
    const { sessions } = fresh().engine
    const other = (await fresh().another()).sessions
    const heard: string[] = []
    await sessions.followEnds((hash) => heard.push(`here ${hash}`))
    await other.followEnds((hash) => heard.push(`there ${hash}`))
    const stop = await other.followEnds(() => heard.push('stopped'))
    stop()
    await sessions.begin('a', usual)
    await sessions.end('a')
    await vi.waitFor(() => expect(heard.toSorted()).toEqual(['here a', 'there a']))
  })

  it('know whose they are, and end together when their holder must not come in any more', async () => {
    const { sessions } = fresh().engine
    const heard: string[] = []
    await sessions.followEnds((hash) => heard.push(hash))
    await sessions.begin('a', usual)
    await sessions.begin('b', { lifeMs: 3_600_000, atMost: 10, holder: 'token:1' })
    await sessions.begin('c', { ...usual, holder: 'token:1' })
    expect(await sessions.find('a')).toEqual({ holder: 'owner', endsAt: null })
    const { holder, endsAt } = (await sessions.find('b'))!
    expect(holder).toBe('token:1')
    expect(endsAt).toBeGreaterThan(Date.now() + 3_500_000)
    await sessions.endAllOf('token:1')
    const open = await Promise.all(['a', 'b', 'c'].map((hash) => isOpen(sessions, hash)))
    expect(open).toEqual([true, false, false])
    await vi.waitFor(() => expect(heard.toSorted()).toEqual(['b', 'c', 'token:1']))
  })
})
