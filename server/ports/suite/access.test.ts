import { expect, it } from 'vitest'
import type { StoredToken } from '../access.ts'
import { onEveryEngine } from './engines.ts'

const token = (name: string, more: Partial<StoredToken> = {}): StoredToken => ({
  tokenOid: `oid-${name}`,
  name,
  role: 'viewer',
  createdAt: 1,
  endsAt: null,
  lastUsedAt: null,
  ...more,
})

onEveryEngine('access', (fresh) => {
  it('knows tokens by their hash, for every thread and after a restart', async () => {
    const { access } = fresh().engine
    const nightly = token('nightly', { role: 'operator', endsAt: 99 })
    expect(await access.addToken('h1', nightly)).toBe(true)
    expect(await access.addToken('h2', token('board'))).toBe(true)
    expect(await access.addToken('h3', token('board', { tokenOid: 'other' }))).toBe(false)
    expect(await (await fresh().another()).access.tokenOf('h1')).toEqual(nightly)
    await fresh().restart()
    const again = fresh().engine.access
    expect(await again.tokenOf('h1')).toEqual(nightly)
    expect(await again.tokenOf('h3')).toBeNull()
    expect((await again.tokens()).map(({ name }) => name)).toEqual(['board', 'nightly'])
  })

  it('forgets a token that is taken away, and notes when one was used', async () => {
    const { access } = fresh().engine
    await access.addToken('h1', token('nightly'))
    await access.tokenUsed('oid-nightly', 1_234)
    expect((await access.tokenOf('h1'))?.lastUsedAt).toBe(1_234)
    expect(await access.removeToken('oid-nightly')).toBe('h1')
    expect(await access.removeToken('oid-nightly')).toBeNull()
    expect(await access.tokenOf('h1')).toBeNull()
  })

  it('tells who did what, newest first, in pages, and keeps so much of it', async () => {
    const { access } = fresh().engine
    const line = (at: number) =>
      ({ at, kind: 'token', name: 'Ü', method: 'POST', path: '/api/x', status: 202 }) as const
    for (let at = 1; at <= 205; at++) await access.note(line(at), 50)
    const first = await access.notes({ after: null, limit: 2 })
    expect(first.items).toEqual([line(205), line(204)])
    const second = await access.notes({ after: first.next, limit: 100 })
    expect(second.items[0]).toEqual(line(203))
    expect(second.next).toBeNull()
    expect(second.items.at(-1)!.at).toBe(151)
  })

  it('knows people by issuer and subject, with what was said of them last', async () => {
    const { access } = fresh().engine
    const ada = { issuer: 'https://id', subject: '1', name: 'Ada', email: null, claimRole: null }
    const first = await access.signedIn(ada, 1)
    const changed = await access.signedIn({ ...ada, name: 'Ada L.', claimRole: 'viewer' }, 2)
    expect(changed).toEqual({
      accountOid: first.accountOid,
      name: 'Ada L.',
      email: null,
      claimRole: 'viewer',
      ownRole: null,
      isBarred: false,
      lastSeenAt: 2,
    })
    const other = await access.signedIn({ ...ada, issuer: 'https://other' }, 3)
    expect(other.accountOid).not.toBe(first.accountOid)
    const all = await (await fresh().another()).access.accounts()
    expect(all.map(({ accountOid }) => accountOid)).toEqual([other.accountOid, first.accountOid])
  })

  it('keeps what an admin says of a person, each thing by itself', async () => {
    const { access } = fresh().engine
    const person = { issuer: 'i', subject: 's', name: null, email: null, claimRole: null }
    const { accountOid } = await access.signedIn(person, 1)
    await access.changeAccount(accountOid, { ownRole: 'admin' })
    await access.changeAccount(accountOid, { isBarred: true })
    await access.signedIn(person, 2)
    expect(await access.account(accountOid)).toMatchObject({ ownRole: 'admin', isBarred: true })
    await access.changeAccount(accountOid, { ownRole: null, isBarred: false })
    expect(await access.account(accountOid)).toMatchObject({ ownRole: null, isBarred: false })
    expect(await access.changeAccount('nowhere', { isBarred: true })).toBeNull()
  })
})
