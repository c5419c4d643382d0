import { expect, it } from 'vitest'
import type { ReportOptions } from '../../contract/report-options.ts'
import type { StoredGroup } from '../groups.ts'
import { onEveryEngine } from './engines.ts'

const support: StoredGroup = {
  groupOid: 'g1',
  name: 'Support – ünïted',
  roomOids: ['a', 'b'],
  rule: { source: 'slack', nameLike: 'help-*' },
  options: { period: { days: 7 }, recipients: ['lead@example.org'], workbook: { language: 'de' } },
  delivery: 'digest',
  createdAt: 1_700_000_000_000,
  revision: 1,
}
const bare: StoredGroup = {
  groupOid: 'g2',
  name: 'Bare',
  roomOids: [],
  rule: null,
  options: null,
  delivery: null,
  createdAt: 1_700_000_000_001,
  revision: 1,
}

onEveryEngine('groups', (fresh) => {
  it('are read as they were written, oldest first, by every thread and after a restart', async () => {
    const { groups } = fresh().engine
    await groups.insert(support)
    await groups.insert(bare)
    expect(await (await fresh().another()).groups.list()).toEqual([support, bare])
    await fresh().restart()
    expect(await fresh().engine.groups.get('g1')).toEqual(support)
    expect(await fresh().engine.groups.get('g3')).toBeNull()
  })

  it('are changed only by who knows how they are', async () => {
    const { groups } = fresh().engine
    await groups.insert(support)
    expect(await groups.replace({ ...support, name: 'Help' })).toBe(true)
    expect(await groups.replace({ ...support, name: 'Too late' })).toBe(false)
    expect(await groups.replace(bare)).toBe(false)
    expect(await groups.get('g1')).toEqual({ ...support, name: 'Help', revision: 2 })
  })

  it('are gone once they are removed', async () => {
    const { groups } = fresh().engine
    await groups.insert(support)
    expect(await groups.remove('g1')).toBe(true)
    expect(await groups.remove('g1')).toBe(false)
    expect(await groups.list()).toEqual([])
  })

  it('leave rooms what they have chosen themselves', async () => {
    const { groups } = fresh().engine
    await groups.chooseForRoom('a', { summary: 'extractive' })
    await groups.chooseForRoom('a', { recipients: [] })
    const none = { filter: null, period: null, workbook: { anonymize: true, language: null } }
    await groups.chooseForRoom('b', none)
    expect(await groups.roomChoices(['a', 'b', 'c'])).toEqual(
      new Map<string, ReportOptions>([
        ['a', { recipients: [] }],
        ['b', none],
      ]),
    )
    await groups.chooseForRoom('a', null)
    await groups.chooseForRoom('c', null)
    expect([...(await groups.roomChoices(['a', 'b'])).keys()]).toEqual(['b'])
  })
})
