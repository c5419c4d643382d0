import { expect, it, vi } from 'vitest'
import { onEveryEngine } from './engines.ts'

const usual = { lifeMs: null, atMost: 1_000 }

onEveryEngine('sessions', (fresh) => {
  it('are open for every thread from their beginning to their end', async () => {
    const { sessions } = fresh().engine
    const other = (await fresh().another()).sessions
    expect(await sessions.isOpen('a')).toBe(false)
    await sessions.begin('a', usual)
    await sessions.begin('b', usual)
    expect(await other.isOpen('a')).toBe(true)
    expect(await other.end('a')).toBe(true)
    expect(await sessions.isOpen('a')).toBe(false)
    expect(await sessions.isOpen('b')).toBe(true)
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
    await vi.waitFor(async () => expect(await sessions.isOpen('short')).toBe(false))
    expect(await sessions.isOpen('long')).toBe(true)
  })

  it('give way to newer ones where there are too many, the oldest first', async () => {
    const { sessions } = fresh().engine
    const ended: string[] = []
    await sessions.followEnds((hash) => ended.push(hash))
    for (const hash of ['a', 'b', 'c']) await sessions.begin(hash, { lifeMs: null, atMost: 2 })
    const open = await Promise.all(['a', 'b', 'c'].map((hash) => sessions.isOpen(hash)))
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
})
