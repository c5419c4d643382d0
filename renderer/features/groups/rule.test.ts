import { expect, it } from 'vitest'
import { GroupRule } from '../../../server/contract/groups.ts'
import { isSameRule, ruleOf, typedRule } from './rule.ts'

it('is no rule where nothing was typed: one of nothing would fit every room', () => {
  expect(ruleOf(typedRule(undefined))).toBeNull()
  expect(ruleOf({ source: null, nameLike: '  ', workspace: '' })).toBeNull()
})

it('names what was typed and nothing else, as the server takes it', () => {
  const rule = ruleOf({ source: 'slack', nameLike: ' support-* ', workspace: '' })
  expect(rule).toEqual({ source: 'slack', nameLike: 'support-*' })
  expect(GroupRule.parse(rule)).toEqual(rule)
})

it('gives back the rule that it was made of', () => {
  const rule = { nameLike: 'support-*', workspace: 'export.zip' }
  expect(ruleOf(typedRule(rule))).toEqual(rule)
})

it('knows a rule that was changed and typed back', () => {
  const rule = { source: 'irc', nameLike: 'a' }
  expect(isSameRule({ nameLike: 'a', source: 'irc' }, rule)).toBe(true)
  expect(isSameRule({ nameLike: 'b', source: 'irc' }, rule)).toBe(false)
  expect(isSameRule(null, null)).toBe(true)
  expect(isSameRule(null, rule)).toBe(false)
})
