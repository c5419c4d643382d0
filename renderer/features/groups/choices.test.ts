import { expect, it } from 'vitest'
import type { Group } from '../../../server/contract/groups.ts'
import {
  deliveryChange,
  deliveryOf,
  periodKey,
  periodKeys,
  periodOf,
  withLanguage,
  withOption,
} from './choices.ts'

const group: Group = {
  groupOid: 'g',
  name: 'Support',
  roomOids: [],
  roomCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
}

it('leaves the other choices of a group alone when one is changed', () => {
  const options = { recipients: ['a@b.example'], workbook: { anonymize: true } }
  expect(withOption(options, 'summary', 'extractive')).toEqual({
    ...options,
    summary: 'extractive',
  })
  expect(withLanguage(options, 'de')).toEqual({
    ...options,
    workbook: { anonymize: true, language: 'de' },
  })
  expect(
    withLanguage({ ...options, workbook: { anonymize: true, language: 'de' } }, undefined),
  ).toEqual(options)
})

it('takes the choices away with the last of them', () => {
  expect(withOption({ summary: 'extractive' }, 'summary', undefined)).toBeNull()
  expect(withLanguage({ workbook: { language: 'de' } }, undefined)).toBeNull()
  expect(withOption(undefined, 'summary', undefined)).toBeNull()
})

it('keeps "nobody" as a choice, which is not the same as none', () => {
  expect(withOption(undefined, 'recipients', [])).toEqual({ recipients: [] })
})

it('puts a period in place of fixed ends, which the server would refuse beside it', () => {
  const options = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }
  expect(withOption(options, 'period', { days: 7 })).toEqual({ period: { days: 7 } })
})

it('says how mails are sent where it goes first', () => {
  expect(deliveryOf({ ...group, options: { delivery: 'digest' } })).toBe('digest')
  expect(deliveryOf({ ...group, delivery: 'single', options: { delivery: 'digest' } })).toBe(
    'single',
  )
  expect(deliveryChange(group, 'digest')).toEqual({ delivery: 'digest' })
  expect(deliveryChange({ ...group, options: { delivery: 'digest' } }, null)).toEqual({
    delivery: null,
    options: null,
  })
})

it('reads back every period that is offered', () => {
  for (const key of [...periodKeys, 'days14']) expect(periodKey(periodOf(key))).toBe(key)
  expect(periodOf('week')).toEqual({ calendar: 'week' })
  expect(periodOf('days7')).toEqual({ days: 7 })
})
