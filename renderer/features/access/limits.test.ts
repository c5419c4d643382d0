import { expect, it } from 'vitest'
import { startI18n } from '../../app/i18n.ts'
import { knownGroups, limitOf, othersOf, sightText } from './limits.ts'

const { t } = startI18n('en')

it('says who may see something', () => {
  expect(sightText(t, null)).toBe('Everybody who may sign in')
  expect(sightText(t, [])).toBe('Admins alone')
  expect(sightText(t, ['board', 'CN=law,OU=all'])).toBe('Only board, CN=law,OU=all, and admins')
  expect(sightText(t, ['a\u202Eb'])).toBe('Only ab, and admins')
})

it('takes the limit of a group for no limit of a room with the same id', () => {
  const limits = [{ kind: 'group' as const, oid: 'x', people: ['board'] }]
  expect(limitOf(limits, { kind: 'room', oid: 'x' })).toBeNull()
  expect(limitOf(limits, { kind: 'group', oid: 'x' })).toEqual(['board'])
})

it('finds what else counts for a room: its groups, and rooms that were merged into it', () => {
  const limits = [
    { kind: 'room' as const, oid: 'here', people: ['own'] },
    { kind: 'room' as const, oid: 'old', people: ['law'], mergedInto: 'here' },
    { kind: 'room' as const, oid: 'older', people: [], mergedInto: 'there' },
    { kind: 'group' as const, oid: 'g', people: ['board'] },
    { kind: 'group' as const, oid: 'h', people: ['staff'] },
  ]
  const room = { kind: 'room' as const, oid: 'here', name: 'Here' }
  expect(othersOf(limits, room, [{ groupOid: 'g', name: 'Good' }])).toEqual([
    { target: { kind: 'room', oid: 'old', name: 'Here' }, people: ['law'] },
    { target: { kind: 'group', oid: 'g', name: 'Good' }, people: ['board'] },
  ])
})

it('counts people and programs of each group once', () => {
  const accounts = [
    { groups: ['board'], claimGroups: ['board', 'law'] },
    { groups: [], claimGroups: ['__proto__'] },
  ]
  const known = knownGroups(accounts, [{ groups: ['board'] }, {}])
  expect(Object.entries(known)).toEqual([
    ['board', 2],
    ['law', 1],
    ['__proto__', 1],
  ])
})
