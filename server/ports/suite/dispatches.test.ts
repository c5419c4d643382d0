import { expect, it } from 'vitest'
import { sentence } from '../../contract/sentences.ts'
import type { NewDispatch } from '../dispatches.ts'
import { onEveryEngine } from './engines.ts'

const made = (dispatchOid: string, some: Partial<NewDispatch> = {}): NewDispatch => ({
  dispatchOid,
  reportOid: 'r',
  attempt: 1,
  destination: 'webhook',
  body: '{"a":"ä🧪"}',
  state: 'pending',
  dueAt: 100,
  ...some,
})
const claim = { owner: 'me', now: 100, until: 200, limit: 10 }

onEveryEngine('what is on its way to folders and webhooks', (fresh) => {
  it('is one however often it is asked for, and known by its report', async () => {
    const { dispatches } = fresh().engine
    await dispatches.add([made('a'), made('b', { destination: 'folder', body: '', dueAt: 300 })])
    await dispatches.add([made('a', { body: 'other', dueAt: 1 })])
    await dispatches.add([])
    expect(await dispatches.ofReport('r')).toEqual([
      { ...made('a'), tries: 0, said: null },
      { ...made('b', { destination: 'folder', body: '', dueAt: 300 }), tries: 0, said: null },
    ])
    expect(await dispatches.ofReport('other')).toEqual([])
    expect(await dispatches.nextDue()).toBe(100)
  })

  it('is given to one who asks, until its time is over or who had it starts anew', async () => {
    const one = fresh().engine.dispatches
    const other = (await fresh().another()).dispatches
    await one.add([made('a'), made('b'), made('late', { dueAt: 101 })])
    const taken = await Promise.all([
      one.take({ ...claim, limit: 1 }),
      other.take({ ...claim, owner: 'you', limit: 1 }),
      one.take({ ...claim, limit: 1 }),
    ])
    expect(
      taken
        .flat()
        .map(({ dispatchOid, tries }) => `${dispatchOid} ${tries}`)
        .toSorted(),
    ).toEqual(['a 1', 'b 1'])
    expect(await one.take({ ...claim, owner: 'you' })).toEqual([])
    await other.takeUp('me', 100)
    const mine = taken.flatMap((each, at) => (at === 1 ? [] : each))
    expect((await other.take(claim)).map((each) => each.dispatchOid)).toEqual(
      mine.map((each) => each.dispatchOid),
    )
    expect(await one.take({ ...claim, now: 200, until: 300 })).toHaveLength(3)
  })

  it('is settled by the try that is known last', async () => {
    const { dispatches } = fresh().engine
    await dispatches.add([made('a')])
    const [first] = await dispatches.take(claim)
    const [second] = await dispatches.take({ ...claim, now: 200 })
    const said = sentence('mail_stopped')
    await dispatches.settle(first!, { state: 'sent', dueAt: 0, said })
    expect(await dispatches.nextDue()).not.toBeNull()
    await dispatches.settle(second!, { state: 'pending', dueAt: 900, said })
    expect(await dispatches.nextDue()).toBe(900)
    const [third] = await dispatches.take({ ...claim, now: 900 })
    await dispatches.settle(third!, { state: 'failed', dueAt: 900, said: null })
    expect(await dispatches.ofReport('r')).toMatchObject([
      { state: 'failed', tries: 3, said: null },
    ])
    expect(await dispatches.nextDue()).toBeNull()
    expect(await dispatches.release('r', 'failed', 1_000)).toBe(1)
    expect(await dispatches.take({ ...claim, now: 1_000 })).toMatchObject([{ tries: 1 }])
  })

  it('waits while it is held, and is then let go or forgotten', async () => {
    const { dispatches } = fresh().engine
    await dispatches.add([
      made('a', { state: 'held' }),
      made('b', { state: 'held', reportOid: 'other' }),
    ])
    expect(await dispatches.nextDue()).toBeNull()
    expect(await dispatches.take(claim)).toEqual([])
    expect(await dispatches.release('r', 'held', 50)).toBe(1)
    await dispatches.withdraw('other')
    expect(await dispatches.ofReport('other')).toEqual([])
    expect(await dispatches.take(claim)).toMatchObject([{ dispatchOid: 'a', state: 'pending' }])
    await dispatches.sweep()
    expect(await dispatches.ofReport('r'), 'its report is gone').toEqual([])
  })
})
